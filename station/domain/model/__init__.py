"""The things of the hangar as frozen values: what the projections hold.

Must hold no rule: fields with their units, and what follows from them alone. Weights are integer
grams, counts integers of the product's unit, temperatures tenths of a degree, money cents, dates
ISO 8601 text in the hub's zone, instants ISO 8601 text with offset.

One file an area; everybody imports from here.
"""

from station.domain.model.crates import (
    Consumed,
    Content,
    Crate,
    Drop,
    Holding,
    Intake,
    Label,
    Lot,
    ReadyCrate,
    Weighing,
)
from station.domain.model.floor import (
    DeviceTried,
    Help,
    PairedDevice,
    ReaderContext,
    SelfTest,
    Trouble,
)
from station.domain.model.orders import Allocation, Announcement, OrderLine, Shortage, shortage_key
from station.domain.model.papers import (
    DayClosing,
    Mail,
    MailedPaper,
    PreparationSheet,
    SheetLine,
    sheet_key,
)
from station.domain.model.records import (
    Action,
    Alias,
    Code,
    Counter,
    CrateType,
    Customer,
    Operator,
    Producer,
    Product,
    Zone,
)
from station.domain.model.rounds import (
    DeliveryNote,
    DeliveryPhoto,
    Empties,
    NoteLine,
    NotePart,
    Round,
    RoundCost,
    SharingKey,
    Stop,
    StopTemperature,
)

__all__ = [
    "Action",
    "Alias",
    "Allocation",
    "Announcement",
    "Code",
    "Consumed",
    "Content",
    "Counter",
    "Crate",
    "CrateType",
    "Customer",
    "DayClosing",
    "DeliveryNote",
    "DeliveryPhoto",
    "DeviceTried",
    "Drop",
    "Empties",
    "Help",
    "Holding",
    "Intake",
    "Label",
    "Lot",
    "Mail",
    "MailedPaper",
    "NoteLine",
    "NotePart",
    "Operator",
    "OrderLine",
    "PairedDevice",
    "PreparationSheet",
    "Producer",
    "Product",
    "ReaderContext",
    "ReadyCrate",
    "Round",
    "RoundCost",
    "SelfTest",
    "SharingKey",
    "SheetLine",
    "Shortage",
    "Stop",
    "StopTemperature",
    "Trouble",
    "Weighing",
    "Zone",
    "sheet_key",
    "shortage_key",
]
