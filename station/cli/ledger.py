"""`hangar verify`, `rebuild`, `trace`, `bench`: the ledger looked at, proved and rebuilt."""

from __future__ import annotations

import argparse

from station.cli.words import print_json, with_config, with_json


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this group's subcommands."""
    verify = with_json(with_config(commands.add_parser("verify", help="prove the ledger")))
    verify.add_argument("--evening", metavar="SEAL", help="what an evening label's code says")
    verify.set_defaults(run=run_verify)
    rebuild = with_json(with_config(commands.add_parser("rebuild", help="projections anew")))
    rebuild.set_defaults(run=run_rebuild)
    trace = with_json(with_config(commands.add_parser("trace", help="where a code's goods went")))
    trace.add_argument("code")
    trace.set_defaults(run=run_trace)
    bench = with_json(with_config(commands.add_parser("bench", help="figures against floors")))
    bench.add_argument("names", nargs="*", metavar="NAME")
    bench.set_defaults(run=run_bench)


def run_verify(arguments: argparse.Namespace) -> int:
    """Check chain, projections and vault; name every wrong record."""
    from station.config import load_config
    from station.proving import evening_head, prove

    config = load_config(arguments.config)
    witness = evening_head(arguments.evening) if arguments.evening else None
    report = prove(config.storage.ledger, witness=witness)
    if arguments.json:
        print_json(report.as_json())
    else:
        for line in (*report.problems, *filter(None, [report.unproven])):
            print(line)
        print(f"{report.events} events, head {report.head}: {report.verdict}")
    return 0 if report.whole else 1


def run_rebuild(arguments: argparse.Namespace) -> int:
    """Drop and rebuild the projections; refuses while a server runs."""
    from station.config import load_config
    from station.ledger.store import open_writer
    from station.rebuilding import rebuild_on

    config = load_config(arguments.config)
    connection = open_writer(config.storage.ledger)
    try:
        connection.execute("BEGIN IMMEDIATE")
        count = rebuild_on(connection)
        connection.execute("COMMIT")
    finally:
        connection.close()
    if arguments.json:
        print_json({"events": count})
    else:
        print(f"projections rebuilt from {count} events")
    return 0


def run_trace(arguments: argparse.Namespace) -> int:
    """Print where a code's goods came from and went."""
    from station.config import load_config
    from station.rebuilding import offline_present
    from station.views.trace import trace

    with offline_present(load_config(arguments.config).storage.ledger) as present:
        found = trace(present, arguments.code)
    if found is None:
        print(f"hangar trace: nothing has the code {arguments.code!r}")
        return 1
    if arguments.json:
        print_json(found)
        return 0
    for lot in found["lots"]:
        print(_lot_in_words(lot))
    return 0


def _lot_in_words(lot: dict[str, object]) -> str:
    producer, stock, delivered = lot["producer"], lot["in_stock"], lot["delivered"]
    assert isinstance(producer, dict) and isinstance(stock, list) and isinstance(delivered, list)
    lines = [f"{lot['lot']}  {lot['product_name']}  {producer['name']}"]
    lines += [f"  en stock : {x['crate']} ({x['zone']}) {x['net_g'] or x['count']}" for x in stock]
    lines += [
        f"  livré : {x['customer']['name']} {x['delivery_note']} {x['net_g'] or x['count']}"
        for x in delivered
    ]
    lines.append(
        f"  reçu {lot['received_g']} g, jeté {lot['discarded_g']} g, écart {lot['unexplained_g']} g"
    )
    return "\n".join(lines)


def run_bench(arguments: argparse.Namespace) -> int:
    """Print each figure with its floor and their ratio, from one run."""
    from station.bench import run

    return run(arguments.names, as_json=arguments.json)
