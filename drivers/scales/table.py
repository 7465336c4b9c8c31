"""Lists the scale protocols, for the registry: one entry a protocol.

It decodes nothing and builds nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable

from drivers.errors import UnknownProtocol
from drivers.protocol_entry import ProtocolEntry, Refused, SerialSettings
from drivers.scales import (
    adam_cpw,
    and_family,
    bilanciai_d70,
    gram_k3,
    hid_scale,
    line_regex,
    ohaus,
    old_kern,
    radwag,
    sartorius_sbi,
    sma,
    toledo_continuous,
)
from drivers.scales import cas_22 as cas_22_frames
from drivers.scales.cas_enq import CasEnq
from drivers.scales.mt_sics import MtSics
from drivers.scales.toledo_8217 import Toledo8217

_8N1 = SerialSettings()
_7E1 = SerialSettings(bytesize=7, parity="E")
_7O1 = SerialSettings(bytesize=7, parity="O")
_TARE_MUST_BE_CLEARED = "net flag only: a tare in the indicator must be cleared"
_TARE_UNKNOWN = "not sent: never tare at this scale"


def _no_conversation() -> object:
    raise UnknownProtocol("this protocol is known by name only")


def _scale(
    protocol: str,
    name: str,
    build: Callable[..., object],
    *,
    stability: str,
    tare: str,
    status: str,
    serial: tuple[SerialSettings, ...] = (_8N1,),
    options: tuple[str, ...] = (),
    tested_against: str = "its simulator; frames of makers and captures in cross_frames.py",
    refused: Refused | None = None,
) -> ProtocolEntry:
    return ProtocolEntry(
        kind="scale",
        protocol=protocol,
        name=name,
        stability=stability,
        tare=tare,
        status=status,
        proof_of_print=None,
        tested_against=tested_against,
        build=build,
        options=options,
        serial=serial,
        refused=refused,
    )


SCALES: tuple[ProtocolEntry, ...] = (
    _scale(
        "toledo-8217",
        "Mettler/Toledo 8217 (Ariva-S, Viva, DIVA, Baxtran TW)",
        Toledo8217,
        stability="motion bit; a weight is sent only when still",
        tare=_TARE_MUST_BE_CLEARED,
        status="motion, over, under, zero",
        serial=(_7E1, _8N1),
        tested_against="drivers.simulated.scale_8217; emupos 0.4.0 (Python 3.13)",
    ),
    _scale(
        "mt-sics",
        "MT-SICS level 0/1 (Mettler, Ohaus, Kern KCP)",
        MtSics,
        stability="S/D in every answer",
        tare="asked with TA, before and after each stable weight",
        status="+, -, I, ES, ET, EL",
        serial=(_8N1, _7E1),
        tested_against="drivers.simulated.scale_sics, mt-sics-emulator 0.1.1 (with S)",
    ),
    _scale(
        "toledo-continuous",
        'Toledo continuous with checksum (IND, 8142, 8530, Kern FTC, "MT format")',
        toledo_continuous.conversation,
        stability="motion bit",
        tare="in every frame",
        status="over, under, motion, not zeroed",
        serial=(_7E1, SerialSettings(baudrate=4800, bytesize=7, parity="E"), _8N1),
    ),
    _scale(
        "toledo-continuous-nochk",
        "Toledo continuous without checksum",
        toledo_continuous.conversation_without_checksum,
        stability="motion bit",
        tare="in every frame",
        status="over, under, motion, not zeroed",
        serial=(_7E1, SerialSettings(baudrate=4800, bytesize=7, parity="E"), _8N1),
    ),
    _scale(
        "ad",
        'A&D and the "ST,GS" family (Dini Argeo, Kern KFB/SFB/GAB, CAS "AND 18", Gram)',
        and_family.conversation,
        stability="ST/US in every line",
        tare="GS/NT where sent: a tare must be cleared; Dini Argeo AF sends it",
        status="over, under, held",
        serial=(_8N1, SerialSettings(baudrate=2400, bytesize=7, parity="E"), _7E1),
    ),
    _scale(
        "radwag",
        "Radwag, sold as Kern KEN-TM, PLE and PLB too",
        radwag.conversation,
        stability="mark in every answer",
        tare="asked with OT, before and after each stable weight",
        status="over, under, not now",
        serial=(_8N1, SerialSettings(baudrate=4800)),
    ),
    _scale(
        "cas-22",
        "CAS 22 bytes (CI, NT indicators)",
        cas_22_frames.conversation,
        stability="ST/US and a lamp bit, both",
        tare=_TARE_MUST_BE_CLEARED,
        status="overload, held",
    ),
    _scale(
        "cas-enq",
        "ENQ dialogue of cash registers (CAS, Dibal, Elzab, Ohaus Aviator)",
        CasEnq,
        stability="S/U in every frame",
        tare=_TARE_UNKNOWN,
        status="overflow",
        serial=(_8N1, _7E1),
    ),
    _scale(
        "sartorius-sbi",
        "Sartorius SBI, 16 or 22 characters (Combics, Entris, Minebea)",
        sartorius_sbi.conversation,
        stability="the unit is sent only when still",
        tare="G#/N with 22 characters: a tare must be cleared; not sent with 16",
        status="High, Low, Cal., Err",
        serial=(SerialSettings(baudrate=1200, bytesize=7, parity="O"), _7O1, _8N1),
        tested_against="its simulator, which the PyPI client sartorius 0.7.1 reads too",
    ),
    _scale(
        "kern-old",
        'Kern, menu "rE Cr" (DE, PCB, FKB, KDE)',
        old_kern.conversation,
        stability="the unit is sent only when still",
        tare=_TARE_UNKNOWN,
        status="Error",
        serial=(_8N1, SerialSettings(baudrate=4800), SerialSettings(baudrate=2400)),
    ),
    _scale(
        "ohaus",
        "Ohaus lines (Defender 3000, Ranger, Navigator, Scout)",
        ohaus.conversation,
        stability="? when not still",
        tare="G/NET where sent: a tare must be cleared",
        status="ES",
        serial=(_8N1, SerialSettings(baudrate=2400, bytesize=7, stopbits=2)),
    ),
    _scale(
        "gram-k3",
        "Gram K3, Z3, Xfoc, frame PC0 (Baxtran)",
        gram_k3.conversation,
        stability="status bit",
        tare=_TARE_MUST_BE_CLEARED,
        status="a display without a number is an error",
    ),
    _scale(
        "adam-cpw",
        "Adam CPWplus",
        adam_cpw.conversation,
        stability="S/U in its continuous output; asked: equal for 1 s, marked so, not for trade",
        tare="gross is asked",
        status="none",
        serial=(_8N1, SerialSettings(baudrate=4800)),
    ),
    _scale(
        "sma",
        "SMA SCP-0499 (Fairbanks, Cardinal, Sartorius PR, BTEK)",
        sma.conversation,
        stability="M in every frame",
        tare="asked with M, before and after each stable weight",
        status="over, under, zero and tare errors",
        serial=(_8N1, _7E1),
        tested_against="its simulator; cross_frames.py; emupos 0.4.0 (Python 3.13)",
    ),
    _scale(
        "bilanciai-d70",
        "Bilanciai D70, BTEK DD700, ESTESA string",
        bilanciai_d70.conversation,
        stability="status bit",
        tare="in every frame",
        status="overload, not valid, converter and parameter faults",
        serial=(SerialSettings(baudrate=4800, bytesize=7, parity="E", stopbits=2), _8N1),
    ),
    _scale(
        "hid-scale",
        "USB-HID scale, usage page 8Dh (Dymo, Stamps, Fairbanks)",
        hid_scale.conversation,
        stability="status in every report",
        tare=_TARE_UNKNOWN,
        status="under, over, fault, to be calibrated or zeroed",
        serial=(),
    ),
    _scale(
        "line-regex",
        "Any scale that sends lines, by a pattern (Precia-Molen, EPELSA, Master-K)",
        line_regex.conversation,
        stability="by the pattern; without: equal for 1 s, marked so",
        tare="by the pattern",
        status="by the pattern",
        options=("pattern", "request"),
        serial=(_8N1, _7E1, SerialSettings(baudrate=4800), SerialSettings(baudrate=2400)),
        tested_against="its simulator",
    ),
    _scale(
        "dialog-06",
        "Dialog 06 (Mettler, Bizerba, Dibal cash-register scales)",
        _no_conversation,
        stability="refused",
        tare="refused",
        status="refused: answers only after a handshake with a secret polynomial",
        serial=(_7O1,),
        tested_against="not spoken",
        refused=Refused(
            reason="Dialog 06 lets only approved cash registers in: its handshake uses a secret "
            "polynomial, and it weighs only against a price",
            remedy_fr="Choisissez un autre protocole dans le menu de la balance.",
        ),
    ),
)
