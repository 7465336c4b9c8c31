"""Lists the simulated scales by protocol: one line to add for each.

It holds no behaviour of its own.
"""

from __future__ import annotations

from drivers.simulated.scale_adam import SimulatedAdamCpw
from drivers.simulated.scale_and import SimulatedAndIndicator
from drivers.simulated.scale_base import SimulatedScale
from drivers.simulated.scale_bilanciai import SimulatedBilanciaiD70
from drivers.simulated.scale_cas_22 import SimulatedCas22
from drivers.simulated.scale_cas_enq import SimulatedCasEnq
from drivers.simulated.scale_gram import SimulatedGram
from drivers.simulated.scale_hid import SimulatedHidScale
from drivers.simulated.scale_lines import SimulatedLines
from drivers.simulated.scale_ohaus import SimulatedOhaus
from drivers.simulated.scale_old_kern import SimulatedOldKern
from drivers.simulated.scale_radwag import SimulatedRadwag
from drivers.simulated.scale_sbi import SimulatedSbiWithId
from drivers.simulated.scale_sma import SimulatedSma
from drivers.simulated.scale_toledo_continuous import (
    SimulatedToledoContinuous,
    SimulatedToledoContinuousNoChecksum,
)

SIMULATED_SCALES: dict[str, type[SimulatedScale]] = {
    "toledo-continuous": SimulatedToledoContinuous,
    "toledo-continuous-nochk": SimulatedToledoContinuousNoChecksum,
    "ad": SimulatedAndIndicator,
    "radwag": SimulatedRadwag,
    "cas-22": SimulatedCas22,
    "cas-enq": SimulatedCasEnq,
    "sartorius-sbi": SimulatedSbiWithId,
    "kern-old": SimulatedOldKern,
    "ohaus": SimulatedOhaus,
    "gram-k3": SimulatedGram,
    "adam-cpw": SimulatedAdamCpw,
    "sma": SimulatedSma,
    "bilanciai-d70": SimulatedBilanciaiD70,
    "hid-scale": SimulatedHidScale,
    "line-regex": SimulatedLines,
}
