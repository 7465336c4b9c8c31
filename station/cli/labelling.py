"""`hangar gs1` and `hangar label`: element strings checked, labels previewed."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from station.cli.words import print_json, with_config, with_json
from station.errors import HangarError
from station.label_sheets import SMALLEST, STOCKS, Press

if TYPE_CHECKING:
    from labels.shelf import Shelf


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this group's subcommands."""
    gs1 = commands.add_parser("gs1", help="GS1 element strings and Digital Links")
    checks = gs1.add_subparsers(required=True, metavar="WHAT")
    check = with_json(with_config(checks.add_parser("check", help="one input a line")))
    check.add_argument("--no-associations", action="store_true")
    check.set_defaults(run=run_check)
    label = commands.add_parser("label", help="label templates")
    parts = label.add_subparsers(required=True, metavar="WHAT")
    preview = with_config(parts.add_parser("preview", help="draw a template to a file"))
    preview.add_argument("template")
    how = preview.add_mutually_exclusive_group()
    how.add_argument("--sample", action="store_true")
    how.add_argument("--fields", type=Path, help="a JSON file with the fields")
    preview.add_argument("--dpi", type=int, default=203)
    preview.add_argument("--out", type=Path, required=True)
    preview.set_defaults(run=run_preview)
    check_one = with_json(with_config(parts.add_parser("check", help="every fault of templates")))
    check_one.add_argument("template", nargs="*", help="a name or a .toml file; none: all")
    check_one.set_defaults(run=run_check_templates)
    blank = with_config(parts.add_parser("emergency", help="labels for when a printer is down"))
    blank.add_argument("--count", type=int, required=True)
    blank.add_argument("--sheet", choices=sorted(STOCKS), default=SMALLEST)
    _where(blank)
    blank.set_defaults(run=run_emergency)
    tags = with_config(parts.add_parser("tags", help="tags for crates that come back"))
    tags.add_argument("--crate-type", required=True)
    tags.add_argument("--count", type=int, required=True)
    tags.add_argument("--sheet", choices=sorted(STOCKS), default=SMALLEST)
    _where(tags)
    tags.set_defaults(run=run_tags)
    templates = with_json(with_config(parts.add_parser("templates", help="the templates")))
    templates.set_defaults(run=run_templates)


def _where(parser: argparse.ArgumentParser) -> None:
    """Blank labels go to a PDF of A4 sheets, or come out of a label printer of the hub."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", type=Path, help="a PDF file, A4 sheets")
    where.add_argument("--printer", help="a printer of hangar.toml, its paper large enough")


def run_check(arguments: argparse.Namespace) -> int:
    """Answer one JSON object for every line of standard input, an empty one too."""
    from labels.gs1.check import check

    for line in sys.stdin.buffer:
        text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
        answer = check(text, associations=not arguments.no_associations)
        if arguments.json:
            print_json(answer)
        else:
            print(answer["hri"] if answer["ok"] else f"error: {answer['error']}")
    return 0


def run_preview(arguments: argparse.Namespace) -> int:
    """Draw a template with its sample, or with given fields."""
    import labels
    from labels.preview import preview

    fields = json.loads(arguments.fields.read_text("utf-8")) if arguments.fields else None
    try:
        preview(
            arguments.template, fields, arguments.out, dpi=arguments.dpi, shelf=_shelf(arguments)
        )
    except (
        labels.LabelRefused,
        labels.LabelUnreadable,
        labels.TemplateError,
        labels.UnknownLanguage,
    ) as error:
        raise HangarError(str(error)) from error
    return 0


def run_check_templates(arguments: argparse.Namespace) -> int:
    """List every fault of templates with line and field; exit status 1 when there is one."""
    from labels.template import TemplateError
    from labels.trial import judged

    shelf = _shelf(arguments)
    found = {}
    for name in arguments.template or shelf.names():
        try:
            path = Path(name)
            raw = path.read_bytes() if name.endswith(".toml") else shelf.content(name)
        except (TemplateError, OSError) as error:
            raise HangarError(str(error)) from error
        found[name] = judged(path.stem, raw.decode("utf-8", "replace"), None, 203)["faults"]
    if arguments.json:
        print_json(found)
    for name, faults in found.items() if not arguments.json else ():
        for fault in faults:
            print(f"{name}, ligne {fault['line'] or '?'} : {fault['fr']}")
        if not faults:
            print(f"{name} : bon")
    return int(any(found.values()))


def _shelf(arguments: argparse.Namespace) -> Shelf:
    """Return the templates beside the configuration, where there are any."""
    from labels.shelf import Shelf
    from station.config.model import TEMPLATES_FOLDER

    return Shelf(arguments.config.parent / TEMPLATES_FOLDER)


def run_emergency(arguments: argparse.Namespace) -> int:
    """Give out codes in the ledger, then draw them; codes of a drawing that fails stay unused."""
    from station.label_sheets import emergency_pdf

    codes, hub, press = _given_out(arguments, "MakeEmergencyLabels", count=arguments.count)
    if arguments.out:
        arguments.out.write_bytes(emergency_pdf(codes, hub, press))
    return 0


def run_tags(arguments: argparse.Namespace) -> int:
    """Give out the codes of returnable crates in the ledger, then draw their tags."""
    from station.label_sheets import tags_pdf

    crate_type = arguments.crate_type
    codes, hub, press = _given_out(
        arguments, "MakeCrateTags", crate_type=crate_type, count=arguments.count
    )
    if arguments.out:
        arguments.out.write_bytes(tags_pdf(codes, crate_type, hub, press))
    return 0


def _given_out(
    arguments: argparse.Namespace, type: str, **data: Any
) -> tuple[list[str], str, Press]:
    """Send the command that gives out codes; return them with what is needed to draw them."""
    from station.config import load_config
    from station.control import sending

    config = load_config(arguments.config)
    press = Press(stock=STOCKS[arguments.sheet], shelf=_shelf(arguments), mark=config.label_mark)
    with sending(config) as send:
        answer = send(type, data | {"printer": arguments.printer})
    if answer["outcome"] != "accepted":
        raise HangarError(str(answer["refusal"]["say"]["fr"]))
    return answer["codes"], config.hub.name, press


def run_templates(arguments: argparse.Namespace) -> int:
    """List the templates with their sizes and fields."""
    from labels.preview import templates_json

    rows = templates_json(_shelf(arguments))
    if arguments.json:
        print_json(rows)
    else:
        for row in rows:
            print(row["name"])
    return 0
