"""The crates of one day, as label fields."""

from __future__ import annotations

import pytest

from labels.identity import CodeKind, internal_code

SSCC = "395212340000004128"
INTERNAL = internal_code(CodeKind.CRATE, "A1B2", 77)

WEIGHED = {
    "sscc": SSCC,
    "product": "Poireaux",
    "product_code": "F03-POIREAU",
    "producer": "Ferme des Trois Chênes",
    "lot": "F03-261124-1",
    "producer_lot": "24-11 A",
    "net": "10,340 kg",
    "net_g": "10340",
    "received": "24/11/2026",
    "temperature_class": "ambiant",
    "hub": "MIL de démonstration",
    "weight_note": "non réglementé",
}
COUNTED = {
    "crate_code": INTERNAL,
    "product": "Œufs de plein air, moyens",
    "product_icon": "egg",
    "producer": "La Poule Rousse",
    "lot": "F11-261124-2",
    "count": "12 plateaux de 30",
    "best_before": "20/12/2026",
    "received": "24/11/2026",
    "temperature_class": "frais",
    "hub": "MIL de démonstration",
    "copy": "copie 2",
}
CROSS_DOCK = {
    **WEIGHED,
    "product_icon": "carrot",
    "use_by": "30/11/2026",
    "customer": "Cantine du collège Jean-Exemple",
    "round": "T1",
    "stop": "3",
}
LONG_NAMES = {
    **CROSS_DOCK,
    "product": "Assortiment de fromages de chèvre fermiers au lait cru affinés en cave",
    "product_code": "ABCDEFGH-FROMAGE-CHEVRE-LONG",
    "producer": "Groupement agricole d'exploitation en commun de la Vallée des Mille Fontaines",
    "lot": "ABCDEF-261124-A12345",
    "producer_lot": "2026/11/24 cave 3",
    "net": "1 234,560 kg",
    "net_g": "1234560",
    "count": "144 barquettes",
    "customer": "Groupement de restauration collective du Pays d'Exempleville et environs",
    "round": "2026-11-24-T12",
    "stop": "14",
    "hub": "Marché d'Intérêt Local du Perche exemplaire et du Pays d'Exemple",
}
PREPARED = {
    "sscc": SSCC,
    "product": "Caisse préparée",
    "product_icon": "package",
    "net": "9,120 kg",
    "net_g": "9120",
    "customer": "Épicerie du Bourg",
    "round": "T2",
    "stop": "1",
    "temperature_class": "frais",
    "hub": "MIL de démonstration",
    "contents": "Carottes fanées · Ferme des Trois Chênes · 2,400 kg\n"
    "Poireaux · GAEC du Grand Pré · 1,850 kg\n"
    "Œufs plein air M · La Poule Rousse · 30 pièces\n"
    "Tomme de vache au lait cru · Fromagerie du Vallon · 0,640 kg\n"
    "Cidre brut 75 cl · Cidrerie Exemple · 6 bouteilles",
}

BEEF = {
    **LONG_NAMES,
    "product": "Bœuf à bourguignon",
    "mentions": "Bio FR-BIO-10 · Agriculture France · Référence 2611-B12 · Né : France"
    " · Élevé : France · Abattu : France FR 61.001.001 CE · Découpé : France FR 61.999.002 CE"
    " · Agrément FR 61.999.002 CE · ne rien coller sur l'ovale",
}
INCOMPLETE = {
    **CROSS_DOCK,
    "product": "Œufs plein air",
    "mentions": "Origine : France",
    "to_complete": "code des œufs, taille des œufs, centre d'emballage, date de ponte",
}

CRATES = {
    "beef": BEEF,
    "incomplete": INCOMPLETE,
    "weighed": WEIGHED,
    "counted": COUNTED,
    "cross-dock": CROSS_DOCK,
    "long-names": LONG_NAMES,
    "prepared": PREPARED,
}


@pytest.fixture(params=CRATES.values(), ids=CRATES.keys())
def crate(request: pytest.FixtureRequest) -> dict[str, str]:
    """One of the day's crates."""
    fields = request.param
    assert isinstance(fields, dict)
    return fields


@pytest.fixture
def weighed() -> dict[str, str]:
    """A weighed crate for stock."""
    return dict(WEIGHED)


@pytest.fixture
def cross_dock() -> dict[str, str]:
    """A weighed crate that belongs to a customer."""
    return dict(CROSS_DOCK)
