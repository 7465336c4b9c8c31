"""Makes the HTTP calls of a played day, and remembers every change that was acknowledged.

Must know nothing of the station but its public interface. Whoever acts makes the id: a call whose
answer was lost is sent again with the same id until it is answered.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

Answer = dict[str, Any]

CALL_TIMEOUT_S = 20.0
"""Longest wait for one answer; a commit takes milliseconds, a label's picture a second."""
AWAY_S = 60.0
"""Longest time the server may be away: a killed server is back within seconds."""
RETRY_S = 0.05
"""Pause before a call that met no server is made again."""


class CallFailed(Exception):
    """The station answered with an error where the day needs an answer."""

    def __init__(self, call: str, status: int, body: str) -> None:
        self.status, self.body = status, body
        super().__init__(f"{call}: expected an answer 200, got {status}: {body[:600]}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """A change that the station has acknowledged: what was sent, by whom, and the answer."""

    path: str
    role: str
    body: Answer
    answer: Answer


class Calls:
    """One demonstration's HTTP interface, for all roles; safe for several threads."""

    def __init__(
        self, url: str, tokens: Mapping[str, str], ended: threading.Event | None = None
    ) -> None:
        """`ended`, once set, lets every call fail at once: the day is over for everybody."""
        parts = urlsplit(url)
        self._ended = ended or threading.Event()
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._tokens = tokens
        self._lock = threading.Lock()
        self.acknowledged: list[Acknowledged] = []
        self.coordinator_actions = 0
        self.scans = 0
        self.resent = 0

    def get(self, path: str, role: str = "coordinator") -> Any:
        """Return the JSON of a GET; raise `CallFailed` unless it is 200."""
        status, raw = self.raw("GET", path, role)
        if status != 200:
            raise CallFailed(f"GET {path}", status, raw.decode("utf-8", "replace"))
        return json.loads(raw)

    def all(self, path: str, role: str = "coordinator") -> list[Any]:
        """Return every item of a collection, page by page."""
        items: list[Any] = []
        mark = "&" if "?" in path else "?"
        page = self.get(f"{path}{mark}limit=2000", role)
        while True:
            items += page["items"]
            if page["next"] is None:
                return items
            page = self.get(f"{path}{mark}limit=2000&cursor={quote(page['next'])}", role)

    def events(self, after: int = 0) -> list[Any]:
        """Return every event after a sequence number."""
        items: list[Any] = []
        while True:
            page = self.get(f"/api/v1/events?after={after}&limit=2000")
            items += page["items"]
            if page["next"] is None:
                return items
            after = int(page["next"])

    def post(self, path: str, body: Answer, role: str) -> Answer:
        """Return the JSON of a POST that is not a command (a device's order, an import)."""
        status, raw = self.raw("POST", path, role, json.dumps(body).encode())
        if status != 200:
            raise CallFailed(f"POST {path}", status, raw.decode("utf-8", "replace"))
        answer: Answer = json.loads(raw)
        return answer

    def office(self, path: str, body: Answer) -> Answer:
        """Touch one button of the coordinator's pages that is no command; counts as an action."""
        self.coordinator_actions += 1
        status, raw = self.raw("POST", path, "coordinator", json.dumps(body).encode())
        if status not in (200, 202):
            raise CallFailed(f"POST {path}", status, raw.decode("utf-8", "replace"))
        answer: Answer = json.loads(raw)
        return answer

    @contextmanager
    def one_touch(self) -> Iterator[None]:
        """Count as one action what a page of the coordinator's sends for one touch."""
        counted = self.coordinator_actions + 1
        yield
        self.coordinator_actions = counted

    def next_day(self, ahead_days: int) -> None:
        """Move the demonstration's day; nobody's action: a night has passed."""
        self.post("/demo/clock", {"ahead_days": ahead_days}, "coordinator")

    def upload(self, path: str, fields: Mapping[str, str], file: bytes) -> Answer:
        """Send a file and its fields as the coordinator; counts as an action."""
        self.coordinator_actions += 1
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = f'Content-Disposition: form-data; name="file"; filename="{mark[:8]}.csv"'
        parts.append(f"--{mark}\r\n{head}\r\nContent-Type: text/csv\r\n\r\n".encode())
        content = b"".join((*parts, file, f"\r\n--{mark}--\r\n".encode()))
        kind = f"multipart/form-data; boundary={mark}"
        status, raw = self.raw("POST", path, "coordinator", content, kind)
        if status != 200:
            raise CallFailed(f"POST {path}", status, raw.decode("utf-8", "replace"))
        answer: Answer = json.loads(raw)
        return answer

    def command(
        self, type: str, data: Answer, *, role: str = "worker", post: str | None = None
    ) -> Answer:
        """Send one command until it is answered, and remember the answer."""
        body: Answer = {"command_id": str(uuid.uuid4()), "type": type, "data": data}
        if post:
            body["post"] = post
        if role == "coordinator":
            self.coordinator_actions += 1
        return self._change("/api/v1/commands", role, body)

    def scan(
        self,
        post: str,
        data: str,
        *,
        context: Answer | None = None,
        role: str = "worker",
        evidence: Answer | None = None,
    ) -> Answer:
        """Send one handheld scan until it is answered, and remember the answer.

        `evidence` is what a handheld that was away adds: `at`, and what it `judged` by itself.
        """
        body: Answer = {"command_id": str(uuid.uuid4()), "data": data, "reader": f"main-{role}"}
        body |= evidence or {}
        if context:
            body["context"] = context
        with self._lock:
            self.scans += 1
        return self._change(f"/api/v1/posts/{post}/scans", role, body)

    def again(self, known: Acknowledged) -> Answer:
        """Ask an acknowledged change again, with the same id and body."""
        status, raw = self.raw("POST", known.path, known.role, json.dumps(known.body).encode())
        answer: Answer = json.loads(raw)
        return answer | {"http": status}

    def _change(self, path: str, role: str, body: Answer) -> Answer:
        answer = self.post(path, body, role)
        with self._lock:
            self.acknowledged.append(Acknowledged(path=path, role=role, body=body, answer=answer))
        return answer

    def raw(
        self,
        method: str,
        path: str,
        role: str,
        content: bytes | None = None,
        kind: str = "application/json",
    ) -> tuple[int, bytes]:
        """Make one call, again and again while the server is away; return status and body."""
        until_s = time.monotonic() + AWAY_S
        while not self._ended.is_set():
            try:
                return self._once(method, path, role, content, kind)
            except (OSError, http.client.HTTPException) as error:
                if time.monotonic() > until_s:
                    raise CallFailed(f"{method} {path}", 0, repr(error)) from error
                with self._lock:
                    self.resent += 1
                time.sleep(RETRY_S)
        raise CallFailed(f"{method} {path}", 0, "the day was ended from outside")

    def _once(
        self, method: str, path: str, role: str, content: bytes | None, kind: str
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=CALL_TIMEOUT_S)
        try:
            headers = {"Content-Type": kind} if content is not None else {}
            if role in self._tokens:
                headers["Authorization"] = f"Bearer {self._tokens[role]}"
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
