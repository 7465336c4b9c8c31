"""Lists the scale protocols, for the registry: one entry a protocol.

It decodes nothing and builds nothing by itself.
"""

from __future__ import annotations

from drivers.protocol_entry import ProtocolEntry, SerialSettings
from drivers.scales.mt_sics import MtSics
from drivers.scales.toledo_8217 import Toledo8217

_8N1 = SerialSettings()
_7E1 = SerialSettings(bytesize=7, parity="E")

SCALES: tuple[ProtocolEntry, ...] = (
    ProtocolEntry(
        kind="scale",
        protocol="toledo-8217",
        name="Mettler/Toledo 8217 (Ariva-S, Viva, DIVA, Baxtran TW)",
        stability="motion bit; a weight is sent only when still",
        tare="net flag only: a tare in the indicator must be cleared",
        status="motion, over, under, zero",
        proof_of_print=None,
        tested_against="drivers.simulated.scale_8217",
        build=Toledo8217,
        serial=(_7E1, _8N1),
    ),
    ProtocolEntry(
        kind="scale",
        protocol="mt-sics",
        name="MT-SICS level 0/1 (Mettler, Ohaus, Kern KCP)",
        stability="S/D in every answer",
        tare="asked with TA, before and after each stable weight",
        status="+, -, I, ES, ET, EL",
        proof_of_print=None,
        tested_against="drivers.simulated.scale_sics, mt-sics-emulator 0.1.1 (with S)",
        build=MtSics,
        serial=(_8N1, _7E1),
    ),
)
