"""What `hangar check` says of `[mail]` and `[papers]`: each fault named, no secret kept."""

from pathlib import Path

import pytest

from station.config import Config, ConfigError, load_config

HEAD = '[hub]\nname = "Hangar"\naddress = "1 rue du Four"\n'
GOOD = {
    "server": "smtp.exemple.invalid",
    "security": "starttls",
    "from": "mil@exemple.invalid",
}


def load(folder: Path, *, mail: dict[str, str] | None = None, more: str = "") -> Config:
    lines = "".join(f'{key} = "{value}"\n' for key, value in (mail or {}).items())
    path = folder / "hangar.toml"
    path.write_text(HEAD + ("[mail]\n" + lines if mail else "") + more, encoding="utf-8")
    return load_config(path)


def faults(folder: Path, **keys: str) -> set[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, mail=GOOD | keys)
    return {fault.key for fault in caught.value.faults}


def test_without_the_table_there_is_no_mail(tmp_path: Path) -> None:
    assert load(tmp_path).mail is None


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_protection(tmp_path: Path, security: str, port: int) -> None:
    mail = load(tmp_path, mail=GOOD | {"security": security}).mail

    assert mail is not None and (mail.server, mail.port) == ("smtp.exemple.invalid", port)


def test_the_password_comes_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "mot-de-passe").write_text("s3cret\n", encoding="utf-8")

    config = load(tmp_path, mail=GOOD | {"user": "mil", "password_file": "mot-de-passe"})

    assert config.mail is not None and config.mail.password == "s3cret"
    assert "s3cret" not in repr(config)


def test_or_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESSAI_MAIL", "s3cret")

    config = load(tmp_path, mail=GOOD | {"user": "mil", "password_env": "ESSAI_MAIL"})

    assert config.mail is not None and config.mail.password == "s3cret"


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"server": "smtp:587"}, "mail.server"),
        ({"security": "ssl"}, "mail.security"),
        ({"from": "MIL"}, "mail.from"),
        ({"from": "mil@exemple.invalid, autre@exemple.invalid"}, "mail.from"),
        ({"reply_to": "moi"}, "mail.reply_to"),
        ({"link_url": "hangar.local"}, "mail.link_url"),
        ({"link_url": "https://hangar.local/farm"}, "mail.link_url"),
        ({"user": "mil"}, "mail.user"),
        ({"user": "mil", "password_file": "absent"}, "mail.password_file"),
        ({"user": "mil", "password_env": "ABSENT_ESSAI"}, "mail.password_env"),
        ({"password": "s3cret"}, "mail.password"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, keys: dict[str, str], fault: str) -> None:
    assert faults(tmp_path, **keys) == {fault}


def test_a_password_never_goes_over_an_open_line(tmp_path: Path) -> None:
    (tmp_path / "mot").write_text("s3cret", encoding="utf-8")
    keys = {"user": "mil", "password_file": "mot", "security": "none"}

    assert faults(tmp_path, **keys) == {"mail.security"}
    assert load(tmp_path, mail=GOOD | keys | {"server": "127.0.0.1"}).mail is not None


def test_the_sheet_of_labels_is_one_that_can_be_printed(tmp_path: Path) -> None:
    assert load(tmp_path).papers.label_sheet == "a4-8"
    assert load(tmp_path, more='[papers]\nlabel_sheet = "a4-4"\n').papers.label_sheet == "a4-4"
    with pytest.raises(ConfigError):
        load(tmp_path, more='[papers]\nlabel_sheet = "a3"\n')
