"""Turns the key presses of a keyboard scanner, read from /dev/input, into codes.

It opens nothing and grabs nothing (`drivers.input_port` does), and never loses a key silently:
one without a character becomes U+FFFD, so that the code is refused and not taken for another.

    struct input_event, native order; 24 bytes on 64-bit machines, 16 on 32-bit ones
    |-- tv_sec --|-- tv_usec --|- type -|- code -|-- value --|
       long          long         u16      u16       s32
    type 1 EV_KEY: code = key position, value 1 down, 0 up, 2 repeated (ignored)
    type 0 EV_SYN: code 0 report done, 3 SYN_DROPPED = the kernel's buffer ran over
    type 17 EV_LED: code 1 = Caps Lock, value 1 on

Source: Linux kernel, Documentation/input/event-codes.rst and <linux/input.h>. Keys that scanners
use for GS: Ctrl+], F8, Alt+029 (Zebra "function key mapping", Honeywell "Alt mode").
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass, field

from drivers.errors import BadFrame
from drivers.readings import Scan
from drivers.scanners.key_layouts import KEYPAD_DIGITS, LAYOUTS, SPACING, Layout
from drivers.scanners.line import LineSplitter

EVENT = struct.Struct("@llHHi")
EV_SYN, EV_KEY, EV_LED = 0, 1, 17
SYN_REPORT, SYN_DROPPED, LED_CAPSLOCK = 0, 3, 1
SHIFT, CTRL, ALT, ALTGR, META = {42, 54}, {29, 97}, {56}, {100}, {125, 126}
HELD = SHIFT | CTRL | ALT | ALTGR | META
CAPSLOCK, F8, RIGHT_BRACE = 58, 66, 27
# Num Lock and Scroll Lock: a scanner that sends keypad digits turns Num Lock on before them.
SILENT_KEYS = {69, 70}
# Enter and keypad Enter; a Tab is the other usual suffix, and no code of ours holds one.
ENDS = {28, 96, 15}
GS = "\x1d"
# What Ctrl makes a control character of.
CONTROLS = re.compile(r"[@A-Za-z\[\\\]^_]")
# Keys follow each other within 16 ms by cable and 50 ms by radio; people are slower than this.
IDLE_S = 0.15


@dataclass(slots=True)
class Keyboard:
    """What is held and switched on, and what the keys so far mean in a layout."""

    layout: Layout
    held: set[int] = field(default_factory=set)
    caps: bool = False
    _dead: str = ""
    _alt_digits: str = ""

    def key(self, code: int, value: int) -> str:
        """Return the text one key event gives: mostly one character at the press."""
        if code in HELD:
            return self._modifier(code, down=value != 0)
        if value != 1 or code in SILENT_KEYS:
            return ""
        if code == CAPSLOCK:
            self.caps = not self.caps
            return ""
        if code in ENDS:
            return self._undead() + "\r"
        if self.held & ALT and code in KEYPAD_DIGITS:
            self._alt_digits = (self._alt_digits + KEYPAD_DIGITS[code])[-4:]
            return ""
        return self._composed(self._character(code))

    def release(self) -> None:
        """Forget what was held: events were lost."""
        self.held.clear()
        self._dead = self._alt_digits = ""

    def _modifier(self, code: int, *, down: bool) -> str:
        if down:
            self.held.add(code)
            return ""
        self.held.discard(code)
        digits, self._alt_digits = self._alt_digits, ""
        if code not in ALT or not digits:
            return ""
        return bytes((int(digits) & 0xFF,)).decode("cp1252", errors="replace")

    def _character(self, code: int) -> str:
        if code == F8 or (code == RIGHT_BRACE and self.held & CTRL):
            return GS
        level = self.layout.altgr if self.held & ALTGR else self._level(code)
        char = level.get(code, "\ufffd")
        if self.held & CTRL:
            return chr(ord(char.upper()) & 0x1F) if CONTROLS.fullmatch(char) else "\ufffd"
        return char

    def _level(self, code: int) -> dict[int, str]:
        plain, shifted = self.layout.plain, self.layout.shifted
        # Caps Lock turns letters only, as on a Linux host.
        letter = plain.get(code, "").upper() == shifted.get(code) != plain.get(code)
        return shifted if bool(self.held & SHIFT) != (self.caps and letter) else plain

    def _composed(self, char: str) -> str:
        if unicodedata.combining(char):
            before, self._dead = self._undead(), char
            return before
        dead, self._dead = self._dead, ""
        if not dead:
            return char
        if char == " ":
            return SPACING[dead]
        one = unicodedata.normalize("NFC", char + dead)
        return one if len(one) == 1 else SPACING[dead] + char

    def _undead(self) -> str:
        dead, self._dead = self._dead, ""
        return SPACING.get(dead, "")


class EvdevKeys:
    """The codes of one connection to one keyboard scanner; `layout` is what it is set to."""

    def __init__(self, layout: str = "us") -> None:
        self._keyboard = Keyboard(LAYOUTS[layout])
        self._lines = LineSplitter(idle_s=IDLE_S)
        self._rest = b""
        self._dropped = False
        self._overran = False

    def feed(self, data: bytes, now_s: float) -> list[Scan]:
        """Return the codes that these events finish. Raises BadFrame for one that is too long."""
        data = self._rest + data
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        text = "".join(self._event(*event[2:]) for event in EVENT.iter_unpack(data[:whole]))
        return self._lines.feed(text.encode("utf-8"), now_s)

    def idle(self, now_s: float) -> Scan | None:
        """Return the code that silence ends. Raises BadFrame when the kernel dropped keys."""
        if self._overran:
            self._overran = False
            raise BadFrame("scanner: the kernel dropped keys; the code then read holds U+FFFD")
        return self._lines.idle(now_s)

    def _event(self, kind: int, code: int, value: int) -> str:
        if self._dropped:
            # Up to the next report everything is stale (event-codes.rst, SYN_DROPPED).
            self._dropped = (kind, code) != (EV_SYN, SYN_REPORT)
            return ""
        if (kind, code) == (EV_SYN, SYN_DROPPED):
            self._dropped = self._overran = True
            self._keyboard.release()
            return "\ufffd"
        if (kind, code) == (EV_LED, LED_CAPSLOCK):
            self._keyboard.caps = value != 0
            return ""
        return self._keyboard.key(code, value) if kind == EV_KEY else ""
