"""The language follows the badge: pages, words and answers; what nobody translated is French."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from station.domain.refusals import wording
from tests.web_api.station_at_work import Station, command
from web.languages import Translations

PO = """
msgid ""
msgstr ""
"Language: uk\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || "
"n%100>=20) ? 1 : 2);\\n"

msgctxt "ok"
msgid "Valider"
msgstr "Готово"

msgctxt "crates"
msgid "caisse"
msgid_plural "caisses"
msgstr[0] "ящик"
msgstr[1] "ящики"
msgstr[2] "ящиків"

#, fuzzy
msgctxt "help"
msgid "Aide"
msgstr "Старе слово"

msgctxt "back"
msgid "Retour"
msgstr ""

msgid "Trop chaud : {celsius} degrés."
msgstr "Занадто тепло: {celsius} градусів."

msgid "Lot bloqué."
msgstr "Партію заблоковано."
"""
FRENCH = {"ok": "Valider", "crates": "caisses", "help": "Aide", "back": "Retour"}


@pytest.fixture
def translations(tmp_path: Path) -> Translations:
    (tmp_path / "uk.po").write_text(PO, encoding="utf-8")
    return Translations(tmp_path, FRENCH)


def test_a_word_is_said_in_the_language_and_else_in_french(translations: Translations) -> None:
    words = translations.words("uk")

    assert (words["ok"], words["help"], words["back"]) == ("Готово", "Aide", "Retour")


def test_a_counted_word_has_every_plural_by_name(translations: Translations) -> None:
    assert translations.words("uk")["crates"] == {"one": "ящик", "few": "ящики", "many": "ящиків"}


def test_a_refusal_is_said_in_the_language_with_its_values(translations: Translations) -> None:
    refusal = wording("too_warm", {"celsius": "7,2"})

    said = translations.spoken({"refusal": refusal, "items": [{"fr": "Lot bloqué."}]}, "uk")

    assert isinstance(said, dict)
    assert said["refusal"]["say"]["uk"] == "Занадто тепло: 7,2 градусів."
    assert said["refusal"]["say"]["fr"] == "Trop chaud : 7,2 degrés."
    assert "uk" not in said["refusal"]["remedy"]
    assert said["items"][0]["uk"] == "Партію заблоковано."


def test_an_unknown_language_is_french(translations: Translations) -> None:
    assert translations.words("tlh") == FRENCH
    assert translations.words("../uk") == FRENCH


def person(station: Station, language: str) -> FlaskClient:
    body = command("RegisterOperator", code="oksana", name="O", role="worker", language=language)
    station.post("/api/v1/commands", body, role="admin")
    station.access.set_pin("oksana", "4321")
    browser = station.browser()
    answer = browser.post("/api/v1/login", json={"operator": "oksana", "pin": "4321"})
    browser.environ_base["HTTP_X_CSRF_TOKEN"] = answer.get_json()["csrf"]
    return browser


@pytest.mark.parametrize(
    ("language", "shown"),
    [("uk", 'lang="uk" dir="ltr"'), ("ar", 'lang="ar" dir="rtl"'), ("tlh", 'lang="fr" dir="ltr"')],
)
def test_a_page_is_in_the_language_of_the_badge(
    station: Station, language: str, shown: str
) -> None:
    page = person(station, language).get("/").text

    assert f"<html {shown}>" in page


def test_the_log_in_page_is_in_the_language_chosen_on_the_device(station: Station) -> None:
    browser = station.browser()
    browser.set_cookie("hangar_language", "ar")

    assert 'lang="ar" dir="rtl"' in browser.get("/login").text
    assert 'lang="fr"' in station.browser().get("/login").text


def test_an_answer_carries_the_language_of_the_badge(station: Station) -> None:
    browser = person(station, "uk")
    body = {"command_id": "9b2f6a52-4d0b-4d43-9d55-0a4f3d5c1f01", "data": "XXXX"}

    answer = browser.post("/api/v1/posts/dock-1/scans", json=body).get_json()

    assert answer["say"]["fr"] == "Code inconnu."
    assert answer["say"]["uk"] not in ("", answer["say"]["fr"])
    assert answer["refusal"]["remedy"]["uk"]


def test_the_words_of_a_language_are_sent_once(station: Station) -> None:
    first = station.browser().get("/words/uk.json")

    again = station.browser().get(
        "/words/uk.json", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.get_json()["floor_online"]
    assert (again.status_code, again.data) == (304, b"")
    assert station.browser().get("/words/xx.json").status_code == 404


def test_the_office_stays_french(station: Station) -> None:
    browser = person(station, "ar")
    station.post(
        "/api/v1/commands",
        command("RegisterOperator", code="oksana", name="O", role="coordinator", language="ar"),
        role="admin",
    )
    answer = browser.post("/api/v1/login", json={"operator": "oksana", "pin": "4321"})

    assert answer.status_code == 200
    assert '<html lang="fr">' in browser.get("/coordinator").text
