"""Sends the station's own static files, compressed once and kept, with an ETag of their content.

It must send nothing from outside its folder and know nothing of the pages that use the files.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Response, request, send_from_directory
from werkzeug.security import safe_join

from web.compressing import takes_gzip

WORTH_BYTES = 512
"""A smaller file gains nothing by compression."""
TEXT = frozenset({".js", ".css", ".json", ".svg"})
"""What gets smaller; fonts are compressed already."""
VENDOR = "vendor"
"""Whose scripts are sent as they came: their texts may run over lines."""
PICTURES = "food"
"""Whose files hardly ever change: a screen shows a dozen, and asks for each once a day."""
PICTURES_S = 86_400
TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json"}
"""Said here, because the machine's own table differs from one Debian to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One compressed file, as it was at `stamp` (modification time in ns and size)."""

    stamp: tuple[int, int]
    body: bytes
    etag: str


class StaticFiles:
    """The static folder; its texts are kept compressed, as many as the folder has files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[Path, Kept] = {}

    def send(self, filename: str) -> Response:
        """Send one file, compressed where the browser takes it; 404 outside the folder."""
        found = safe_join(str(self._folder), filename)
        path = Path(found) if found else None
        if path and path.suffix in TEXT and path.is_file() and takes_gzip():
            kept = self._compressed(path)
            if kept is not None:
                return _answer(path, kept, age_s(filename))
        response = send_from_directory(
            self._folder, filename, max_age=age_s(filename), conditional=True
        )
        response.vary.add("Accept-Encoding")
        return response

    def _compressed(self, path: Path) -> Kept | None:
        """Return the file compressed, None where that is not worth it; read again when changed."""
        seen = path.stat()
        stamp = (seen.st_mtime_ns, seen.st_size)
        if seen.st_size < WORTH_BYTES:
            return None
        kept = self._kept.get(path)
        if kept is None or kept.stamp != stamp:
            text = path.read_bytes()
            if path.suffix == ".js" and VENDOR not in path.parts:
                text = lean(text.decode("utf-8")).encode("utf-8")
            body = gzip.compress(text, mtime=0)
            kept = Kept(stamp=stamp, body=body, etag=hashlib.sha256(body).hexdigest()[:32])
            self._kept[path] = kept
        return kept


def age_s(name: str) -> int:
    """Return for how many seconds a browser may show a file without asking; 0: it always asks."""
    return PICTURES_S if Path(name).parts[:1] == (PICTURES,) else 0


def lean(script: str) -> str:
    """Leave the comments of a script at home; its lines keep their numbers.

    Only comments that begin a line, and those between `/**` and `*/`, which no string here holds.
    """
    spoken = re.sub(
        r"/\*\*.*?\*/", lambda found: "\n" * found[0].count("\n"), script, flags=re.DOTALL
    )
    return re.sub(r"(?m)^[ \t]*//.*$|^[ \t]+", "", spoken)


def _answer(path: Path, kept: Kept, max_age_s: int) -> Response:
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    response = Response(kept.body, mimetype=kind)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = f"max-age={max_age_s}" if max_age_s else "no-cache"
    response.vary.add("Accept-Encoding")
    response.set_etag(kept.etag)
    response.make_conditional(request)
    return response
