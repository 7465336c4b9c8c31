"""What `hangar check` says of printers: labels nobody has, tapes they do not fit, fallbacks."""

from pathlib import Path

import pytest

from station.config import Config, ConfigError, Fault, load_config

HEAD = '[hub]\nname = "Hangar"\naddress = "1 rue du Four"\n'


def printer(id: str = "p", *, protocol: str = "zpl", media: str = "a6", more: str = "") -> str:
    return (
        f'[[device]]\nid = "{id}"\nkind = "printer"\nprotocol = "{protocol}"\n'
        f'url = "socket://127.0.0.1:9100"\nmedia = "{media}"\n{more}\n'
    )


def post(**keys: str) -> str:
    lines = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
    return f'[[post]]\nid = "reception"\nrole = "reception"\n{lines}'


def load(folder: Path, text: str) -> Config:
    path = folder / "hangar.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_config(path)


def faults(folder: Path, text: str) -> dict[str, Fault]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return {fault.key: fault for fault in caught.value.faults}


def test_an_unknown_label_is_named_with_the_known_ones(tmp_path: Path) -> None:
    found = faults(tmp_path, printer(media="a7"))

    assert list(found) == ["device[p].media"]
    assert "100x60, 62x100, a6" in found["device[p].media"].expected


def test_a_brother_ql_prints_at_300_dpi_by_itself(tmp_path: Path) -> None:
    config = load(tmp_path, printer(protocol="brother-ql", media="62x100"))

    assert config.devices[0].dpi == 300
    assert load(tmp_path, printer()).devices[0].dpi == 203


def test_a_brother_ql_takes_its_own_labels_and_density_only(tmp_path: Path) -> None:
    found = faults(tmp_path, printer(protocol="brother-ql", media="a6", more="dpi = 203"))

    assert set(found) == {"device[p].media", "device[p].dpi"}
    assert (
        found["device[p].media"].expected
        == "one of 62x100, crate-tag-62, drop-receipt, emergency-62"
    )


@pytest.mark.parametrize("protocol", ["tspl", "epl2", "escpos-label", "cups"])
def test_each_printer_language_may_be_configured(tmp_path: Path, protocol: str) -> None:
    assert load(tmp_path, printer(protocol=protocol)).devices[0].protocol == protocol


@pytest.mark.parametrize(("url", "good"), [("cups:///bureau", True), ("cups://bureau", False)])
def test_a_queue_of_cups_is_an_address(tmp_path: Path, url: str, good: bool) -> None:
    text = printer(protocol="cups").replace("socket://127.0.0.1:9100", url)

    if good:
        assert load(tmp_path, text).devices[0].url == url
    else:
        assert "device[p].url" in faults(tmp_path, text)


def test_a_post_may_name_a_fallback_printer(tmp_path: Path) -> None:
    both = printer("p") + printer("q", protocol="tspl", media="100x60")

    config = load(tmp_path, both + post(printer="p", fallback_printer="q"))

    assert config.posts[0].fallback_printer == "q"


@pytest.mark.parametrize(
    "keys",
    [
        {"printer": "p", "fallback_printer": "p"},
        {"fallback_printer": "p"},
        {"printer": "p", "fallback_printer": "absent"},
    ],
)
def test_a_fallback_printer_is_another_one_that_exists(
    tmp_path: Path, keys: dict[str, str]
) -> None:
    assert "post[reception].fallback_printer" in faults(tmp_path, printer() + post(**keys))
