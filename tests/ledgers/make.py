"""Make a stored ledger of this version: `python -m tests.ledgers.make`, once a version.

Writes `v1.db.xz` (the ledger) and `v1.json.xz` (what was sent to it). Both are committed and never
made again: later versions must open the file that this version wrote.
"""

import json
import lzma
import sys
import tempfile
from pathlib import Path

from station.domain.events import EVENTS, SCHEMA_VERSION
from tests.domain.hub import Hub, register
from tests.ledgers.story import tell

HERE = Path(__file__).parent


def make(folder: Path, name: str) -> None:
    """Tell the story to a fresh ledger, prove it, and store it under `name`."""
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "hangar.db"
        hub = Hub(path)
        register(hub)
        tell(hub)
        assert hub.event_types() == set(EVENTS), set(EVENTS) - hub.event_types()
        hub.prove()
        hub.close()
        (folder / f"{name}.db.xz").write_bytes(lzma.compress(path.read_bytes(), preset=9))
    spoken = json.dumps(hub.spoken, ensure_ascii=False).encode()
    (folder / f"{name}.json.xz").write_bytes(lzma.compress(spoken, preset=9))


def main() -> int:
    """Refuse to make a ledger that is there: it is evidence, not a build product."""
    name = f"v{SCHEMA_VERSION}"
    if (HERE / f"{name}.db.xz").exists() and "--again" not in sys.argv[1:]:
        print(f"{name}.db.xz is there: stored ledgers are kept as they are", file=sys.stderr)
        return 1
    make(HERE, name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
