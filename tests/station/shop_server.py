"""A small shop that answers as Open Food Network's DFC endpoint does, wiping included."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "un-jeton"


class Shop(ThreadingHTTPServer):
    """Variants with sku and stock; a PUT saves both, whatever it holds (DFC API v0.1.7)."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.variants: dict[str, dict[str, Any]] = {}
        self.broken: set[str] = set()
        self.puts: list[str] = []
        self.elsewhere = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def item(self, id: str) -> dict[str, Any]:
        variant = self.variants[id]
        return {
            "@id": f"{self.url}/api/dfc/enterprises/7/catalog_items/{id}",
            "@type": "dfc-b:CatalogItem",
            "dfc-b:references": f"{self.url}/api/dfc/enterprises/7/supplied_products/{id}",
            "dfc-b:sku": variant["sku"],
            "dfc-b:stockLimitation": variant["stock"],
            "dfc-b:offeredThrough": [f"{self.url}/api/dfc/enterprises/7/offers/{id}"],
        }


class _Handler(BaseHTTPRequestHandler):
    server: Shop

    def do_GET(self) -> None:
        if self.server.elsewhere:
            self.send_response(302)
            self.send_header("Location", self.server.elsewhere + self.path)
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if self.headers.get("X-Api-Token") != TOKEN:
            return self._answer(401, {})
        id = self.path.rsplit("/", 1)[-1]
        if id == "catalog_items":
            graph = [self.server.item(each) for each in self.server.variants]
            return self._answer(200, {"@context": "https://example.org/dfc", "@graph": graph})
        if id in self.server.broken:
            return self._answer(500, {})
        return self._answer(
            200, {"@context": "https://example.org/dfc", "@graph": [self.server.item(id)]}
        )

    def do_PUT(self) -> None:
        size = int(self.headers["Content-Length"])
        body, id = json.loads(self.rfile.read(size)), self.path.rsplit("/", 1)[-1]
        self.server.puts.append(id)
        self.server.variants[id] = {
            "sku": body.get("dfc-b:sku"),
            "stock": body.get("dfc-b:stockLimitation"),
        }
        self.send_response(204)
        self.end_headers()

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/ld+json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@contextmanager
def open_shop() -> Iterator[Shop]:
    shop = Shop()
    thread = threading.Thread(target=shop.serve_forever, daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        shop.shutdown()
        shop.server_close()
        thread.join(5)
