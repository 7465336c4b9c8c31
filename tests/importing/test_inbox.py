"""Files dropped into the folder: seen once still, moved with a word, never followed or deleted."""

from __future__ import annotations

from pathlib import Path

from station.importing.inbox import Inbox, settle


class Time:
    """Monotonic seconds that a test moves on."""

    def __init__(self) -> None:
        self.at_s = 0.0

    def __call__(self) -> float:
        return self.at_s


def names(inbox: Inbox, *, still: bool) -> list[str]:
    return [one.path.name for one in inbox.look() if one.still is still]


def test_a_file_is_read_only_once_it_stopped_growing(tmp_path: Path) -> None:
    now = Time()
    inbox, path = Inbox([tmp_path], now_s=now), tmp_path / "a.csv"
    path.write_text("order,")
    assert names(inbox, still=True) == []
    now.at_s = 5.0
    path.write_text("order,customer")
    assert names(inbox, still=True) == []

    now.at_s = 8.0

    assert names(inbox, still=True) == ["a.csv"]


def test_only_plain_order_files_are_seen(tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    (folder / "dossier.csv").mkdir(parents=True)
    secret = tmp_path / "hangar.csv"
    secret.write_text("secret")
    (folder / "lien.csv").symlink_to(secret)
    for name in (".cache.csv", "~verrou.csv", "photo.jpg", "bon.csv", "BON.CSV"):
        (folder / name).write_text("x")

    assert [one.path.name for one in Inbox([folder]).look()] == ["BON.CSV", "bon.csv"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert Inbox([tmp_path / "clé"]).look() == []


def test_a_name_that_was_not_shown_finds_no_file(tmp_path: Path) -> None:
    (tmp_path / "hangar.toml").write_text("x")

    assert Inbox([tmp_path / "inbox"]).file("0:../hangar.toml") is None


def test_the_day_in_a_name_is_the_day_of_delivery(tmp_path: Path) -> None:
    for name in ("commandes-2026-11-24.csv", "export-12026-11-24.csv", "sans.csv"):
        (tmp_path / name).write_text("x")

    found = {one.path.name: one.day for one in Inbox([tmp_path]).look()}

    assert found == {
        "commandes-2026-11-24.csv": "2026-11-24",
        "export-12026-11-24.csv": None,
        "sans.csv": None,
    }


def test_a_settled_file_is_kept_with_its_word_beside_those_of_the_same_name(
    tmp_path: Path,
) -> None:
    inbox = Inbox([tmp_path])
    for content in ("un", "deux"):
        (tmp_path / "a.csv").write_text(content)
        (file,) = inbox.look()
        settle(file, "done", f"appliqué : {content}")

    done = {path.name: path.read_text() for path in (tmp_path / "done").iterdir()}
    assert done == {
        "a.csv": "un",
        "a.csv.txt": "appliqué : un\n",
        "a (2).csv": "deux",
        "a (2).csv.txt": "appliqué : deux\n",
    }
    assert inbox.look() == []
