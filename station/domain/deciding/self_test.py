"""Decides self-tests: judges what the devices of a post did, and warns when one failed.

Must not touch a device: what was read, printed and heard comes with the command.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events
from station.domain.deciding.labels import kilograms
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.desk import Desk, found
from station.domain.model import DeviceTried
from station.domain.words import Tried

FAILED = "self_test_failed"
"""The kind of exception that a failed self-test raises; the next good one settles it."""


def record_self_test(command: commands.self_test.RecordSelfTest, desk: Desk) -> Outcome:
    """Keep every result; a device that failed is shown to the coordinator until it is good."""
    post = found(desk.post_facts(), "poste à essayer").id
    results = tuple(_tried(command))
    found(results or None, f"appareil au poste {post}")
    desk.emit(f"self-test/{post}", events.hub.SelfTestDone(post=post, results=results))
    desk.settle_troubles("essai complet refait", kind=FAILED, subject=post)
    failed = [f"{one.device} : {one.detail}" for one in results if one.result is Tried.FAILED]
    if failed:
        desk.trouble(FAILED, post, " ; ".join(failed))
    return DONE


def _tried(command: commands.self_test.RecordSelfTest) -> list[DeviceTried]:
    results = [_scale(command.scale)] if command.scale else []
    results += [_printer(command.printer)] if command.printer else []
    return results + [_scanner(one) for one in command.scanners]


def _scale(trial: commands.self_test.ScaleTrial) -> DeviceTried:
    """A scale is good when it shows its check weight to one division."""
    if trial.weight_g is None:
        return _result(trial.device, "scale", Tried.SKIPPED, "pas de poids d'essai")
    if trial.read_g is None:
        result = Tried.FAILED if trial.detail else Tried.SKIPPED
        return _result(trial.device, "scale", result, trial.detail or "pas pesé")
    good = abs(trial.read_g - trial.weight_g) <= trial.tolerance_g
    detail = f"{kilograms(trial.read_g)} lus pour {kilograms(trial.weight_g)}"
    return _result(trial.device, "scale", Tried.OK if good else Tried.FAILED, detail)


def _printer(trial: commands.self_test.PrinterTrial) -> DeviceTried:
    """A printer is good when its label was scanned back, whatever it says of itself."""
    if trial.read_back:
        return _result(trial.device, "printer", Tried.OK, "étiquette relue")
    if trial.printed is None:
        return _result(trial.device, "printer", Tried.SKIPPED, "pas d'étiquette d'essai")
    if trial.printed:
        return _result(trial.device, "printer", Tried.SKIPPED, "étiquette pas relue")
    return _result(trial.device, "printer", Tried.FAILED, trial.detail or "pas imprimée")


def _scanner(trial: commands.self_test.ScannerTrial) -> DeviceTried:
    result, detail = (Tried.OK, "entendu") if trial.heard else (Tried.SKIPPED, "pas scanné")
    return _result(trial.device, "scanner", result, detail)


def _result(device: str, kind: str, result: Tried, detail: str) -> DeviceTried:
    return DeviceTried(device=device, kind=kind, result=result, detail=detail)


DECIDES: dict[type, Any] = {commands.self_test.RecordSelfTest: record_self_test}
