"""Frames of real scales with their meaning, written from makers' manuals and captures alone.

It was written without looking at our decoders or simulators, so that a misreading shared by
those two shows up here. It must not be changed to please a decoder: only to follow a source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from drivers.readings import Kind

GROSS, NET, TARE, UNKNOWN = Kind.GROSS, Kind.NET, Kind.TARE, Kind.UNKNOWN


class Means(StrEnum):
    """What a person would say the scale shows."""

    WEIGHT = "weight"
    MOVING = "moving"
    OVER = "over"
    UNDER = "under"
    NO_WEIGHT = "no weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossFrame:
    """One frame and its meaning; `grams` of a moving frame is what its digits say."""

    protocol: str
    frame: bytes
    means: Means
    source: str
    grams: int | None = None
    kind: Kind | None = None
    tare_g: int | None = None
    tells_stability: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class From:
    """Writes frames of one protocol from one source."""

    protocol: str
    source: str
    tells_stability: bool = True

    def weight(
        self, frame: bytes, grams: int, kind: Kind | None = None, tare_g: int | None = None
    ) -> CrossFrame:
        """Return a frame that shows a settled weight."""
        return CrossFrame(
            protocol=self.protocol,
            frame=frame,
            means=Means.WEIGHT,
            source=self.source,
            grams=grams,
            kind=kind,
            tare_g=tare_g,
            tells_stability=self.tells_stability,
        )

    def other(self, means: Means, frame: bytes, grams: int | None = None) -> CrossFrame:
        """Return a frame that shows anything but a settled weight."""
        return CrossFrame(
            protocol=self.protocol, frame=frame, means=means, source=self.source, grams=grams
        )

    def moving(self, frame: bytes, grams: int) -> CrossFrame:
        """Return a frame of a load that moves."""
        return self.other(Means.MOVING, frame, grams)

    def over(self, *frames: bytes) -> Iterable[CrossFrame]:
        """Return frames of an overloaded scale."""
        return [self.other(Means.OVER, frame) for frame in frames]

    def under(self, *frames: bytes) -> Iterable[CrossFrame]:
        """Return frames of a scale below its range."""
        return [self.other(Means.UNDER, frame) for frame in frames]

    def nothing(self, *frames: bytes) -> Iterable[CrossFrame]:
        """Return frames from which no weight may come, refused or not."""
        return [self.other(Means.NO_WEIGHT, frame) for frame in frames]


def toledo(
    swa: int, swb: int, swc: int, weight: bytes, tare: bytes = b"000000", *, checked: bool = True
) -> bytes:
    """Return STX SWA SWB SWC, six digits, six digits, CR and the checksum.

    The checksum is the two's complement of the sum of the seven low bits of all before it
    (Rockwell 57C428 manual, page D-1; Kern FTC manual, section 5.2.2).
    """
    frame = b"\x02" + bytes([swa, swb, swc]) + weight + tare + b"\r"
    return frame + bytes([-sum(byte & 0x7F for byte in frame) & 0x7F]) if checked else frame


# SWA: bits 0-2 101 = xxx.xxx, bits 3-4 01 = step 1, bit 5 = 1. SWB: bit 4 = kg, bit 5 = 1.
WILDCAT = From(
    protocol="toledo-continuous", source="Mettler Toledo Wildcat E15609900A, pages 6-4 and 6-5"
)
LIDEN_MT = From(protocol="toledo-continuous", source="Liden LUW2001 manual, appendix 1")
FAIRBANKS = From(protocol="toledo-continuous", source="Fairbanks FB3000 51146, page 55")
TSCALE_CON2 = From(protocol="toledo-continuous-nochk", source="T-Scale ROW and BWS manuals, Con2")
TOLEDO: list[CrossFrame] = [
    WILDCAT.weight(toledo(0x2D, 0x30, 0x20, b"012340"), 12340, GROSS, 0),
    WILDCAT.weight(toledo(0x2D, 0x31, 0x20, b"011840", b"000500"), 11840, NET, 500),
    WILDCAT.weight(toledo(0x3C, 0x30, 0x20, b"001250"), 12500, GROSS, 0),
    WILDCAT.weight(toledo(0x2D, 0x30, 0x20, b"000000"), 0, GROSS, 0),
    WILDCAT.weight(toledo(0x2D, 0x32, 0x20, b"000020"), -20, GROSS),
    WILDCAT.weight(toledo(0x2D, 0x33, 0x20, b"000500", b"000500"), -500, NET, 500),
    WILDCAT.weight(toledo(0x2A, 0x20, 0x21, b"001250"), 1250, GROSS, 0),
    WILDCAT.weight(toledo(0x2A, 0x30, 0x21, b"001250"), 1250, GROSS, 0),
    WILDCAT.weight(toledo(0x2D, 0x30, 0x28, b"012340"), 12340, GROSS, 0),
    WILDCAT.moving(toledo(0x2D, 0x38, 0x20, b"012340"), 12340),
    WILDCAT.moving(toledo(0x2D, 0x3A, 0x20, b"000020"), -20),
    *WILDCAT.over(toledo(0x2D, 0x34, 0x20, b"015020"), toledo(0x2D, 0x3C, 0x20, b"015020")),
    *WILDCAT.under(toledo(0x2D, 0x36, 0x20, b"000300")),
    *WILDCAT.nothing(
        toledo(0x2D, 0x20, 0x20, b"012340"),  # pounds
        toledo(0x2D, 0x30, 0x22, b"012340"),  # tonnes (Ohaus Defender 5000, U-Line H-8105 p. 27)
        toledo(0x2D, 0x30, 0x23, b"012340"),  # ounces
        toledo(0x2D, 0x30, 0x27, b"012340"),  # no unit
        toledo(0x2D, 0x70, 0x20, b"012340"),  # switched on, not zeroed yet
        toledo(0x2D, 0x30, 0x30, b"012340"),  # expanded display
        toledo(0x2D, 0x30, 0x20, b"      "),
        toledo(0x2D, 0x30, 0x20, b"012340")[:-1] + b"\x00",
    ),
    # Liden: bits 3 to 6 of the first status word are constants, 0 1 0 1.
    LIDEN_MT.weight(toledo(0x55, 0x30, 0x20, b"012340"), 12340, GROSS, 0),
    # Fairbanks: bit 5 of the second status word is always 0.
    FAIRBANKS.weight(toledo(0x2D, 0x10, 0x20, b"012340"), 12340, GROSS, 0),
    FAIRBANKS.moving(toledo(0x2D, 0x18, 0x20, b"012340"), 12340),
    # T-Scale: 22h to 26h for 0 to 4 decimals, 20h plus bits, 21h for g; CR LF, no checksum.
    TSCALE_CON2.weight(toledo(0x25, 0x30, 0x20, b"012340", checked=False) + b"\n", 12340, GROSS, 0),
    TSCALE_CON2.weight(toledo(0x22, 0x20, 0x21, b"001250", checked=False) + b"\n", 1250, GROSS, 0),
    TSCALE_CON2.moving(toledo(0x25, 0x38, 0x20, b"012340", checked=False) + b"\n", 12340),
    *TSCALE_CON2.over(toledo(0x25, 0x34, 0x20, b"030009", checked=False) + b"\n"),
]

AD_4406 = From(protocol="ad", source="A&D OP-05 manual, page 58 (A&D standard format)")
AD_4329 = From(protocol="ad", source="A&D AD-4329A OP-02, page 43; AD4329A-DLC, page 35")
AD_HV = From(protocol="ad", source="A&D HV-G/HW-G, page 57; HV-WP/HW-WP, page 50; FX-CT, page 31")
LIDEN_B = From(protocol="ad", source="Liden LUW2001 manual, continuous output B, examples 1 and 2")
KERN_KXS = From(protocol="ad", source="Kern KXS-TM/KXG-TM manual, page 70")
KERN_KFB = From(protocol="ad", source="Kern KFB/KFN-TM page 49, SFB page 51, printout examples")
KERN_GAB = From(protocol="ad", source="Kern GAB-N manual, page 37")
SELLETON = From(protocol="ad", source="Selleton SL-7516, page 16; Triner TS-700, page 13")
DINI = From(protocol="ad", source="Dini Argeo 3590E manual, page 65; DGT4X manual, page 52")
PCE = From(protocol="ad", source="PCE-HLD150 manual, page 14 (a Dini Argeo indicator)")
TSCALE = From(
    protocol="ad", source="captured from T-Scale NHB and QHW: github chumpon-asaneerat/NSerialComm"
)
AD: list[CrossFrame] = [
    AD_4406.weight(b"ST,GS,+0012345kg\r\n", 12_345_000, GROSS),
    AD_4406.weight(b"ST,GS,+0123.45kg\r\n", 123_450, GROSS),
    AD_4406.weight(b"ST,NT,+0010000 g\r\n", 10_000, NET),
    AD_4406.weight(b"ST,GS,+0000.00kg\r\n", 0, GROSS),
    AD_4406.weight(b"ST,GS,-0000.02kg\r\n", -20, GROSS),
    AD_4406.moving(b"US,GS,+0123.45kg\r\n", 123_450),
    *AD_4406.over(b"OL,GS,+    .  kg\r\n"),
    *AD_4406.under(b"OL,GS,-    .  kg\r\n"),
    *AD_4406.nothing(b"ST,GS,+0123.45lb\r\n", b"ST,GS,+0012345  \r\n"),
    AD_4329.weight(b"ST,G ,+01234.5kg\r\n", 1_234_500, GROSS),
    AD_4329.weight(b"ST,N ,+0012.34kg\r\n", 12_340, NET),
    AD_4329.weight(b"ST,G ,+0012,34kg\r\n", 12_340, GROSS),
    AD_4329.weight(b"ST,GS,+0012,34 kg\r\n", 12_340, GROSS),
    *AD_4329.over(b"OL,GS,+9999999kg\r\n", b"OL,G ,+    .   kg\r\n"),
    *AD_4329.under(b"OL,GS,-9999999kg\r\n"),
    AD_HV.weight(b"ST,+00012.34 kg\r\n", 12_340),
    AD_HV.weight(b"ST,-00000.02 kg\r\n", -20),
    AD_HV.weight(b"ST,+00001250  g\r\n", 1250),
    AD_HV.weight(b"ST,+002.40kg\r\n", 2400),
    AD_HV.moving(b"US,+00012.34 kg\r\n", 12_340),
    *AD_HV.over(b"OL,+99999.99 kg\r\n", b"OL,+999.99kg\r\n", b"OL,+9999999E+19\r\n"),
    *AD_HV.under(b"OL,-9999999E+19\r\n"),
    *AD_HV.nothing(b"QT,+00000012 PC\r\n", b"QT,+003000PC\r\n"),
    LIDEN_B.weight(b"ST,GS,  18.000kg\r\n", 18_000, GROSS),
    LIDEN_B.moving(b"US,NT,-  0.200kg\r\n", -200),
    KERN_KXS.weight(b"ST,NT,+0012.340  kg\r\n", 12_340, NET),
    *KERN_KXS.over(b"OL,GS,+            \r\n"),
    *KERN_KXS.under(b"OL,GS,-            \r\n"),
    *KERN_KXS.nothing(b"US,GS,+01234.56  lb\r\n", b"ST,GS,+01234567  oz\r\n"),
    KERN_KFB.weight(b"ST,GS      1.000KG\r\n", 1000, GROSS),
    KERN_KFB.moving(b"US,GS      1.342KG\r\n", 1342),
    *KERN_KFB.nothing(b"       10PCS\r\n"),
    KERN_GAB.weight(b"ST,G   12.340kg\r\n", 12_340, GROSS),
    KERN_GAB.weight(b"ST,N,-  0.500kg\r\n", -500, NET),
    SELLETON.weight(b"ST,GS,+ 12.340kg\r\n", 12_340, GROSS),
    SELLETON.weight(b"ST,NT,- 00.500kg\r\n", -500, NET),
    *SELLETON.over(b"OL,GS,+ 30.099kg\r\n"),
    DINI.weight(b"ST,GS,  12.340,kg\r\n", 12_340, GROSS),
    DINI.weight(b"01ST,GS,     0.0,kg\r\n", 0, GROSS),
    DINI.weight(b"ST,NT,  -0.500,kg\r\n", -500, NET),
    DINI.weight(b"ST,GS,    1250, g\r\n", 1250, GROSS),
    DINI.weight(b"ST,1,    12.340kg,       0.500kg\r\n", 12_340, GROSS, 500),
    DINI.weight(b"ST,1,    12.340kg,PT     0.500kg\r\n", 12_340, GROSS, 500),
    DINI.moving(b"US,GS,  12.340,kg\r\n", 12_340),
    *DINI.over(b"OL,GS,  31.020,kg\r\n", b"OL,1,    31.020kg,       0.000kg\r\n"),
    *DINI.under(b"UL,GS,  -0.520,kg\r\n"),
    PCE.weight(b"ST,GS,012.3400kg\r\n\r\n", 12_340, GROSS),
    *PCE.nothing(b"TL,GS,012.3400kg\r\n", b"PCS:00000012pcs\r\n", b"PERC:00050.00%\r\n"),
    *DINI.nothing(b"ERR04\r\n", b"OK\r\n", b"ST,VL,  12.340,mV\r\n"),
    TSCALE.weight(b"ST,GS    20.0g  \r\n", 20, GROSS),
    TSCALE.weight(b"ST,GS,     8.0 g\r\n", 8, GROSS),
    TSCALE.moving(b"US,GS,     8.0 g\r\n", 8),
    *TSCALE.nothing(b"ST,GS    20.7g  \r\n", b"ST,GS,     7.9 g\r\n"),
]

# Lamp: bit 7 = 1, 6 stable, 5 = 1 (CI-400) or 0 (CI-600D), 4 hold, 2 gross, 1 tare, 0 zero.
CI_400 = From(protocol="cas-22", source="CAS CI-400 owner's manual, page 104; CI-150A, page 55")
CI_600D = From(protocol="cas-22", source="CAS CI-600D manual, page 75; NT-200, page 49")
CAS_22: list[CrossFrame] = [
    CI_400.weight(b"ST,GS,1\xe4,  12.340 kg\r\n", 12_340, GROSS),
    CI_400.weight(b"ST,NT,1\xe2,  11.840 kg\r\n", 11_840, NET),
    CI_400.weight(b"ST,GS,1\xe5,   0.000 kg\r\n", 0, GROSS),
    CI_400.weight(b"ST,GS,1\xe4,-  0.020 kg\r\n", -20, GROSS),
    CI_400.moving(b"US,GS,1\xa4,  12.340 kg\r\n", 12_340),
    *CI_400.over(b"OL,GS,1\xa4,  30.090 kg\r\n", b"OL,GS,1\xe4,         kg\r\n"),
    *CI_400.nothing(b"ST,GS,1\xf4,  12.340 kg\r\n"),  # held: not what lies there now
    CI_600D.weight(b"ST,GS,1\xc4,000013.5 kg\r\n", 13_500, GROSS),
    CI_600D.weight(b"ST,GS,=\xc4,000013.5 kg\r\n", 13_500, GROSS),  # device 13 is 3Dh
    CI_600D.moving(b"US,GS,1\x84,000013.5 kg\r\n", 13_500),
]

PR_5220 = From(protocol="sma", source="Sartorius PR 5220 manual EN-130; SMA SCP-0499, section 5.1")
T419S = From(protocol="sma", source="B-Tek T419S manual, page 61; Cardinal 190, page 124")
EMUPOS = From(protocol="sma", source="emupos 0.4.0, captured")
SMA: list[CrossFrame] = [
    PR_5220.weight(b"\n 1G       7.025kg \r", 7025, GROSS),
    PR_5220.weight(b"\nZ1G       0.000kg \r", 0, GROSS),
    PR_5220.weight(b"\n 1N       2.500kg \r", 2500, NET),
    PR_5220.weight(b"\n 1N      -0.500kg \r", -500, NET),
    PR_5220.weight(b"\n 2G      42.350kg \r", 42_350, GROSS),
    PR_5220.weight(b"\n 1T       0.500kg \r", 500, TARE),
    PR_5220.moving(b"\n 1GM      7.650kg \r", 7650),
    EMUPOS.weight(b"\n 1G       1.250kg_\r", 1250, GROSS),
    *PR_5220.over(b"\nO1G      30.100kg \r", b"\nO1GM     30.100kg \r"),
    *PR_5220.under(b"\nU1G      -0.020kg \r"),
    *PR_5220.nothing(
        b"\n 1N      100000lb \r",
        b"\n 1g      5.0025kg \r",  # ten times the legal resolution
        b"\n 1g       5.000kg \r",
        b"\n 1G  ----------   \r",  # no standstill in time
        b"\nE1G  ----------kg \r",
        b"\nI1G  ----------kg \r",
        b"\nT1N  ----------kg \r",
        b"\n?\r",
    ),
    T419S.weight(b"\n 1G        1250g  \r", 1250, GROSS),
    *T419S.nothing(b"\ne1G  ----------kg \r", b"\nMFG:BTEK\r"),
]

DEFENDER = From(
    protocol="ohaus",
    source="captured from a Defender 3000: github chumpon-asaneerat/NSerialCommTools",
)
INDICATOR_3000 = From(protocol="ohaus", source="Ohaus 3000 series indicators, EN-35")
RANGER = From(protocol="ohaus", source="Ohaus Ranger RC manual, page 36")
DEFENDER_5000 = From(protocol="ohaus", source="Ohaus Defender 5000 indicators, EN-51")
NAVIGATOR = From(protocol="ohaus", source="Ohaus Navigator NBF1A2 manual, page 30")
SCOUT = From(protocol="ohaus", source="Ohaus RS232 interface manual, page EN-3")
OHAUS: list[CrossFrame] = [
    DEFENDER.weight(b"   0.360 kg    G\r\n", 360, GROSS),
    DEFENDER.weight(b"   0.000 kg    G\r\n", 0, GROSS),
    DEFENDER.weight(b"-  1.640 kg    N\r\n", -1640, NET),
    DEFENDER.moving(b"   0.365 kg   ?G\r\n", 365),
    DEFENDER.moving(b"-  1.695 kg   ?N\r\n", -1695),
    INDICATOR_3000.weight(b"   12.340 kg    NET\r\n", 12_340, NET),
    INDICATOR_3000.weight(b"-   0.020 kg    G  \r\n", -20, GROSS),
    INDICATOR_3000.weight(b"     1250     g G  \r\n", 1250, GROSS),
    INDICATOR_3000.weight(b"    0.500 kg    T  \r\n", 500, TARE),
    INDICATOR_3000.moving(b"   12.340 kg   ?NET\r\n", 12_340),
    RANGER.weight(b"    12.340 kg   B/G\r\n", 12_340, GROSS),
    RANGER.weight(b"    11.840 kg   NET\r\n", 11_840, NET),
    RANGER.moving(b"    12.340 kg ? B/G\r\n", 12_340),
    DEFENDER_5000.weight(b"     12.340    kg   N \r\n", 12_340, NET),
    DEFENDER_5000.weight(b"     12.340    kg   G Accept\r\n", 12_340, GROSS),
    DEFENDER_5000.weight(b"      0.500    kg   PT\r\n", 500, TARE),
    DEFENDER_5000.moving(b"     12.340    kg ? G  Under\r\n", 12_340),
    NAVIGATOR.weight(b"    0.000   kg  CB/G\r\n", 0, GROSS),
    NAVIGATOR.weight(b"   12.340   kg A Net\r\n", 12_340, NET),
    NAVIGATOR.weight(b"    0.500   kg   Tare\r\n", 500, TARE),
    NAVIGATOR.moving(b"   12.340   kg?O B/G\r\n", 12_340),
    SCOUT.weight(b"        200 g  \r\n", 200),
    SCOUT.weight(b"      0.211 kg  \r\n", 211),
    SCOUT.weight(b"       1250 g   NET\r\n", 1250, NET),
    SCOUT.moving(b"        311 g ?\r\n", 311),
    SCOUT.moving(b"       0.211 kg ?\r\n", 211),
    *SCOUT.nothing(
        b"      12.73 g    ?\r\n", b"          3 PCS  \r\n", b"     0.4500 oz   \r\n", b"ES\r\n"
    ),
]

WPT = From(protocol="radwag", source="Radwag WPT and WTB manuals, section 19.4 to 20.4")
PS_R2 = From(protocol="radwag", source="Radwag PS, section 16.5.1 (22 columns); PS R2, page 158")
AS_PLUS = From(protocol="radwag", source="Radwag AS.PLUS, page 84: marked digits are not verified")
RADWAG: list[CrossFrame] = [
    WPT.weight(b"SI       12.340 kg \r\n", 12_340),
    WPT.weight(b"S        12.340 kg \r\n", 12_340),
    WPT.weight(b"S    -       85 g  \r\n", -85),
    WPT.weight(b"SI        0.000 kg \r\n", 0),
    WPT.weight(b"OT     0.500 kg  \r\n", 500, TARE),
    WPT.moving(b"SI ?       18.5 kg \r\n", 18_500),
    WPT.moving(b"SUI? -   58.237 kg \r\n", -58_237),
    *WPT.over(b"SI ^     31.020 kg \r\n"),
    *WPT.under(b"SI v -    0.520 kg \r\n"),
    *WPT.nothing(
        b"SU   -  172.135 N  \r\n", b"S A\r\n", b"S I\r\n", b"S E\r\n", b"SI I\r\n", b"ES\r\n"
    ),
    PS_R2.weight(b"SI           150 g  \r\n", 150),
    PS_R2.weight(b"S     -      150 g  \r\n", -150),
    PS_R2.weight(b"OT       0.500 kg \r\n", 500, TARE),
    PS_R2.moving(b"SI  ?        150 g  \r\n", 150),
    *PS_R2.over(b"SI ^\r\n", b"S ^\r\n"),
    *PS_R2.under(b"SI v\r\n", b"S v\r\n"),
    *AS_PLUS.nothing(b"SI       18.32[0] g  \r\n", b"SI      12.34[0] kg \r\n"),
]

COMBICS_16 = From(protocol="sartorius-sbi", source="Sartorius Combics 1 plus manual, page 97")
COMBICS_22 = From(protocol="sartorius-sbi", source="Sartorius Combics 1 page 98; Master, page 55")
GC = From(protocol="sartorius-sbi", source="Sartorius GC803S manual, page 57")
SBI: list[CrossFrame] = [
    COMBICS_16.weight(b"+   12.340 kg \r\n", 12_340),
    COMBICS_16.weight(b"+     1250 g  \r\n", 1250),
    COMBICS_16.weight(b"    12.340 kg \r\n", 12_340),
    COMBICS_16.weight(b"-    0.020 kg \r\n", -20),
    COMBICS_16.weight(b"     0.000 kg \r\n", 0),
    COMBICS_16.moving(b"+   12.340    \r\n", 12_340),
    COMBICS_16.moving(b"-    0.020    \r\n", -20),
    *COMBICS_16.over(b"      H       \r\n", b"      HH      \r\n"),
    *COMBICS_16.under(b"      L       \r\n", b"      LL      \r\n"),
    *COMBICS_16.nothing(
        b"      C       \r\n",
        b"      --      \r\n",
        b"   Err  54    \r\n",
        b"   Err 101    \r\n",
        b"              \r\n",
        b"+      235 pcs\r\n",
        b"+   1255.7 g  \r\n",
    ),
    COMBICS_22.weight(b"G#    +   12.340 kg \r\n", 12_340, GROSS),
    COMBICS_22.weight(b"N     +   11.840 kg \r\n", 11_840, NET),
    COMBICS_22.weight(b"N     -    0.500 kg \r\n", -500, NET),
    COMBICS_22.moving(b"N     +   11.840    \r\n", 11_840),
    *COMBICS_22.over(b"Stat        H       \r\n"),
    *COMBICS_22.under(b"Stat        L       \r\n"),
    *COMBICS_22.nothing(
        b"Stat     Err  54    \r\n", b"Stat     ERR 101    \r\n", b"Qnt   +      235 pcs\r\n"
    ),
    *GC.nothing(b"+ 12.34[0] kg \r\n", b"N     + 12.34[0] kg \r\n"),  # not verified
]

KERN_PCB = From(protocol="kern-old", source="Kern PCB manual page 35, DE manual page 33 (18 bytes)")
KERN_572 = From(
    protocol="kern-old",
    source="captured from a Kern 572: github eamars/OpenTrickler-RP2040-Controller issue 15",
)
KERN_FKB = From(protocol="kern-old", source="Kern FKB_A manual, page 37; FKT, page 27")
KERN_OLD: list[CrossFrame] = [
    KERN_PCB.weight(b"      12.340 kg \r\n", 12_340),
    KERN_PCB.weight(b"        1250 g  \r\n", 1250),
    KERN_PCB.weight(b" -     0.020 kg \r\n", -20),
    KERN_PCB.weight(b"       0.000 kg \r\n", 0),
    KERN_PCB.weight(b"M     12.340 kg \r\n", 12_340),
    KERN_PCB.weight(b"M-     0.000 kg \r\n", 0),
    KERN_PCB.moving(b"      12.340    \r\n", 12_340),
    KERN_PCB.moving(b" -     0.020    \r\n", -20),
    *KERN_PCB.nothing(b"           Error\r\n", b"          12 pcs\r\n", b"        50.0 %  \r\n"),
    KERN_572.weight(b"       0.000 g  \r\n", 0),
    KERN_572.weight(b"     -29.000 g  \r\n", -29),
    *KERN_572.nothing(b"     -29.186 g  \r\n", b"     -450.45 gn \r\n"),
    KERN_FKB.moving(b"      12.340 \r\n", 12_340),
    *KERN_FKB.nothing(b"       Error\r\n"),
]

# Status: 20h plus bit 0 gross, 1 tare set, 3 zero, 6 stable.
GRAM_Z3 = From(protocol="gram-k3", source="Gram Z3 manual, pages 17 to 19; K3P manual, page 34")
GRAM: list[CrossFrame] = [
    GRAM_Z3.weight(b"\x02\x69   0.000kg\r\x03", 0, GROSS),
    GRAM_Z3.weight(b"\x02\x6a   0.000kg\r\x03", 0, NET),
    GRAM_Z3.weight(b"\x02\x61  12.340kg\r\x03", 12_340, GROSS),
    GRAM_Z3.weight(b"\x02\x62  11.840kg\r\x03", 11_840, NET),
    GRAM_Z3.weight(b"\x02\x62-  0.500kg\r\x03", -500, NET),
    GRAM_Z3.weight(b"\x02\x61    1250 g\r\x03", 1250, GROSS),
    GRAM_Z3.weight(b"\x02\x61    1250g \r\x03", 1250, GROSS),
    GRAM_Z3.moving(b"\x02\x21  12.340kg\r\x03", 12_340),
    GRAM_Z3.moving(b"\x02\x22  11.840kg\r\x03", 11_840),
    *GRAM_Z3.nothing(
        b"\x02\x61 -------kg\r\x03", b"\x02\x61  12.340lb\r\x03", b"GRAM K3 V1.23\r\n"
    ),
]

# The answer to G: the manual prints a letter line and then the weight; nothing says still or not.
ADAM = From(
    protocol="adam-cpw", source="Adam CPWplus manual (2008, 2010), page 14", tells_stability=False
)
ADAM_POS = From(
    protocol="adam-cpw",
    source="github thrivewell-partners/odoo-cpwplus-driver",
    tells_stability=False,
)
ADAM_CONTINUOUS = From(
    protocol="adam-cpw",
    source="Adam CPWplus manual (2008), page 13, and four public programs' captures: AdamParser",
)
ADAM_CPW: list[CrossFrame] = [
    ADAM.weight(b"+    2.00 kg\r\n", 2000),
    ADAM.weight(b"G\r\n+    2.00 kg\r\n", 2000),
    ADAM.weight(b"G     +    2.00 kg\r\n", 2000, GROSS),
    ADAM.weight(b"N     +    1.00 kg\r\n", 1000, NET),
    ADAM.weight(b"G/W: +    2.00 kg\r\n", 2000, GROSS),
    ADAM.weight(b"-    0.50 kg\r\n", -500),
    ADAM.weight(b"+    0.00 kg\r\n", 0),
    *ADAM.nothing(b"+    2.00 lb\r\n", b"add: A\r\n", b"<Z\r\n"),
    ADAM_POS.weight(b"G/W  + 5.00 kg\r\n", 5000, GROSS),
    ADAM_POS.weight(b"N/W  - 0.50 kg\r\n", -500, NET),
    ADAM_POS.weight(b"+  5.00  kg\r\n", 5000),
    ADAM_CONTINUOUS.weight(b" SNG/W+  0.50  kg  \r\n", 500, GROSS),
    ADAM_CONTINUOUS.weight(b"ASNG/W+ 1.75 kg\r\n", 1750, GROSS),
    ADAM_CONTINUOUS.weight(b"ASNG/W- 0.50 kg\r\n", -500, GROSS),
    ADAM_CONTINUOUS.weight(b"SSNN/W+  0.080  kg\r\n", 80, NET),
    ADAM_CONTINUOUS.moving(b" UNG/W+  0.60  kg  \r\n", 600),
    ADAM_CONTINUOUS.moving(b"AUNG/W+ 1.75 kg\r\n", 1750),
    *ADAM_CONTINUOUS.nothing(
        b"ASNG/W+  0.00  xx\r\n", b"ASNG/W+    12  oz\r\n", b"ASEG/W+  2.00  kg\r\n"
    ),
]

POS_HID = From(
    protocol="hid-scale", source="USB-IF HID Point of Sale Usage Tables 1.02; erjiang/usbscale"
)
HID: list[CrossFrame] = [
    POS_HID.weight(b"\x03\x04\x02\x00\xe2\x04", 1250),
    POS_HID.weight(b"\x03\x04\x03\xfe\xd2\x04", 12_340),
    POS_HID.weight(b"\x03\x04\x02\xff\xd4\x30", 1250),
    POS_HID.weight(b"\x03\x04\x02\x01\x7d\x00", 1250),
    POS_HID.weight(b"\x03\x02\x02\x00\x00\x00", 0),
    POS_HID.moving(b"\x03\x03\x02\x00\xe2\x04", 1250),
    *POS_HID.over(b"\x03\x06\x02\x00\xff\xff", b"\x03\x06\x02\x00\x00\x00"),
    *POS_HID.under(b"\x03\x05\x02\x00\x0a\x00"),
    *POS_HID.nothing(
        b"\x03\x01\x02\x00\xe2\x04",  # fault
        b"\x03\x07\x02\x00\xe2\x04",  # to be calibrated
        b"\x03\x08\x02\x00\xe2\x04",  # to be zeroed
        b"\x03\x04\x0b\xff\x31\x00",  # 4.9 oz, as a Dymo M10 sends it
        b"\x03\x04\x0c\xfe\x31\x00",
        b"\x03\x04\x02\xff\x31\x00",  # 4.9 g
    ),
]

# b0 motion, b1 over, b2 under zero, b3 outside zero range, b4 centre of zero, b5 net, b6 = 1.
DIVA = From(protocol="toledo-8217", source="Mettler Toledo DIVA service manual, pages 39 and 45")
ODOO = From(protocol="toledo-8217", source="Odoo hw_scale and iot_drivers, Toledo8217Protocol")
TOLEDO_8217: list[CrossFrame] = [
    DIVA.weight(b"\x0212.340\r", 12_340, GROSS),
    DIVA.weight(b"\x0200.000\r", 0, GROSS),
    DIVA.weight(b"\x0211.840N\r", 11_840, NET),
    DIVA.other(Means.MOVING, b"\x02?\x49\r"),
    DIVA.other(Means.MOVING, b"\x02?\x41\r"),
    DIVA.other(Means.MOVING, b"\x02?\x69\r"),
    DIVA.other(Means.MOVING, b"\x02?\xc9\r"),
    *DIVA.over(b"\x02?\x4a\r", b"\x02?\x42\r", b"\x02?\xca\r"),
    *DIVA.under(b"\x02?\x44\r", b"\x02?\x4c\r", b"\x02?\x6c\r"),
    *DIVA.nothing(
        b"\x02?\x50\r",  # centre of zero: the answer to Z, no weight
        b"\x0212.34\r",  # two decimals are pounds
        b"\x02012.34\r",
        b"\x02E\r",
        b"\x02\r",
    ),
    *ODOO.nothing(b"\x02Ehello\r", b"\x02?\r"),
]

MT = From(protocol="mt-sics", source="Mettler AT balances page 87 and MT-SICS manual 11780711")
KCP = From(protocol="mt-sics", source="Kern KCP-ZB-e 1.3.7; Kern CKE manual, page 35")
MT_SICS: list[CrossFrame] = [
    MT.weight(b"S S     100.00 g\r\n", 100),
    MT.weight(b"S S     12.340 kg\r\n", 12_340),
    MT.weight(b"S S      0.000 kg\r\n", 0),
    MT.weight(b"S S     -0.020 kg\r\n", -20),
    MT.weight(b"TA A      0.500 kg\r\n", 500, TARE),
    MT.moving(b"S D     12.340 kg\r\n", 12_340),
    MT.moving(b"S D     -0.020 kg\r\n", -20),
    *MT.over(b"S +\r\n"),
    *MT.under(b"S -\r\n"),
    *MT.nothing(
        b"S I\r\n",
        b"ES\r\n",
        b"ET\r\n",
        b"EL\r\n",
        b"S S    12.3456 kg\r\n",
        b"S S     12.340 lb\r\n",
        b"S S Error 10b\r\n",
        b'I4 A "1126493049"\r\n',
    ),
    KCP.weight(b"S S       1250 g\r\n", 1250),
]


def estesa(net: str, tare: str, unit: str, status: str) -> bytes:
    """Return "$", net 9, blank, tare 9, blank, unit 2, blank, four hex digits, CR LF."""
    return f"${net:>9} {tare:>9} {unit:>2} {status}\r\n".encode("ascii")


# s1: 0 minimum weight, 1 tare locked, 2 tare preset, 3 centre zero. s2: 1 stable, 2 overload, 0 and
# 3 range. s3: 0 tare entered, 2 not valid, 3 printing. s4: 0 approved, 1 converter, 2 parameters.
D70 = From(protocol="bilanciai-d70", source="Bilanciai D70A manual, pages 63 and 64; DD700, page 8")
BILANCIAI: list[CrossFrame] = [
    D70.weight(estesa("12.340", "0.000", "kg", "0201"), 12_340, GROSS, 0),
    D70.weight(estesa("0.000", "0.000", "kg", "9201"), 0, GROSS, 0),
    D70.weight(estesa("11.840", "0.500", "kg", "4211"), 11_840, NET, 500),
    D70.weight(estesa("-0.500", "0.500", "kg", "0211"), -500, NET, 500),
    D70.weight(estesa("42.350", "0.000", "kg", "0301"), 42_350, GROSS, 0),
    D70.weight(estesa("1250", "0", "g", "0201"), 1250, GROSS, 0),
    D70.moving(estesa("12.340", "0.000", "kg", "0001"), 12_340),
    *D70.over(estesa("30.100", "0.000", "kg", "0641"), estesa("30.100", "0.000", "kg", "0401")),
    *D70.under(estesa("-0.500", "0.000", "kg", "0241")),
    *D70.nothing(
        estesa("12.340", "0.000", "kg", "0241"),
        estesa("12.340", "0.000", "kg", "0203"),
        estesa("12.340", "0.000", "kg", "0205"),
        estesa("12.340", "0.000", "lb", "0201"),
    ),
]


def enq(text: bytes, *, spoilt: int = 0) -> bytes:
    """Return SOH STX, the text, the even column parity of the text, ETX EOT."""
    parity = 0
    for byte in text:
        parity ^= byte
    return b"\x01\x02" + text + bytes([parity ^ spoilt]) + b"\x03\x04"


AVIATOR = From(protocol="cas-enq", source="Ohaus Aviator 7000 service manual, page 36")
CAS_ENQ: list[CrossFrame] = [
    AVIATOR.weight(enq(b"S 12.340kg"), 12_340),
    AVIATOR.weight(b"\x06" + enq(b"S 00.000kg"), 0),
    AVIATOR.weight(enq(b"S-00.500kg"), -500),
    AVIATOR.moving(enq(b"U 12.340kg"), 12_340),
    *AVIATOR.over(enq(b"SF12.340kg"), enq(b"UF      kg")),
    *AVIATOR.nothing(b"\x15", b"\x06", enq(b"S 12.340kg", spoilt=1), enq(b"S 12.340lb")),
]

ALL: tuple[CrossFrame, ...] = (
    *BILANCIAI,
    *CAS_ENQ,
    *TOLEDO,
    *AD,
    *CAS_22,
    *SMA,
    *OHAUS,
    *RADWAG,
    *SBI,
    *KERN_OLD,
    *GRAM,
    *ADAM_CPW,
    *HID,
    *TOLEDO_8217,
    *MT_SICS,
)
