"""Checks what holds between the tables: ids used once, posts that name real devices.

Must not read the file.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from station.config.model import Config
from station.errors import Fault


def reference_faults(config: Config) -> list[Fault]:
    """Return every fault between tables."""
    return [
        *_repeated_ids(config),
        *_dangling_devices(config),
        *_fallbacks(config),
        *_shared_scanners(config),
        *_unknown_zones(config),
        *_real_devices_in_school(config),
    ]


def _repeated_ids(config: Config) -> list[Fault]:
    faults = []
    for name, things in (
        ("device", config.devices),
        ("post", config.posts),
        ("zone", config.zones),
    ):
        ids = [thing.id for thing in things if thing.id]
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            faults.append(
                Fault(
                    key=f"{name}[{twice}].id",
                    value=f'"{twice}" {ids.count(twice)} times',
                    expected="an id used once",
                    remedy_fr="Donnez un nom différent à chacun.",
                )
            )
    return faults


def _dangling_devices(config: Config) -> list[Fault]:
    faults = []
    kinds = {device.id: device.kind for device in config.devices}
    for post in config.posts:
        wanted = [("scale", "scale", post.scale), ("printer", "printer", post.printer)]
        wanted.append(("fallback_printer", "printer", post.fallback_printer))
        wanted += [("scanners", "scanner", one) for one in post.scanners]
        for key, kind, device in wanted:
            if device is not None and kinds.get(device) != kind:
                faults.append(_dangling(f"post[{post.id}].{key}", device, kind, kinds))
    return faults


def _dangling(key: str, device: str, kind: str, kinds: dict[str, str]) -> Fault:
    known = ", ".join(name for name, of_kind in kinds.items() if of_kind == kind) or "none declared"
    came = f'"{device}"' + (f", a {kinds[device]}" if device in kinds else ", not declared")
    return Fault(
        key=key,
        value=came,
        expected=f"the id of a {kind}: {known}",
        remedy_fr=f"Déclarez l'appareil [[device]] ou choisissez parmi : {known}.",
    )


def _fallbacks(config: Config) -> list[Fault]:
    """A fallback printer is another one than the post's own."""
    return [
        Fault(
            key=f"post[{post.id}].fallback_printer",
            value=f'"{post.fallback_printer}"',
            expected="another printer than the post's own",
            remedy_fr="Nommez une autre imprimante, et l'imprimante habituelle dans printer.",
        )
        for post in config.posts
        if post.fallback_printer and post.printer in (None, post.fallback_printer)
    ]


def _shared_scanners(config: Config) -> list[Fault]:
    """A wired scanner has one context in hand, so it belongs to one post."""
    posts: dict[str, list[str]] = {}
    for post in config.posts:
        for scanner in post.scanners:
            posts.setdefault(scanner, []).append(post.id)
    return [
        Fault(
            key=f"post[{users[1]}].scanners",
            value=f'"{scanner}", also at {users[0]}',
            expected="a scanner of one post only",
            remedy_fr="Gardez cette douchette à un seul poste.",
        )
        for scanner, users in posts.items()
        if len(users) > 1
    ]


def _unknown_zones(config: Config) -> list[Fault]:
    """A thermometer hangs in a zone that is declared."""
    zones = [zone.id for zone in config.zones]
    known = ", ".join(zones) or "none declared"
    return [
        Fault(
            key=f"device[{device.id}].zone",
            value=f'"{device.zone}", not declared',
            expected=f"the id of a zone: {known}",
            remedy_fr=f"Déclarez la zone [[zone]] ou choisissez parmi : {known}.",
        )
        for device in config.devices
        if device.zone is not None and device.zone not in zones
    ]


def _real_devices_in_school(config: Config) -> list[Fault]:
    """Trainees must reach no real device, whatever a person writes into the school's file."""
    return [
        Fault(
            key=f"device[{device.id}].url",
            value=f'"{device.url}"',
            expected="a simulated device, socket://127.0.0.1:port",
            remedy_fr="À l'école, les appareils sont simulés. Relancez « hangar school ».",
        )
        for device in config.devices
        if config.school and urlsplit(device.url).hostname != "127.0.0.1"
    ]
