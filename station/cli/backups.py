"""`hangar backup` and `hangar restore`: verified copies, and the way back from one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from station.cli.words import print_json, with_config, with_json
from station.errors import HangarError

if TYPE_CHECKING:
    from station.backup.restoring import Restored
    from station.config import Config


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this group's subcommands."""
    backup = with_json(with_config(commands.add_parser("backup", help="make a verified copy")))
    backup.add_argument("--to", type=Path, metavar="DIR", help="a stick's folder, say")
    backup.set_defaults(run=run_backup)
    restore = with_json(with_config(commands.add_parser("restore", help="go on from a copy")))
    restore.add_argument("source", type=Path, metavar="FROM", help="a copy, or a folder of copies")
    restore.add_argument(
        "--dir", type=Path, metavar="DIR", help="a station's folder; its hangar.toml may be missing"
    )
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """Make one verified copy, tidy old ones away, and remember what happened."""
    from datetime import UTC, datetime

    from station.backup.taking import take_copy
    from station.clock import kernel_synchronised
    from station.config import load_config

    config = load_config(arguments.config)
    now, sure = datetime.now(UTC), kernel_synchronised()
    taken = take_copy(config, arguments.to, now=now, sure=sure)
    made = taken.manifest
    if arguments.json:
        print_json(
            {
                "copy": str(taken.folder),
                "epoch": made.epoch,
                "seq": made.seq,
                "head": made.head,
                "at": made.made_at,
                "elsewhere": taken.elsewhere,
                "removed": [str(path) for path in taken.removed],
            }
        )
        return 0
    print(f"{taken.folder}: {made.seq} events up to {made.head}, read back and proven")
    if not taken.elsewhere:
        print("this copy lies on the ledger's own disk: it does not outlive that disk")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Go on from a copy; refuses while a server runs."""
    from datetime import UTC, datetime

    from station.backup.restoring import choose, restore

    config, source = _target(arguments)
    done = restore(choose(source, hub=config.hub.name), config, now=datetime.now(UTC))
    if arguments.json:
        print_json(
            {
                "source": str(done.source),
                "ledger": str(config.storage.ledger),
                "epoch": done.epoch,
                "seq": done.seq,
                "copied": {"epoch": done.manifest.epoch, "seq": done.manifest.seq},
                "aside": str(done.aside) if done.aside else None,
                "taken": list(done.taken),
                "kept": list(done.kept),
                "erased_again": done.erased_again,
                "newer": [str(path) for path in done.newer],
            }
        )
    else:
        _tell(done)
    return 0


def _target(arguments: argparse.Namespace) -> tuple[Config, Path]:
    """Return whose ledger is replaced; `--dir` may be a fresh folder, set up from the copy."""
    from shutil import copyfile

    from station.backup.copying import CONFIGURATION
    from station.backup.restoring import choose
    from station.config import load_config

    if arguments.dir is None:
        return load_config(arguments.config), arguments.source
    path: Path = arguments.dir / CONFIGURATION
    if path.exists():
        return load_config(path), arguments.source
    source = choose(arguments.source)
    if not (source / CONFIGURATION).is_file():
        raise HangarError(f"{source}: expected {CONFIGURATION} in the copy; write {path} first")
    arguments.dir.mkdir(mode=0o750, parents=True, exist_ok=True)
    copyfile(source / CONFIGURATION, path)
    config = load_config(path)
    if arguments.dir.resolve() not in config.storage.ledger.resolve().parents:
        path.unlink()
        raise HangarError(
            f"{source / CONFIGURATION}: its ledger is {config.storage.ledger}, outside"
            f" {arguments.dir}: give that configuration with --config instead of --dir"
        )
    return config, source


def _tell(done: Restored) -> None:
    copied = done.manifest
    print(f"restored from {done.source}: {copied.seq} events, copied at {copied.made_at}")
    print(f"new epoch {done.epoch}; handhelds offer again what came after the copy")
    if done.aside:
        print(f"the replaced ledger is kept in {done.aside}; remove it when all is well")
    if done.taken:
        print(f"taken from the copy: {', '.join(done.taken)}")
    if done.kept:
        print(f"not taken from the copy: {', '.join(done.kept)}")
    if done.erased_again:
        print(f"erased again: {done.erased_again} entries of personal data")
    for path in done.newer:
        print(f"WARNING: a newer copy is there: {path}")
