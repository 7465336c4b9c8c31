"""What hangs in the hangar beside crate labels: cards, tags, sheets and emergency labels."""

from __future__ import annotations

import pytest

import labels
from labels import checking, template
from labels.identity import CodeKind, internal_code
from labels.scanned import interpret

GRAI = "09521234000013CAISSE0000123"

KINDS = {
    "badge-card": CodeKind.BADGE,
    "crate-tag": CodeKind.TAG,
    "crate-tag-62": CodeKind.TAG,
    "emergency": CodeKind.EMERGENCY,
    "emergency-62": CodeKind.EMERGENCY,
    "product-card": CodeKind.PRODUCT,
    "zone-card": CodeKind.ZONE,
}

LONG = {
    "title": "Quai des arrivages du matin, côté nord, derrière la grande porte",
    "product": "Assortiment de fromages de chèvre fermiers au lait cru affinés en cave",
    "producer": "Groupement agricole de la Vallée des Mille Fontaines",
    "hub": "Marché d'Intérêt Local du Perche exemplaire et du Pays d'Exemple",
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_a_sample_scans_as_the_kind_of_thing_it_names(name: str, kind: CodeKind) -> None:
    sample = template.load(name).sample

    picture = labels.render(template.load(name), sample, 203)

    assert {interpret(symbol.content.expected).code_kind for symbol in picture.symbols} == {kind}


@pytest.mark.parametrize("name", KINDS)
def test_the_widest_code_fits_whatever_its_characters(name: str) -> None:
    """Digits are packed by two and letters are not, so a code of letters makes the widest bars."""
    shown = template.load(name)
    field = "crate_code" if name.startswith("crate-tag") else "code"
    widest = internal_code(KINDS[name], "WXYW", 887_000_000)

    assert checking.faults(shown, {**shown.sample, field: widest}) == []


@pytest.mark.parametrize("name", ["badge-card", "product-card", "zone-card"])
@pytest.mark.parametrize("dpi", template.DOTS_PER_INCH)
def test_a_long_name_never_costs_the_code(name: str, dpi: int) -> None:
    fields = {**template.load(name).sample, **LONG}

    assert labels.make(name, fields, dpi=dpi, language="png").payload


@pytest.mark.parametrize("name", ["crate-tag", "crate-tag-62"])
def test_a_licensed_crate_is_named_by_its_grai_alone(name: str) -> None:
    shown = template.load(name)
    fields = {**shown.sample, "grai": GRAI, "crate_code": ""}

    picture = labels.render(shown, fields, 203)

    assert checking.faults(shown, fields) == []
    (symbol,) = picture.symbols
    assert symbol.content.aim(symbol.shape) == "]d2"
    assert interpret(b"]d2" + symbol.content.expected).elements == (("8003", GRAI),)


@pytest.mark.parametrize("wrong", ["09521234000013", "09521234000014A", "19521234000013A", "0952é"])
def test_a_grai_that_names_no_single_crate_is_refused(wrong: str) -> None:
    with pytest.raises(labels.LabelRefused, match="grai"):
        labels.make("crate-tag", {"grai": wrong}, dpi=203, language="png")


def test_a_tag_without_any_identity_is_refused() -> None:
    with pytest.raises(labels.LabelRefused, match="crate_code"):
        labels.make("crate-tag", {"crate_type": "Caisse E2"}, dpi=203, language="png")


def test_a_sheet_holds_six_gestures_and_draws_only_those_it_has() -> None:
    shown = template.load("action-sheet")
    six: dict[str, str] = {}
    for n in range(1, 7):
        six |= {f"code_{n}": internal_code(CodeKind.ACTION, "A1B2", n)}
        six |= {f"title_{n}": "Terminer l’apport", f"sign_{n}": "✓"}

    full = labels.render(shown, six, 203)

    assert checking.faults(shown, six) == []
    assert len(full.symbols) == 6
    assert len(labels.render(shown, shown.sample, 203).symbols) == 3
    with pytest.raises(labels.LabelUnreadable):
        labels.make("action-sheet", {"post": "Réception"}, dpi=203, language="png")


@pytest.mark.parametrize("dpi", template.DOTS_PER_INCH)
def test_the_symbols_of_the_calibration_sheet_grow_finer(dpi: int) -> None:
    shown = template.load("calibration")

    picture = labels.render(shown, shown.sample, dpi)

    for shape in ("linear", "matrix"):
        sizes = [symbol.module_dots for symbol in picture.symbols if symbol.shape == shape]
        assert sizes == sorted(set(sizes), reverse=True)
        assert len(sizes) >= 3
