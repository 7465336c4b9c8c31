"""Pages behind a signed link: no log-in, no trace of the address in other sites or search engines.

Must not know what a link is for: who opens it says so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import g, make_response, render_template

from station.reading import Present
from web.guard import SIGNED_LINK, hangar
from web.pages import words

Opened = TypeVar("Opened")
View = Callable[..., Any]


def behind_link(view: View, opens: Callable[[Present, str], Opened | None]) -> View:
    """Let in whoever holds a good link; the view gets what it opens, and the link's text."""

    @wraps(view)
    def guarded(link: str, **parts: str) -> Any:
        g.sender = g.session = None
        with hangar().readers.present() as present:
            opened = opens(present, link)
        answer = view(opened, link, **parts) if opened is not None else _closed()
        response = make_response(answer)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    guarded.access_roles = SIGNED_LINK  # type: ignore[attr-defined]  # a test reads the declaration
    return guarded


def _closed() -> tuple[str, int]:
    return render_template("farm_closed.html", w=words(), hub=hangar().config.hub.name), 403
