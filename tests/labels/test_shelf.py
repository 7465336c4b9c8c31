"""A hub's own template wins over the shipped one, is saved whole, and none that waits is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from labels import checking, template, trial
from labels.shelf import MOST_FORMER, Shelf
from labels.template_lines import line_of
from labels.template_rules import MOST_ELEMENTS, MOST_MARKS

A6 = template.shipped("a6")
OWN = A6.replace("reçu {received}".encode(), "arrivé {received}".encode())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "templates")


def test_the_hubs_own_template_wins_and_the_shipped_comes_back(shelf: Shelf) -> None:
    shelf.save("a6", OWN)

    assert shelf.load("a6").hash == template.content_hash(OWN)
    assert shelf.own_names() == ("a6",)
    assert template.load("a6").hash == template.content_hash(A6)
    shelf.drop("a6")
    assert shelf.load("a6").hash == template.content_hash(A6)


def test_a_new_name_is_a_template_of_its_own(shelf: Shelf) -> None:
    shelf.save("a6-marche", OWN)

    assert "a6-marche" in shelf.names()
    assert shelf.drop("a6-marche") is None
    assert "a6-marche" not in shelf.names()


def test_every_version_that_labels_name_is_found_again_after_a_restart(
    shelf: Shelf, tmp_path: Path
) -> None:
    newer = OWN.replace(b"# ", b"## ", 1)
    for content in (OWN, newer):
        shelf.save("a6", content)

    again = Shelf(tmp_path / "templates")

    for content in (A6, OWN, newer):
        found = again.version("a6", template.content_hash(content))
        assert found is not None and found.hash == template.content_hash(content)
    assert again.version("a6", template.content_hash(b"never saved")) is None
    assert again.version("a6", "sha256:../../etc") is None


def test_former_versions_do_not_pile_up(shelf: Shelf, tmp_path: Path) -> None:
    card = template.shipped("card")
    for number in range(MOST_FORMER + 5):
        shelf.save("card", card + f"# {number}\n".encode())

    assert len(list((tmp_path / "templates" / "former").iterdir())) == MOST_FORMER
    assert not list((tmp_path / "templates").glob("*.new"))


@pytest.mark.parametrize("name", ["../a6", "A6", "", "a" * 33, "a6.toml", "-a"])
def test_a_name_that_is_a_path_writes_nothing(shelf: Shelf, tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        shelf.save(name, OWN)

    assert list(tmp_path.rglob("*.toml")) == []


def test_a_faulty_template_is_never_saved(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(template.TemplateError):
        shelf.save("a6", A6.replace(b'shape = "linear"', b'shape = "round"'))

    assert list(tmp_path.rglob("*.toml")) == []


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("size_mm = 4\n", "size_mm = 4000\n", "size_mm"),
        ("x_mm = 2\ny_mm = 110.5", 'x_mm = "2"\ny_mm = 110.5', "x_mm"),
        ('text = "{copy}"', 'text = "{copy:>99999999}"', "text"),
        ('text = "{copy}"', 'text = "{copy.__class__}"', "text"),
        ('text = "{copy}"', 'text = "{copy!r}"', "text"),
        ('text = "{copy}"', f'text = "{"{copy}" * (MOST_MARKS + 1)}"', "text"),
        ('text = "{copy}"', 'text = "{copy"', "text"),
        ('when = ["customer"]', 'when = "customer"', "when"),
        ("modules_mm = [0.5, 0.375]", "modules_mm = [0.5, nan]", "modules_mm"),
        ("modules_mm = [0.5, 0.375]", "modules_mm = 0.5", "modules_mm"),
        ("width_mm = 94\n", "width_mm = 99\n", "width_mm"),
        ('use = "trade"', 'use = "export"', "use"),
        ("height_mm = 150", "height_mm = inf", "height_mm"),
        ("[sample]", "colour = 1\n[sample]", "colour"),
    ],
)
def test_a_fault_names_its_line_and_its_key(right: str, wrong: str, key: str) -> None:
    text = A6.decode().replace(right, wrong, 1)
    expected = next(
        n for n, line in enumerate(text.splitlines(), 1) if wrong.split("\n")[0] in line
    )

    with pytest.raises(template.TemplateError) as refused:
        template.parse("a6", text.encode())

    (fault,) = refused.value.faults
    assert fault.key == key
    assert line_of(text, fault) == expected
    assert key in fault.said()


def test_toml_that_cannot_be_read_names_its_line() -> None:
    text = A6.decode().replace("[sample]", "[sample", 1)

    with pytest.raises(template.TemplateError) as refused:
        template.parse("a6", text.encode())

    line = line_of(text, refused.value.faults[0])
    assert line is not None and text.splitlines()[line - 1].startswith("[sample")


def test_a_template_that_leaves_the_crate_out_is_refused() -> None:
    """Its only code would be the hub's name: it decodes, and finds no crate."""
    own = template.parse("a6", A6.replace(b'shape = "', b'encodes = "hub"\nshape = "'))

    assert any("crate" in fault.said() for fault in checking.own_faults(own))
    assert checking.own_faults(template.parse("a6", OWN)) == []


def test_a_trial_shows_the_picture_and_every_fault_with_its_line() -> None:
    good = trial.tried("a6", OWN.decode())
    cut = trial.tried("a6", A6.decode().replace("Carottes fanées", "Carottes " * 40, 1))

    assert (good["faults"], good["hash"]) == ([], template.content_hash(OWN))
    assert good["png"].startswith("iVBOR")
    assert cut["hash"] is None and cut["png"]
    assert all("ne tiennent pas" in fault["fr"] and fault["line"] for fault in cut["faults"])


def test_a_template_that_would_eat_the_machine_is_stopped() -> None:
    """The largest sheet, covered by as many full texts as may be; a second instead of twenty."""
    page = "x_mm=0\ny_mm=0\nwidth_mm=220\nheight_mm=300\n"
    words = f'[[element]]\nkind="text"\n{page}size_mm=100\nsmallest_mm=0.5\nlines=30\n'
    full = words + f'overflow="wrap"\ntext="{"{p}" * MOST_MARKS}"\n'
    head = f'width_mm=220\nheight_mm=300\n[sample]\np="{"a " * 200}"\n'

    heavy = trial.tried("x", head + full * MOST_ELEMENTS, cpu_s=1)

    assert heavy["faults"][0]["fr"] == trial.TOO_HEAVY["fr"]
    assert trial.tried("x", head + full * (MOST_ELEMENTS + 1))["faults"][0]["key"] == "element"
