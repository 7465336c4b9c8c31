"""`hangar devices list --plugged`: what is plugged in and not configured, with lines to copy.

Must not write a configuration.
"""

from __future__ import annotations

from typing import Any

from station.cli.words import print_json
from station.config import Config


def show(config: Config, *, json: bool) -> None:
    """Print what is plugged in: proposals first, then what is in the way."""
    from station.discovered import discovered

    found = discovered(config)
    if json:
        print_json(found)
        return
    for item in found["items"]:
        _show_item(item)
    for conflict in found["conflicts"]:
        print(f"! {conflict['seen']}\n  {conflict['remedy']}")
    if not found["items"]:
        print("nothing is plugged in that this machine knows as a device")


def _show_item(item: dict[str, Any]) -> None:
    state = f"configured as {item['device']}" if item["device"] else "not configured"
    print(f"{item['node']:20} {item['name']}: {state}")
    for conflict in item["conflicts"]:
        print(f"  ! {conflict['seen']}\n    {conflict['remedy']}")
    if item["proposal"]:
        print("\n".join(f"    {line}" for line in item["proposal"].splitlines()))
    if item["next"]:
        print(f"    what is it? {item['next']}")
