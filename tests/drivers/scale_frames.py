"""Recorded and manual frames of every scale protocol, for the tests that all decoders pass.

Each family's frames come from its manual's tables (see the decoder's docstring), with this
project's 12.340 kg where the manual shows only the layout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.readings import Decoded, Kind, Range
from drivers.scales import (
    adam_cpw,
    and_family,
    bilanciai_d70,
    cas_22,
    cas_enq,
    gram_k3,
    hid_scale,
    line_regex,
    mt_sics,
    ohaus,
    old_kern,
    radwag,
    sartorius_sbi,
    sma,
    toledo_8217,
    toledo_continuous,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One frame and what it says."""

    frame: bytes
    grams: int | None
    stable: bool | None
    range: Range = Range.OK
    kind: Kind = Kind.UNKNOWN
    tare_g: int | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """One protocol: good frames, the first of them a stable weight, and frames to refuse."""

    decode: Callable[[bytes], Decoded]
    good: tuple[Sample, ...]
    bad: tuple[bytes, ...]
    silent: tuple[bytes, ...] = field(default=())


def toledo(a: int, b: int, c: int, digits: bytes) -> bytes:
    body = bytes((2, a, b, c)) + digits + b"\r"
    return body + bytes((-sum(body) & 0x7F,))


def bcc(block: bytes) -> bytes:
    check = 0
    for value in block:
        check ^= value
    return b"\x01\x02" + block + bytes((check,)) + b"\x03\x04"


GROSS, NET, TARE = Kind.GROSS, Kind.NET, Kind.TARE
OVER, UNDER, ERROR = Range.OVER, Range.UNDER, Range.ERROR
PATTERN = r"ST (?P<weight>-?[0-9.,]+) (?P<unit>kg|g)(?P<unstable> M)?|(?P<over>OVER)"
lines = line_regex.LineDecoder(line_regex.compile_pattern(line_regex.DEFAULT_PATTERN))

