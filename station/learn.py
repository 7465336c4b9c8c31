"""Listens to a device nobody knows yet: raw bytes as they come, what fits, lines to copy.

Must not touch a port that a configured device uses, nor change the configuration.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from drivers.errors import DriverError
from drivers.learning import Fit, fits
from drivers.listening import listen
from drivers.protocol_entry import SerialSettings
from drivers.recording import Recorder, shown
from station.answering import Answer
from station.config import Config
from station.discovered import device_lines

log = logging.getLogger(__name__)

MAX_SECONDS = 10
"""Longest time at one serial setting; there are some ten settings to try."""
MAX_PIECES = 200
"""The newest pieces that the page shows; the recording has them all."""
MAX_SHOWN_BYTES = 96
"""Bytes of one piece that the page shows: any frame is shorter."""
SCHEMES = ("serial", "socket", "hidraw")
"""What may be listened to; a file of the machine may not."""


class CannotListen(Exception):
    """Why nobody listens: a code, a sentence and a remedy for the person at the page."""

    def __init__(self, code: str, say_fr: str, remedy_fr: str) -> None:
        self.code, self.say_fr, self.remedy_fr = code, say_fr, remedy_fr
        super().__init__(say_fr)


@dataclass(slots=True, kw_only=True)
class Session:
    """One listening; `state` is listening, done or failed."""

    url: str
    started_s: float
    state: str = "listening"
    settings: str = ""
    heard_bytes: int = 0
    pieces: list[Answer] = field(default_factory=list)
    fits: list[Fit] = field(default_factory=list)
    problem: str = ""


class Learning:
    """One listening at a time; the last one stays until the next."""

    def __init__(self, config: Config) -> None:
        self._config = config
        ledger = config.storage.ledger
        self.recording: Path = ledger.with_name(f"{ledger.stem}-recording.jsonl")
        self._lock = threading.Lock()
        self._session: Session | None = None

    def start(self, url: str, *, seconds: int, ask: bool) -> None:
        """Begin to listen in a thread of its own; raise `CannotListen`."""
        _listenable(url)
        if self._config.school and urlsplit(url).hostname != "127.0.0.1":
            say = "À l'école, aucun vrai appareil n'est ouvert."
            raise CannotListen("school", say, "Ouvrez cette page sur la vraie station.")
        owner = owner_of(self._config, url)
        if owner:
            say = f"Cette prise est à {owner}, qui travaille."
            raise CannotListen("port_in_use", say, "Retirez-le de hangar.toml, puis redémarrez.")
        seconds = max(1, min(seconds, MAX_SECONDS))
        with self._lock:
            if self._session and self._session.state == "listening":
                say = "La station écoute déjà un appareil."
                raise CannotListen("already_listening", say, "Attendez la fin de l'écoute.")
            session = self._session = Session(url=url, started_s=time.monotonic())
        threading.Thread(
            target=self._listen, args=(session, seconds, ask), name="learn", daemon=True
        ).start()

    def state(self) -> Answer | None:
        """Return the last listening as the page shows it; None before the first."""
        session = self._session
        if session is None:
            return None
        found = list(session.fits)
        return {
            "url": session.url,
            "state": session.state,
            "settings": session.settings,
            "bytes": session.heard_bytes,
            "pieces": list(session.pieces),
            "fits": [fit_json(fit) for fit in found],
            "proposal": self._proposal(session.url, found[0]) if found else None,
            "problem": session.problem,
        }

    def _listen(self, session: Session, seconds: int, ask: bool) -> None:
        """Hear, record and judge; a port that cannot be opened is said, never raised."""
        try:
            recorder = Recorder(self.recording, url=session.url)
            try:
                captures = listen(
                    session.url,
                    seconds=seconds,
                    ask=ask,
                    heard=lambda sent, received: _heard(session, recorder, sent, received),
                    trying=lambda settings: _trying(session, recorder, settings),
                )
            finally:
                recorder.close()
            session.fits = fits(captures)
            session.state = "done"
        except (DriverError, OSError) as error:
            session.problem, session.state = str(error), "failed"
        except Exception as error:
            log.exception("listening to %s met a bug", session.url)
            session.problem, session.state = type(error).__name__, "failed"

    def _proposal(self, url: str, fit: Fit) -> str:
        query = fit.settings.query() if fit.settings else ""
        full = f"{url}?{query}" if query and not urlsplit(url).query else url
        taken = {device.id for device in self._config.devices}
        return device_lines("scale", fit.protocol, full, taken=taken, sure=True)


def owner_of(config: Config, url: str) -> str | None:
    """Return the id of the device that is configured on this port, by whatever name."""
    wanted = _place(url)
    return next((one.id for one in config.devices if _place(one.url) == wanted), None)


def _place(url: str) -> str:
    """Return what two names of one port have in common."""
    parts = urlsplit(url)
    if parts.path.strip("/"):
        return os.path.realpath(parts.path)
    host = (parts.hostname or "").casefold()
    return f"{'127.0.0.1' if host == 'localhost' else host}:{parts.port}"


def _listenable(url: str) -> None:
    remedy = "Écrivez serial:///dev/ttyUSB0 ou socket://adresse:port."
    try:
        parts = urlsplit(url)
        good = parts.scheme in SCHEMES and parts.port is not None
    except ValueError as error:
        raise CannotListen("bad_url", "Cette adresse n'est pas lisible.", remedy) from error
    if parts.scheme in ("serial", "hidraw"):
        good = os.path.normpath(parts.path).startswith("/dev/") and not parts.netloc
    if not good:
        raise CannotListen("bad_url", "Cette adresse ne s'écoute pas.", remedy)


def _heard(session: Session, recorder: Recorder, sent: bytes, received: bytes) -> None:
    recorder.sent(sent)
    recorder.received(received)
    session.heard_bytes += len(received)
    for direction, data in (("sent", sent), ("received", received)):
        if data:
            piece = {"t_ms": _ms(session), "direction": direction, "settings": session.settings}
            first, more = data[:MAX_SHOWN_BYTES], " …" if len(data) > MAX_SHOWN_BYTES else ""
            said = {"hex": first.hex(" ") + more, "text": shown(first) + more}
            session.pieces.append({**piece, **said})
    del session.pieces[:-MAX_PIECES]


def _trying(session: Session, recorder: Recorder, settings: SerialSettings) -> None:
    session.settings = settings.short()
    recorder.settings(session.settings)


def _ms(session: Session) -> int:
    return round((time.monotonic() - session.started_s) * 1000)


def fit_json(fit: Fit) -> dict[str, Any]:
    """Return a fit as JSON values."""
    return {
        "protocol": fit.protocol,
        "name": fit.name,
        "settings": fit.settings.short() if fit.settings else None,
        "query": fit.settings.query() if fit.settings else None,
        "good": fit.good,
        "bad": fit.bad,
        "share_percent": fit.share_percent,
        "grams": fit.newest.grams,
        "stable": fit.newest.stable,
        "raw_hex": fit.newest.raw.hex(),
    }
