"""Keeps the translations in step with the French: `python -m web.translating update|missing`.

Run by a maintainer, never by the station. It translates nothing and loses no translation.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from station.answering import VERDICT_WORDS
from station.domain.deciding.actions import ACTIONS
from station.domain.refusals import TABLE
from station.domain.verdicts import LOOKS
from station.spool import SAY_FR
from web.languages import FRENCH, LANGUAGES
from web.pages import PAGES, READERS, in_french, words

WEB = Path(__file__).parent
STATION = WEB.parent / "station"
TRANSLATIONS = WEB / "translations"
OFFICE = ("office_", "menu_", "farm_")
"""How words of pages that stay French begin."""
OFF_FLOOR = frozenset({"bench", "day", "demo", "cli", "importing", "label_templates.py"})
"""Parts of the station that no worker ever hears."""
ONE = {"crate": "crates"}
"""Words for one thing and for several, beside those of the units: one entry with its plurals."""
SPOKEN = frozenset({"say_fr", "next_fr", "title_fr"})
"""Names under which the station's code holds a sentence for people."""
HEADER = "# {language} of the hangar's floor screens. French is the source; see web/README.md.\n"

MADE = datetime(2026, 11, 26, tzinfo=UTC)
"""In every header, so that a file changes only where a sentence does."""

Key = tuple[str | None, str | tuple[str, str]]


def floor_words(table: dict[str, str]) -> Iterator[Key]:
    """Yield what floor screens say: key, and French (for one and several where it is counted)."""
    singular = {several(key): key for key in table}
    for key, text in table.items():
        if not of_office(key) and several(key) is None:
            yield key, (table[singular[key]], text) if key in singular else text


def of_office(key: str) -> bool:
    """Tell whether a word is of pages that stay French, their titles among them."""
    pages = [page for page in PAGES if page.roles <= READERS and in_french(page.name)]
    titles = {f"post_{page.name}" for page in pages}
    return key.startswith(OFFICE) or key in titles


def several(key: str) -> str | None:
    """Return the word for several that goes with a word for one, None for all others."""
    if key in ONE:
        return ONE[key]
    unit = key.removeprefix("unit_one_")
    return f"unit_{unit}" if unit != key else None


def sentences() -> list[str]:
    """Return every sentence that an answer may carry, each once, in the order of the tables."""
    said = [text for row in TABLE.values() for text in (row.say_fr, row.remedy_fr)]
    said += [look.title_fr for look in LOOKS.values()]
    said += [french for french, _ in VERDICT_WORDS.values()]
    said += [row[2] for row in ACTIONS.values()]
    said += SAY_FR.values()
    for path in sorted(STATION.rglob("*.py")):
        if not OFF_FLOOR & set(path.parts):
            said += _in_code(ast.parse(path.read_text(encoding="utf-8")))
    return list(dict.fromkeys(filter(None, said)))


def _in_code(tree: ast.AST) -> Iterator[str]:
    """Yield sentences that stand in code: {"fr": …}, say_fr=…, and what a scan that ran says."""
    for node in ast.walk(tree):
        found: list[ast.expr] = []
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            keys = {FRENCH, *SPOKEN}
            found = [v for k, v in pairs if isinstance(k, ast.Constant) and k.value in keys]
        elif isinstance(node, ast.Call):
            found = [one.value for one in node.keywords if one.arg in SPOKEN]
            if isinstance(node.func, ast.Name) and node.func.id == "_ran":
                found.append(node.args[2])
        said = (branch for one in found for branch in _branches(one))
        yield from (template for one in said if (template := _template(one)))


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    """Yield both sentences where one of two is said."""
    if isinstance(node, ast.IfExp):
        yield from _branches(node.body)
        yield from _branches(node.orelse)
    else:
        yield node


def _template(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{value{place}}}"
        for place, part in enumerate(node.values)
    )


def source() -> dict[Key, None]:
    """Return everything that wants a translation, in order."""
    said: list[Key] = [(None, sentence) for sentence in sentences()]
    return dict.fromkeys([*floor_words(words()), *said])


def read(language: str) -> Catalog:
    """Read a language's file; an absent one is empty."""
    path = TRANSLATIONS / f"{language}.po"
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def find(catalog: Catalog, key: Key) -> Message | None:
    """Return the message of a key, None where there is none or its French was another."""
    context, french = key
    found: Message | None = catalog.get(french if isinstance(french, str) else french[0], context)
    return found if found is not None and found.id == french else None


def missing(language: str) -> list[Key]:
    """Return what a language does not say yet; English answers stand in the tables themselves."""
    catalog = read(language)
    wanted = [key for key in source() if language != "en" or key[0]]
    return [key for key in wanted if not _whole(find(catalog, key))]


def _whole(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    said = message.string
    return bool(said) and (isinstance(said, str) or all(said or ()))


def update(language: str) -> None:
    """Write a language's file anew: the French of today, with every translation that still fits."""
    old = read(language)
    new = Catalog(locale=language, project="hangar-station", version="1", charset="utf-8")
    new.fuzzy, new.creation_date, new.revision_date = False, MADE, MADE
    new.header_comment = HEADER.format(language=LANGUAGES[language]).rstrip()
    for key in source():
        context, french = key
        if language == "en" and not context:
            continue
        known = find(old, key)
        changed = None if known else _same_word(old, context)
        kept = known or changed
        flags = {"fuzzy"} if changed is not None else set()
        string = kept.string if kept else ""
        new.add(french, string, context=context, flags=_flags(french, flags))
    with (TRANSLATIONS / f"{language}.po").open("wb") as file:
        write_po(file, new, width=100, omit_header=False, include_previous=False)


def _same_word(catalog: Catalog, context: str | None) -> Message | None:
    """Return the translation of a word whose French was changed: kept, but to be looked at."""
    if context is None:
        return None
    return next((one for one in catalog if one.context == context and one.string), None)


def _flags(french: str | tuple[str, str], flags: set[str]) -> set[str]:
    text = french if isinstance(french, str) else french[1]
    return flags | {"python-brace-format"} if "{" in text else flags


def main(arguments: list[str]) -> int:
    """Update the files, or list what is missing; exit status 1 when something is."""
    others = [language for language in LANGUAGES if language != FRENCH]
    if arguments == ["update"]:
        for language in others:
            update(language)
    gaps = [(language, *key) for language in others for key in missing(language)]
    for language, context, french in gaps:
        print(f"{language}\t{context or '-'}\t{french}")
    print(f"{len(gaps)} translations missing", file=sys.stderr)
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
