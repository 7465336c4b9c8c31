"""Says which character a key position gives in a keyboard layout: US, French AZERTY, German.

It must not know events or modifiers held; `evdev` does. A combining character is a dead key.

Positions are those of <linux/input-event-codes.h>, row by row as they lie on the keyboard:

    41  2  3  4  5  6  7  8  9 10 11 12 13        ` 1 2 3 4 5 6 7 8 9 0 - =
        16 17 18 19 20 21 22 23 24 25 26 27         q w e r t y u i o p [ ]
         30 31 32 33 34 35 36 37 38 39 40 43         a s d f g h j k l ; ' \\
       86 44 45 46 47 48 49 50 51 52 53             < z x c v b n m , . /

Source: the layouts "us", "fr" and "de" of X11's keyboard data (xkb/symbols); a test compares
them. "us": key 86 as on the 105-key board. "fr": keys 41 and 9 with AltGr as on Windows, which
is what scanners are set to.
"""

from __future__ import annotations

from dataclasses import dataclass

_ROWS = (
    (41, *range(2, 14)),
    tuple(range(16, 28)),
    (*range(30, 41), 43),
    (86, *range(44, 54)),
)
_SPACE = 57
_KEYPAD = dict(zip((82, 79, 80, 81, 75, 76, 77, 71, 72, 73), "0123456789", strict=True)) | {
    55: "*", 74: "-", 78: "+", 83: ".", 98: "/",
}  # fmt: skip
KEYPAD_DIGITS = {key: char for key, char in _KEYPAD.items() if char.isdigit()}

# Dead keys, written by name: alone in a text they would sit on the character before them.
_GRAVE, _ACUTE, _CIRCUMFLEX, _DIAERESIS = "\u0300", "\u0301", "\u0302", "\u0308"
SPACING = {_GRAVE: "`", _ACUTE: "´", _CIRCUMFLEX: "^", _DIAERESIS: "¨"}
_NONE = "\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Key position to character: alone, with Shift, with AltGr. A dead key is a combining one."""

    plain: dict[int, str]
    shifted: dict[int, str]
    altgr: dict[int, str]


def _keys(*rows: str) -> dict[int, str]:
    """Pair four rows of characters with the positions; "\\0" is a key without a character."""
    found = {_SPACE: " "}
    for keys, row in zip(_ROWS, rows, strict=True):
        found |= {key: char for key, char in zip(keys, row, strict=False) if char != _NONE}
    return found | _KEYPAD


LAYOUTS: dict[str, Layout] = {
    "us": Layout(
        plain=_keys("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'\\", "<zxcvbnm,./"),
        shifted=_keys("~!@#$%^&*()_+", "QWERTYUIOP{}", 'ASDFGHJKL:"|', ">ZXCVBNM<>?"),
        altgr={},
    ),
    "fr": Layout(
        plain=_keys("²&é\"'(-è_çà)=", f"azertyuiop{_CIRCUMFLEX}$", "qsdfghjklmù*", "<wxcvbn,;:!"),
        shifted=_keys(
            "\x001234567890°+", f"AZERTYUIOP{_DIAERESIS}£", "QSDFGHJKLM%µ", ">WXCVBN?./§"
        ),
        altgr=_keys("\0\0~#{[|`\\^@]}", "\0\0€", "", ""),
    ),
    "de": Layout(
        plain=_keys(
            f"{_CIRCUMFLEX}1234567890ß{_ACUTE}", "qwertzuiopü+", "asdfghjklöä#", "<yxcvbnm,.-"
        ),
        shifted=_keys(f'°!"§$%&/()=?{_GRAVE}', "QWERTZUIOPÜ*", "ASDFGHJKLÖÄ'", ">YXCVBNM;:_"),
        altgr=_keys("\0\0²³\0\0\0{[]}\\", "@\0€" + _NONE * 8 + "~", "", "|\0\0\0\0\0\0µ"),
    ),
}
"""The layouts by the name that `hangar.toml` uses: `layout = "fr"`. To add one: its three rows."""