FAMILIES: dict[str, Family] = {
    "toledo-8217": Family(
        toledo_8217.decode,
        (
            Sample(b"\x0212.340\r", 12_340, True, kind=GROSS),
            Sample(b"\x0210.340N\r", 10_340, True, kind=NET),
            Sample(b"\x02?\x49\r", None, False, kind=GROSS),
            Sample(b"\x02?\x4a\r", None, True, OVER, GROSS),
        ),
        (b"\x0212.34\r", b"\x0212.3405\r", b"\x02ABC\r"),
    ),
    "mt-sics": Family(
        mt_sics.decode,
        (
            Sample(b"S S     12.340 kg\r\n", 12_340, True),
            Sample(b"S D     12.360 kg\r\n", 12_360, False),
            Sample(b"S +\r\n", None, None, OVER),
            Sample(b"S -\r\n", None, None, UNDER),
            Sample(b"TA A      2.000 kg\r\n", 2_000, None, kind=TARE),
        ),
        (b"SI S     12.340 kg\r\n", b"S S     12.34[0] kg\r\n", b"S S  12.340 lb\r\n"),
    ),
    "toledo-continuous": Family(
        toledo_continuous.decode,
        (
            Sample(toledo(0x2D, 0x30, 0x20, b"012340000000"), 12_340, True, kind=GROSS, tare_g=0),
            Sample(toledo(0x2D, 0x31, 0x20, b"010340002000"), 10_340, True, kind=NET, tare_g=2000),
            Sample(toledo(0x2D, 0x38, 0x20, b" 12340     0"), 12_340, False, kind=GROSS, tare_g=0),
            Sample(toledo(0x2D, 0x32, 0x20, b"000020000000"), -20, True, kind=GROSS, tare_g=0),
            Sample(toledo(0x2C, 0x30, 0x20, b"012340000000"), 123_400, True, kind=GROSS, tare_g=0),
            Sample(toledo(0x29, 0x20, 0x21, b"001234000000"), 12_340, True, kind=GROSS, tare_g=0),
            Sample(toledo(0x2D, 0x34, 0x20, b"150000000000"), None, True, OVER, GROSS),
            Sample(toledo(0x2D, 0x36, 0x20, b"000000000000"), None, True, UNDER, GROSS),
            Sample(toledo(0x2D, 0x70, 0x20, b"012340000000"), None, True, ERROR, GROSS),
        ),
        (
            toledo(0x2D, 0x30, 0x20, b"012340000000")[:-1] + b"\x01",  # wrong checksum
            toledo(0x2D, 0x20, 0x20, b"012340000000"),  # pounds
            toledo(0x2D, 0x30, 0x30, b"012340000000"),  # tenfold resolution
            toledo(0x2E, 0x30, 0x20, b"012345000000"),  # a tenth of a gram
            toledo(0x2D, 0x30, 0x20, b"0123-0000000"),
            toledo(0x2D, 0x30, 0x20, b"      000000"),
        ),
    ),
    "toledo-continuous-nochk": Family(
        toledo_continuous.decode_without_checksum,
        (
            Sample(b"\x02\x2d\x30\x20012340000000\r", 12_340, True, kind=GROSS, tare_g=0),
            Sample(b"\x02\x2d\x38\x20012340000000\r", 12_340, False, kind=GROSS, tare_g=0),
        ),
        (b"\x02\x2d\x30\x20012340000000\x03", b"\x02\x2d\x20\x20012340000000\r"),
    ),
    "ad": Family(
        and_family.decode,
        (
            Sample(b"ST,GS,+00012.34kg\r\n", 12_340, True, kind=GROSS),
            # facts: 53 54 2C 47 53 2C 2B 30 30 31 32 33 2E 34 35 6B 67, the 19-byte variant
            Sample(b"ST,GS,+00123.45kg\r\n", 123_450, True, kind=GROSS),
            Sample(b"US,NT,-0012.34kg\r\n", -12_340, False, kind=NET),
            Sample(b"ST,NT,+0012,34kg\r\n", 12_340, True, kind=NET),  # decimal comma
            Sample(b"ST,+00012.34 kg\r\n", 12_340, True),  # HV-G, format 1
            Sample(b"ST ,+012.34kg\r\n", 12_340, True),  # HV-WP, format 2
            Sample(b"ST,GS,   12.34,kg\r\n", 12_340, True, kind=GROSS),  # Dini Argeo
            Sample(b"01ST,NT,   12.34,kg\r\n", 12_340, True, kind=NET),  # Dini Argeo on RS-485
            Sample(b"ST,GS  12.340KG\r\n", 12_340, True, kind=GROSS),  # Kern KFB
            Sample(b"ST,G ,   12.340, kg\r\n", 12_340, True, kind=GROSS),  # Kern GAB
            Sample(b"@23ST,GS,+00012.34kg\r\n", 12_340, True, kind=GROSS),
            Sample(b"ST,TR,+0002.00kg\r\n", 2_000, True, kind=TARE),
            Sample(b"ST,1,    12.340kg,PT     2.000kg\r\n", 12_340, True, kind=GROSS, tare_g=2_000),
            Sample(b"OL,GS,+        kg\r\n", None, None, OVER, GROSS),
            Sample(b"OL,+9999.999 kg\r\n", None, None, OVER),
            Sample(b"OL,GS,-        kg\r\n", None, None, UNDER, GROSS),
            Sample(b"LO,GS,+        kg\r\n", None, None, OVER, GROSS),
            Sample(b"UL,GS,       0,kg\r\n", None, None, UNDER, GROSS),
            Sample(b"HD,GS,+0012.34kg\r\n", None, False, kind=GROSS),
        ),
        (
            b"ST,GS,+0012.34lb\r\n",
            b"QT,+00000012 PC\r\n",
            b"ST,GS,+012.3405kg\r\n",
            b"XX,GS,+0012.34kg\r\n",
            b"ST,GS,+00 12.34kg\r\n",
            b"\xd3T,GS,+0012.34kg\r\n",
        ),
        (b"?\r\n", b"I\r\n"),
    ),
    "radwag": Family(
        radwag.decode,
        (
            Sample(b"SI       12.340 kg \r\n", 12_340, True),
            Sample(b"SI ?     18.500 kg \r\n", 18_500, False),
            Sample(b"S    -    8.000 kg \r\n", -8_000, True),
            Sample(b"SUI? -   58.237 kg \r\n", -58_237, False),
            Sample(b"SI  ?     18.500 kg \r\n", 18_500, False),  # the longer form
            Sample(b"SI ^    150.000 kg \r\n", None, None, OVER),
            Sample(b"SI v      0.000 kg \r\n", None, None, UNDER),
            Sample(b"SI ^\r\n", None, None, OVER),
            Sample(b"SI I\r\n", None, False),
            Sample(b"S E\r\n", None, False),
            Sample(b"ES\r\n", None, None, ERROR),
            Sample(b"OT     2.000 kg  \r\n", 2_000, None, kind=TARE),
        ),
        (
            b"S S     12.340 kg\r\n",  # Mettler's, where D and S mean motion
            b"SI      12.340 kg \r\n",  # a column is missing
            b"SI        12.340 N  \r\n",
        ),
        (b"S A\r\n", b"OT A\r\n"),
    ),
    "cas-22": Family(
        cas_22.decode,
        (
            Sample(b"ST,GS,1\xc4,0012.340 kg\r\n", 12_340, True, kind=GROSS),
            Sample(b"US,GS,1\x84,0012.360 kg\r\n", 12_360, False, kind=GROSS),
            Sample(b"ST,GS,1\x84,0012.360 kg\r\n", 12_360, False, kind=GROSS),  # lamp: not stable
            Sample(b"ST,NT,=\xe2,  -2.000 kg\r\n", -2_000, True, kind=NET),
            Sample(b"OL,GS,1\xc4,        \x20kg\r\n", None, False, OVER, GROSS),
            Sample(b"ST,GS,1\xd4,0012.340 kg\r\n", None, False, kind=GROSS),  # held
        ),
        (
            b"ST,GS,1\xc4,0012.340 lb\r\n",
            b"ST,GX,1\xc4,0012.340 kg\r\n",
            b"ST,GS,+00123.45kg\r\n___",
        ),
    ),
    "cas-enq": Family(
        cas_enq.decode,
        (
            Sample(bcc(b"S 12.340kg"), 12_340, True),
            Sample(bcc(b"U 12.360kg"), 12_360, False),
            Sample(bcc(b"S-02.000kg"), -2_000, True),
            Sample(bcc(b"SF00.000kg"), None, True, OVER),
        ),
        (
            bcc(b"S 12.340kg")[:-3] + b"\x00\x03\x04",  # wrong check byte
            bcc(b"S 12.340lb"),
            bcc(b"X 12.340kg"),
            bcc(b"S 12.3 0kg"),
        ),
        (b"\x06", b"\x15"),
    ),
    "sartorius-sbi": Family(
        sartorius_sbi.decode,
        (
            Sample(b"+   12.340 kg \r\n", 12_340, True),
            Sample(b"-     1255 g  \r\n", -1_255, True),
            Sample(b"G#    +   12.340 kg \r\n", 12_340, True, kind=GROSS),
            Sample(b"N     +   12.340 kg \r\n", 12_340, True, kind=NET),
            Sample(b"G     +   12.340 kg \r\n", 12_340, True, kind=GROSS),
            Sample(b"Stat       OFF      \r\n", None, None, ERROR),
            Sample(b"T1    +    2.000 kg \r\n", 2_000, True, kind=TARE),
            Sample(b"+   12.340    \r\n", None, False),  # no unit: not stable
            Sample(b"N     +   12.340    \r\n", None, False, kind=NET),
            Sample(b"     High     \r\n", None, None, OVER),
            Sample(b"      L       \r\n", None, None, UNDER),
            Sample(b"Stat       Low      \r\n", None, None, UNDER),
            Sample(b"Stat     ERR 054    \r\n", None, None, ERROR),
            Sample(b"  Err 054     \r\n", None, None, ERROR),
            Sample(b"              \r\n", None, False),
        ),
        (
            b"+   12.34[0]kg\r\n",
            b"+ 12.34[0] kg \r\n",  # the digit is not verified
            b"+   12.340 lb \r\n",
            b"Qnt   +      12 pcs \r\n",
            b"2.340 kg \r\n",
        ),
    ),
    "kern-old": Family(
        old_kern.decode,
        (
            Sample(b"      12.340 kg \r\n", 12_340, True),
            Sample(b"M-     2.000 kg \r\n", -2_000, True),
            Sample(b"       12340 g  \r\n", 12_340, True),
            Sample(b"      12.360    \r\n", None, False),  # no unit: not stable
            Sample(b"      12.360 \r\n", None, False),  # FKB: 15 bytes
            Sample(b"           Error\r\n", None, None, ERROR),
            Sample(b"       Error\r\n", None, None, ERROR),
        ),
        (
            b"12.340 kg \r\n",
            b"     12.340 pcs \r\n",
            b"      12.340 % \r\n",
            b"      12.34\x8c kg \r\n",
        ),
    ),
    "ohaus": Family(
        ohaus.decode,
        (
            Sample(b"   12.340 kg    G  \r\n", 12_340, True, kind=GROSS),  # Defender 3000
            Sample(b"   12.340 kg   ?NET\r\n", 12_340, False, kind=NET),
            Sample(b"-   2.000 kg    G  \r\n", -2_000, True, kind=GROSS),
            Sample(b"    12.340 kg ? B/G\r\n", 12_340, False, kind=GROSS),  # Ranger
            Sample(b"    12.340 kg   NET\r\n", 12_340, True, kind=NET),
            Sample(b"        12340 g\r\n", 12_340, True),  # Navigator
            Sample(b"        200 g ?\r\n", 200, False),
            Sample(b"    2.000 kg    T  \r\n", 2_000, True, kind=TARE),
            Sample(b"ES\r\n", None, None, ERROR),
        ),
        (
            b"   12.340 lb    G  \r\n",
            b"      3 PCS  ?    \r\n",
            b"0 kg\r\n",
            b"     Err 8.4 kg\r\n",
        ),
        (b"OK!\r\n",),
    ),
    "gram-k3": Family(
        gram_k3.decode,
        (
            Sample(b"\x02\x61  12.340kg\r\x03", 12_340, True, kind=GROSS),
            # K3 manual, 13.6: 02 69 20 20 20 30 2E 30 30 30 6B 67 0D 03
            Sample(bytes.fromhex("0269202020302E3030306B670D03"), 0, True, kind=GROSS),
            Sample(b"\x02\x62-  2.000kg\r\x03", -2_000, True, kind=NET),
            Sample(b"\x02\x21  12.360kg\r\x03", 12_360, False, kind=GROSS),
            Sample(b"\x02\x61 -------kg\r\x03", None, True, ERROR, GROSS),
        ),
        (b"\x02\x61  12.340lb\r\x03", b"\x02\x61  12.340kg\r\x04", b"\x02\x0161 12.340k\r\x03"),
    ),
    "adam-cpw": Family(
        adam_cpw.decode,
        (
            Sample(b"G\r\n+  12.34 kg\r\n", 12_340, None, kind=GROSS),
            Sample(b"N\r\n-   2.00 kg\r\n", -2_000, None, kind=NET),
            Sample(b"T\r\n+   2.00 kg\r\n", 2_000, None, kind=TARE),
            Sample(b"+  12.34 kg\r\n", 12_340, None),
            Sample(b"G +  12.34 kg\r\n", 12_340, None, kind=GROSS),
            Sample(b" SNG/W+  12.34  kg  \r\n", 12_340, True, kind=GROSS),
            Sample(b"AUNN/W-   2.00  kg\r\n", -2_000, False, kind=NET),
            Sample(b"ASEG/W+  12.34  kg\r\n", None, True, ERROR, GROSS),
        ),
        (
            b"ASNG/W+  0.00  xx\r\n",
            b"G\r\n+  12.34 lb\r\n",
            b"G\r\nOL\r\n",
            b"+  12.3405 kg\r\n",
            b"+  12G\r\n",
        ),
    ),
    "sma": Family(
        sma.decode,
        (
            Sample(b"\n 1G      12.340kg \r", 12_340, True, kind=GROSS),
            # emupos: 0A 20 31 47 4D 20.. '     3.000' 'kg ' 0D
            Sample(b"\n 1GM      3.000kg \r", 3_000, False, kind=GROSS),
            Sample(b"\n 1N      10.340kg \r", 10_340, True, kind=NET),
            Sample(b"\nZ1G       0.000kg \r", 0, True, kind=GROSS),
            Sample(b"\nO1G     200.000kg \r", None, None, OVER, GROSS),
            Sample(b"\nU1G      -0.020kg \r", None, None, UNDER, GROSS),
            Sample(b"\nE1G  ----------kg \r", None, None, ERROR, GROSS),
            Sample(b"\n 1T       2.000kg \r", 2_000, True, kind=TARE),
            Sample(b"\n?\r", None, None, ERROR),
        ),
        (b"\n 1g     12.3405kg \r", b"\n 1G      12.340lb \r", b"\n 1G   12.340kg \r"),
    ),
    "bilanciai-d70": Family(
        bilanciai_d70.decode,
        (
            Sample(b"$   12.340     0.000 kg 0200\r\n", 12_340, True, kind=GROSS, tare_g=0),
            Sample(b"$   10.340     2.000 kg 0211\r\n", 10_340, True, kind=NET, tare_g=2_000),
            Sample(b"$   12.360     0.000 kg 0000\r\n", 12_360, False, kind=GROSS, tare_g=0),
            Sample(b"$  150.000     0.000 kg 0640\r\n", None, True, OVER, GROSS),
            Sample(b"$   -0.020     0.000 kg 0240\r\n", None, True, UNDER, GROSS),
            Sample(b"$   12.340     0.000 kg 0202\r\n", None, True, ERROR, GROSS),
        ),
        (
            b"$0012340\r",  # the short "Cb" string
            b"$   12.340     0.000 lb 0200\r\n",
            b"$   12.340     0.000 kg 02X0\r\n",
        ),
    ),
    "hid-scale": Family(
        hid_scale.decode,
        (
            Sample(bytes((3, 4, 2, 0, 0x34, 0x30)), 12_340, True),
            Sample(bytes((3, 4, 2, 0xFF, 0x88, 0x13)), 500, True),  # 5000 x 10^-1 g
            Sample(bytes((3, 4, 3, 0xFE, 0xD2, 0x04)), 12_340, True),  # 1234 x 10^-2 kg
            Sample(bytes((3, 2, 2, 0, 0, 0)), 0, True),
            Sample(bytes((3, 3, 2, 1, 0xD2, 0x04)), 12_340, False),
            Sample(bytes((3, 5, 2, 0, 20, 0)), None, False, UNDER),
            Sample(bytes((3, 6, 2, 0, 0, 0)), None, False, OVER),
            Sample(bytes((3, 1, 2, 0, 0, 0)), None, False, ERROR),
            Sample(bytes((3, 8, 2, 0, 0, 0)), None, False, ERROR),
        ),
        (
            bytes((3, 4, 12, 0xFF, 0x88, 0x13)),  # pounds
            bytes((3, 4, 2, 0xFF, 0x89, 0x13)),  # a tenth of a gram
            bytes((3, 9, 2, 0, 0, 0)),
            bytes((3, 4, 3, 0, 12, 0)),  # whole kilograms: two halves of two reports
            bytes((3, 4, 2, 0x7F, 0, 0)),
        ),
    ),
    "line-regex": Family(
        lines.decode,
        (
            Sample(b"P    12.340 kg\r\n", 12_340, True),
            Sample(b"\x02  12,340 kg\x03\r", 12_340, True),
            Sample(b"   12340 g ?\r\n", 12_340, False),
            Sample(b"   -2.000 kg\n", -2_000, True),
        ),
        (b"P    12.340 lb\r\n", b"P ------- kg\r\n", b"P    12.3405 kg\r\n"),
        (b"\x02\x03\r\n",),
    ),
}
