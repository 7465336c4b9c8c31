"""Turns the bytes of a file into clean text, or says why it cannot.

Must not guess an encoding: a wrong guess would spoil names without anybody seeing it.
"""

from __future__ import annotations

import re
import unicodedata

from station.importing.problems import Problem

MAX_FILE_BYTES = 10_000_000
"""Largest file read: some 100,000 order lines, years of a hub's orders."""

UTF8_REMEDY = "Enregistrez-le en « CSV UTF-8 », puis recommencez."
SIGNATURES = (
    (b"PK\x03\x04", "C'est un classeur (xlsx, ods) ou une archive, pas un CSV."),
    (b"\xd0\xcf\x11\xe0", "C'est un ancien classeur Excel, pas un CSV."),
    (b"%PDF", "C'est un document PDF, pas un CSV."),
    (b"\xff\xfe", "Le fichier est en UTF-16."),
    (b"\xfe\xff", "Le fichier est en UTF-16."),
)
"""How files that are often sent by mistake begin."""


def decode(content: bytes) -> str | Problem:
    """Return the text of a UTF-8 file without its byte order mark, or what is wrong."""
    if len(content) > MAX_FILE_BYTES:
        size = f"{len(content) // 1_000_000} Mo, au plus {MAX_FILE_BYTES // 1_000_000} Mo"
        return _whole_file("too_large", f"Le fichier est trop gros : {size}. Coupez-le en deux.")
    for signature, words in SIGNATURES:
        if content.startswith(signature):
            return _whole_file("wrong_encoding", f"{words} {UTF8_REMEDY}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(content, error.start)
    if not text.strip():
        return _whole_file(
            "empty_file", "Le fichier est vide. Vérifiez l'export, puis recommencez."
        )
    return text


def clean(cell: str) -> str:
    """Return a cell in composed characters, its white space single and its ends bare.

    Invisible format characters (zero width, direction marks) are dropped: they make two names
    that look alike differ, and can turn a printed line around.
    """
    composed = unicodedata.normalize("NFC", cell)
    visible = "".join(char for char in composed if unicodedata.category(char) != "Cf")
    return re.sub(r"\s+", " ", visible).strip()


def has_control_character(text: str) -> bool:
    """Tell whether a clean text still holds a character that commands a printer."""
    return any(unicodedata.category(char) in ("Cc", "Cs", "Co") for char in text)


def _undecodable(content: bytes, place: int) -> Problem:
    line = content.count(b"\n", 0, place) + 1
    message = f"Octet 0x{content[place]:02X} illisible : le fichier n'est pas en UTF-8. "
    return Problem(row=line, column=None, code="wrong_encoding", message=message + UTF8_REMEDY)


def _whole_file(code: str, message: str) -> Problem:
    return Problem(row=None, column=None, code=code, message=message)
