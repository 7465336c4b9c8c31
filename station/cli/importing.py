"""`hangar import`: files of producers, products, customers, crate types, rounds and orders."""

from __future__ import annotations

import argparse
from pathlib import Path

from station.cli.words import print_json, with_config, with_json
from station.errors import HangarError

KINDS = (
    *("producers", "products", "customers", "crate-types", "rounds", "orders"),
    *("vehicles", "distances"),
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this group's subcommand."""
    parser = with_json(with_config(commands.add_parser("import", help="read a file: diff, apply")))
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("file", type=Path)
    parser.add_argument("--preset")
    parser.add_argument("--delivery-date")
    parser.add_argument("--source")
    parser.add_argument("--cycle", default="", help="the order cycle, where the file names none")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--confirm-cancellations", action="store_true")
    parser.add_argument("--keep-good", action="store_true")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Import one file; exit status 1 when it was not applied."""
    from station.config import load_config
    from station.control import sending
    from station.cutoffs import closed_now
    from station.importing.applying import import_file
    from station.reading import Readers

    try:
        content = arguments.file.read_bytes()
    except OSError as error:
        raise HangarError(f"{arguments.file}: expected a file to read, got {error}") from error
    config = load_config(arguments.config)
    with sending(config) as send:
        readers = Readers(config.storage.ledger)
        try:
            report = import_file(
                arguments.kind,
                content,
                readers=readers,
                send=send,
                source=arguments.source or arguments.file.name,
                preset=arguments.preset,
                delivery_date=arguments.delivery_date,
                dry_run=arguments.dry_run,
                confirm_cancellations=arguments.confirm_cancellations,
                keep_good=arguments.keep_good,
                cycle=arguments.cycle,
                closed=closed_now(config),
            )
        finally:
            readers.close()
    if arguments.json:
        print_json(report.as_json())
    else:
        _tell(report)
    return 0 if report.applied or arguments.dry_run else 1


def _tell(report: object) -> None:
    from station.importing.applying import Report

    assert isinstance(report, Report)
    for problem in report.problems:
        where = f"ligne {problem.row}" if problem.row else "fichier"
        column = f", colonne {problem.column}" if problem.column else ""
        print(f"{where}{column} : {problem.message}")
    late = sum(bool(row.get("late")) for row in (*report.added, *report.changed))
    if late:
        print(f"{late} après l'heure limite : à accepter, reporter ou refuser (page Commandes)")
    print(
        f"{len(report.added)} ajoutées, {len(report.changed)} changées,"
        f" {len(report.cancelled)} à annuler, {len(report.unchanged)} identiques :"
        f" {'appliqué' if report.applied else 'rien appliqué'}"
    )
