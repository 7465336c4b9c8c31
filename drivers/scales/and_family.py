"""Decodes the "ST,GS" family: A&D, Dini Argeo, Kern KFB/SFB/GAB, CAS "AND 18", Gram, clones.

It opens no port and remembers nothing between two lines.

    "ST,GS,+00012.34kg" CR LF        A&D, 18 or 19 bytes
     |  |  |-------| |unit, 2 or 3
     |  |  sign, digits, point or comma; blanks or only nines out of range
     |  GS, GW, G gross; NT, N net; TR, TW, T tare
     ST stable, US not, HD held (no weight of now), OL/LO out of range, UL under, QT counted

    "ST,+00012.34 kg" / "ST ,+012.34kg"        A&D HV/HW: no gross or net
    "ST,GS,   12.34,kg" / "01ST,NT, ..."       Dini Argeo, with a comma more and an address
    "ST,1,    12.340kg,PT     2.000kg"         Dini Argeo "AF": gross, then the tare
    "ST,GS  12.340KG"                          Kern

Some send by themselves, some answer Q (A&D scales), RW (A&D indicators) or READ (Dini Argeo);
"?" and "I" say that a request was not understood or came at a bad time. Usual settings: 2400 7E1
for A&D scales, 9600 8N1 for indicators.

Sources: A&D AD-4402, 8.2.5; AD-4406, 13.2 and 13.3; HV-G/HW-G, 16.1; HV-WP, 16 (format 2); Dini
Argeo 3590, 5.4, and DGT4X, page 52; Kern KFB-TM, 10.3-10.4; GAB-N, 12.1.3; CAS CI-600D, 10-3.
"""

from __future__ import annotations

import re

from drivers.errors import BadFrame
from drivers.readings import Decoded, Kind, Range, Reading
from drivers.scales.conversations import ListenOrAsk
from drivers.scales.lines import decode_line
from drivers.scales.weight import loose_grams

_HEAD = r"(?:@?[0-9]{2})?(?P<state>ST|US|OL|LO|UL|HD|QT) ?,"
_KIND = r"(?:(?P<kind>GS|GW|G|NT|N|TR|TW|T) ?,?)?"
_VALUE = r" *(?P<value>[+-]? *[0-9]+(?:[.,][0-9]+)?) ?,? *(?P<unit>[A-Za-z%]{1,3}) *"
_WEIGHT = re.compile(_HEAD + _KIND + _VALUE)
_GROSS_AND_TARE = re.compile(
    _HEAD + r"[0-9]," + _VALUE + r",(?:PT|  )? *(?P<tare>[0-9]+(?:[.,][0-9]+)?) *(?P<tare_unit>"
    r"[A-Za-z]{1,2}) *"
)
_NO_WEIGHT = re.compile(_HEAD + _KIND + r"(?P<rest>[ -~]{0,40})")
_NOT_UNDERSTOOD = re.compile(r"(?:@[0-9]{2})?[?IM] *")
_KINDS = {"G": Kind.GROSS, "N": Kind.NET, "T": Kind.TARE}

# Q: A&D scales; RW: A&D indicators; READ: Dini Argeo. None of them changes anything on a scale
# that takes single letters, such as T for tare and Z for zero.
REQUESTS = (b"Q\r\n", b"RW\r\n", b"READ\r\n")


def decode(buffer: bytes) -> Decoded:
    """Decode the line at the start of the buffer."""
    return decode_line(buffer, protocol="A&D", read=_read)


def _read(line: str, raw: bytes) -> Reading | None:
    if _NOT_UNDERSTOOD.fullmatch(line):
        return None
    head = _NO_WEIGHT.fullmatch(line)
    if head and head["state"] in ("OL", "LO", "UL"):
        under = head["state"] == "UL" or "-" in head["rest"]
        return _reading(raw, kind=head["kind"], range_=Range.UNDER if under else Range.OVER)
    if head and head["state"] == "HD":
        return _reading(raw, kind=head["kind"], stable=False)
    if both := _GROSS_AND_TARE.fullmatch(line):
        return _gross_and_tare(both, raw)
    if weight := _WEIGHT.fullmatch(line):
        return _reading(
            raw,
            kind=weight["kind"],
            grams=loose_grams(weight["value"], weight["unit"], frame=raw),
            stable=weight["state"] == "ST",
            unit=weight["unit"],
        )
    raise BadFrame(f"A&D: expected 'ST,GS,+00012.34kg', came {raw!r}", used=len(raw))


def _gross_and_tare(both: re.Match[str], raw: bytes) -> Reading:
    return _reading(
        raw,
        kind="G",
        grams=loose_grams(both["value"], both["unit"], frame=raw),
        stable=both["state"] == "ST",
        tare_g=loose_grams(both["tare"], both["tare_unit"], frame=raw),
        unit=both["unit"],
    )


def _reading(
    raw: bytes,
    *,
    kind: str | None,
    grams: int | None = None,
    stable: bool | None = None,
    range_: Range = Range.OK,
    tare_g: int | None = None,
    unit: str = "",
) -> Reading:
    return Reading(
        grams=grams,
        stable=stable,
        range=range_,
        kind=_KINDS[kind[0]] if kind else Kind.UNKNOWN,
        tare_g=tare_g,
        unit=unit,
        raw=raw,
    )


def conversation() -> ListenOrAsk:
    """Return the conversation: listen, else find out what the scale answers to."""
    return ListenOrAsk(decode, requests=REQUESTS)
