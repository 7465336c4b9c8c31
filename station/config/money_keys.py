"""Reads `[money]`: how the hub sells, who it is on an invoice, which accounts its books use.

Must not reckon anything.
"""

from __future__ import annotations

import re

from station.config.model import Money
from station.config.reader import TableReader

SIRET = re.compile(r"[0-9]{14}")
VAT_NUMBER = re.compile(r"[A-Z]{2}[0-9A-Z]{2,13}")
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
ACCOUNT = re.compile(r"[0-9]{3,12}")
SELLERS = ("agent", "reseller")


def money_keys(table: TableReader) -> Money:
    """Read the table; every key has a default, so that a hub that sells nothing writes none."""
    money = Money(
        seller=table.choice("seller", SELLERS) if "seller" in table else "agent",
        vat_permille=_whole(table, "vat_permille", 55, 0, 300),
        commission_permille=_whole(table, "commission_permille", 0, 0, 1_000),
        payment_days=_whole(table, "payment_days", 30, 0, 120),
        tolerance_permille=_whole(table, "tolerance_permille", 20, 0, 200),
        siret=_text(table, "siret", SIRET, "14 digits between quotes"),
        vat_number=_text(table, "vat_number", VAT_NUMBER, 'a VAT number such as "FR00123456789"'),
        iban=_text(table, "iban", IBAN, "an IBAN without spaces"),
        account_customers=_text(table, "account_customers", ACCOUNT, "an account", "411000"),
        account_sales=_text(table, "account_sales", ACCOUNT, "an account", "707000"),
        account_vat=_text(table, "account_vat", ACCOUNT, "an account", "445710"),
    )
    table.refuse_unknown()
    return money


def _whole(table: TableReader, name: str, default: int, low: int, high: int) -> int:
    found = table.optional_whole(name, low, high)
    return default if found is None else found


def _text(
    table: TableReader, name: str, pattern: re.Pattern[str], expected: str, default: str = ""
) -> str:
    remedy = "Corrigez la valeur entre guillemets, ou supprimez la ligne."
    return table.text(name, default=default, pattern=pattern, expected=expected, remedy_fr=remedy)
