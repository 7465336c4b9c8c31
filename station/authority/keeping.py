"""Keeps the authority's files beside the ledger, and the server's certificate in date.

Must not load `cryptography` where nothing has to be made or read, and must not date anything by a
clock that no time source disciplines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path
from typing import TYPE_CHECKING

from labels.whole_file import write_whole
from station.authority.addresses import local_interfaces, local_names, networks_of

if TYPE_CHECKING:
    from station.authority.making import Pair, Seen

RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""This version is not older: the day a certificate begins when no clock and no event is sure."""
RENEW_DAYS = 300
"""A certificate with less left is made anew, as soon as the day is sure."""
ROOT, LEAF = "racine", "station"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The files a TLS server needs, and what they say."""

    certificate: Path
    key: Path
    renewed: bool


class Authority:
    """The authority of one hub; its folder goes into every copy of the ledger."""

    def __init__(
        self,
        ledger: Path,
        *,
        hub: str,
        trusted_hosts: tuple[str, ...],
        sure_day: Callable[[], datetime | None],
        known_past: Callable[[], datetime | None],
        interfaces: Callable[[], list[IPv4Interface]] = local_interfaces,
    ) -> None:
        """`sure_day`: now, None while the clock is unsure. `known_past`: the last sure event."""
        self.folder = ledger.with_name(f"{ledger.stem}-authority")
        self._hub, self._names = hub, local_names(trusted_hosts)
        self._sure_day, self._known_past = sure_day, known_past
        self._interfaces = interfaces

    def ready(self) -> Ready:
        """Return the server's certificate, made or renewed where that is due.

        A root is made once; a leaf when there is none, when names or addresses changed, and in time
        before its end. Without a sure clock an old one is kept: a wrong date helps nobody.
        """
        root = self._root()
        renewed = self._leaf_is_due(root)
        if renewed:
            self._make_leaf(root)
        return Ready(
            certificate=self._path(LEAF, "pem"), key=self._path(LEAF, "key"), renewed=renewed
        )

    def root_certificate(self) -> Seen | None:
        """Return what tablets install, None where no authority was made yet."""
        return self._seen(ROOT)

    def leaf_certificate(self) -> Seen | None:
        """Return what the server shows."""
        return self._seen(LEAF)

    # --- the root ------------------------------------------------------------------------------

    def _root(self) -> Pair:
        from station.authority.making import Pair, make_root

        if not self._path(ROOT, "pem").exists():
            made = make_root(self._hub, self._names, networks_of(self._interfaces()))
            self._write(ROOT, made)
        return Pair(
            certificate=self._path(ROOT, "pem").read_bytes(),
            key=self._path(ROOT, "key").read_bytes(),
        )

    # --- the server's certificate --------------------------------------------------------------

    def _wanted(self, root: Pair) -> tuple[tuple[str, ...], tuple[IPv4Address, ...]]:
        """Return the names and addresses that the root may certify and that are ours now."""
        from station.authority.making import permitted_names, permitted_networks

        names, networks = (
            permitted_names(root.certificate),
            permitted_networks(root.certificate),
        )
        here = [each.ip for each in self._interfaces()]
        return (
            tuple(name for name in self._names if name in names),
            tuple(ip for ip in here if any(ip in network for network in networks)),
        )

    def _leaf_is_due(self, root: Pair) -> bool:
        seen = self._seen(LEAF)
        if seen is None:
            return True
        names, addresses = self._wanted(root)
        if not (set(names) <= set(seen.names) and set(addresses) <= set(seen.addresses)):
            return True
        day = self._sure_day()
        return day is not None and not (seen.begins <= day < seen.ends - timedelta(days=RENEW_DAYS))

    def _make_leaf(self, root: Pair) -> None:
        from station.authority.making import make_leaf

        names, addresses = self._wanted(root)
        self._write(LEAF, make_leaf(root, names, addresses, self._begins()))

    def _begins(self) -> datetime:
        """Return a day that has surely begun: yesterday by a sure clock, else the last sure one."""
        day = self._sure_day()
        if day:
            return day - timedelta(days=1)
        past = self._known_past()
        return max(RELEASED, past) if past else RELEASED

    # --- files ---------------------------------------------------------------------------------

    def _path(self, name: str, end: str) -> Path:
        return self.folder / f"{name}.{end}"

    def _seen(self, name: str) -> Seen | None:
        path = self._path(name, "pem")
        if not path.exists():
            return None
        from station.authority.making import look

        return look(path.read_bytes())

    def _write(self, name: str, pair: Pair) -> None:
        """Put key and certificate in place, the key first and for its owner only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for end, content in (("key", pair.key), ("pem", pair.certificate)):
            write_whole(self._path(name, end), content)
