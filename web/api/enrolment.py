"""How a tablet comes to trust the station: its root certificate, the fingerprint, the way there.

Everything here is public: a root is no secret. Must never send a key.
"""

from __future__ import annotations

import base64
from typing import Any

from flask import Blueprint, Response, jsonify, request

from station.clock import instant_text
from web.guard import PUBLIC, allow, hangar
from web.problems import problem

ROOT_TYPE = "application/x-x509-ca-cert"
"""Under this type Android, iOS and Windows each offer to install it."""


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/authority")(allow(PUBLIC)(authority))
    blueprint.get("/authority/hangar.crt")(allow(PUBLIC)(root_certificate))


def authority() -> Response:
    """Return what tablets install and what they can check it by; null without https."""
    kept = hangar().authority
    root, leaf = (kept.root_certificate(), kept.leaf_certificate()) if kept else (None, None)
    if root is None or leaf is None:
        return jsonify({"authority": None})
    return jsonify(
        {
            "authority": {
                "sha256": root.sha256,
                "names": list(leaf.names),
                "addresses": [str(each) for each in leaf.addresses],
                "ends": instant_text(leaf.ends),
                **_ways(leaf.names[0]),
            }
        }
    )


def _ways(name: str) -> dict[str, Any]:
    """Return the address to enrol at, in clear and as a QR, and the secure one to end up at."""
    from labels.qr import qr_svg

    web = hangar().config.web
    asked = request.host.rpartition(":")[0] if ":" in request.host else request.host
    port = request.host.rpartition(":")[2] if not request.is_secure and ":" in request.host else ""
    enrol = f"http://{asked}:{port or web.port}/enrol"
    picture = base64.b64encode(qr_svg(enrol).encode()).decode()
    return {
        "enrol_url": enrol,
        "enrol_qr": f"data:image/svg+xml;base64,{picture}",
        "secure_url": f"https://{name}:{web.tls_port}/",
    }


def root_certificate() -> Response:
    """Return the root certificate, to be installed by a person."""
    kept = hangar().authority
    root = kept.root_certificate() if kept else None
    if root is None:
        return problem(404, "no_authority", "listen_tls is not set: there is no root")
    answer = Response(root.der, mimetype=ROOT_TYPE)
    answer.headers["Content-Disposition"] = 'attachment; filename="hangar.crt"'
    return answer
