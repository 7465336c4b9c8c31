"""Which language this call is answered in, and the answers' sentences in it.

The language is the badge's: the person's who is logged in. On the log-in page, where nobody is
known yet, it is the one chosen on this device. Must hold no sentence and no rule of the hangar.
"""

from __future__ import annotations

import json
from typing import Any, cast

from flask import Response, current_app, g, request

from web.guard import PUBLIC, allow, hangar
from web.languages import FRENCH, LANGUAGES, Translations
from web.problems import problem

COOKIE = "hangar_language"
"""Remembers the choice of the log-in page on this device; says nothing about a person."""
KINDS = frozenset({"application/json", "application/problem+json"})
IN_TABLES = frozenset({"fr", "en"})
"""Languages that every answer carries already."""


def translations() -> Translations:
    """Return the catalogues of this application."""
    return cast(Translations, current_app.extensions["translations"])


def language() -> str:
    """Return the language of the person who calls, the device's choice before the log-in."""
    if "language" not in g:
        g.language = _of_badge() or request.cookies.get(COOKIE, FRENCH)
        if g.language not in LANGUAGES:
            g.language = FRENCH
    return cast(str, g.language)


def _of_badge() -> str | None:
    caller = g.get("sender")
    if caller is None or not caller.operator:
        return None
    with hangar().readers.present() as present:
        operator = present.world.operators.get(caller.operator)
    return operator.language if operator else None


def offered() -> list[dict[str, str]]:
    """Return the languages of the log-in page: the hub's and those of its people."""
    with hangar().readers.present() as present:
        spoken = {operator.language for operator in present.world.operators.all()}
    spoken |= set(hangar().config.hub.languages)
    return [{"code": code, "name": name} for code, name in LANGUAGES.items() if code in spoken]


def speak(response: Response) -> Response:
    """Add the caller's language to the sentences of an answer; called after every request."""
    if response.mimetype not in KINDS or response.is_streamed or response.direct_passthrough:
        return response
    if response.get_etag()[0] or request.endpoint == "static":
        return response  # an answer known by its content is the same for everybody
    text = response.get_data(as_text=True)
    said = in_language(text)
    if said is not text:
        response.set_data(said)
    return response


def in_language(text: str) -> str:
    """Return JSON text with the caller's language beside French, unchanged where it has none."""
    if '"fr":' not in text or language() in IN_TABLES:
        return text
    value: Any = translations().spoken(json.loads(text), language())
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@allow(PUBLIC)
def words(language: str) -> Response:
    """Send the words of the screens in one language, once for each change of them."""
    if language not in LANGUAGES:
        return problem(404, "not_found", f"expected one of {', '.join(LANGUAGES)}")
    body, tag = translations().as_json(language)
    response = Response(body, mimetype="application/json")
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(tag)
    response.make_conditional(request)
    return response
