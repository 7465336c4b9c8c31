"""Tells whoever listens what has just been committed: screens, the print spool, the boards.

Must not keep history: a listener that was away reads the present anew. A slow listener loses its
oldest messages, never delays the others, and is told that it must read anew.
"""

from __future__ import annotations

import json
import queue
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

MAX_WAITING = 200
"""Messages kept for one slow listener; a tablet that sleeps reads the present anew."""


@dataclass(frozen=True)
class Message:
    """One piece of news on a topic: the event's name and its JSON value."""

    id: int
    topic: str
    name: str
    data: object

    @cached_property
    def text(self) -> str:
        """Return the value as JSON, written once for all who listen."""
        return json.dumps(self.data, separators=(",", ":"))


@dataclass(slots=True)
class Listener:
    """One subscriber's mailbox; `missed` says that its oldest messages were lost."""

    topics: frozenset[str]
    ready: threading.Event = field(default_factory=threading.Event)
    waiting: deque[Message] = field(default_factory=lambda: deque(maxlen=MAX_WAITING))
    closed: bool = False
    missed: bool = False

    def take(self, timeout_s: float) -> list[Message]:
        """Return what has come, waiting at most `timeout_s` for the first message."""
        self.ready.wait(timeout_s)
        self.ready.clear()
        taken = []
        while self.waiting:
            taken.append(self.waiting.popleft())
        return taken


class Feed:
    """The station's own news, by topic (`post/reception`, `rounds`, `labels`, `devices`)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._last_id = 0
        self._out: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self.closing = threading.Event()
        threading.Thread(target=self._deliver, name="feed", daemon=True).start()

    def publish(self, topic: str, name: str, data: object = None) -> None:
        """Hand a message to every listener of the topic.

        A thread of its own wakes them: a scan is answered before thirty tablets are told of it.
        """
        with self._lock:
            self._last_id += 1
            if any(topic in listener.topics for listener in self._listeners):
                self._out.put(Message(self._last_id, topic, name, data))

    def _deliver(self) -> None:
        while message := self._out.get():
            with self._lock:
                listeners = [each for each in self._listeners if message.topic in each.topics]
            for listener in listeners:
                listener.missed |= len(listener.waiting) == MAX_WAITING
                listener.waiting.append(message)
                listener.ready.set()

    @contextmanager
    def listen(self, *topics: str) -> Iterator[Listener]:
        """Subscribe for the time of a `with` block."""
        listener = Listener(frozenset(topics))
        with self._lock:
            self._listeners.append(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.remove(listener)

    def last_id(self) -> int:
        """Return the number of the last message."""
        return self._last_id

    def listeners(self) -> int:
        """Return how many listen."""
        return len(self._listeners)

    def count(self, topic: str) -> int:
        """Return how many listen to a topic."""
        with self._lock:
            return sum(topic in listener.topics for listener in self._listeners)

    def close(self) -> None:
        """Wake every listener and let streams end, so that the server can stop."""
        self.closing.set()
        self._out.put(None)
        with self._lock:
            for listener in self._listeners:
                listener.closed = True
                listener.ready.set()
