"""Where a folder really lies: on the ledger's own disk, on another one, or across the network.

Must not guess in favour of safety: what cannot be told apart counts as the same disk.
"""

from __future__ import annotations

import os
from pathlib import Path

NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "davfs", "ceph"})
"""File systems whose bytes lie on another machine."""
SYS_BLOCK = Path("/sys/dev/block")
MOUNTS = Path("/proc/self/mountinfo")


def lies_elsewhere(folder: Path, ledger: Path, *, declared: bool = False) -> bool:
    """Tell whether a copy in `folder` outlives the disk of the ledger.

    `declared`: the configuration says so (a folder that another program carries away).
    """
    if declared or filesystem_of(folder, MOUNTS) in NETWORK:
        return True
    here, there = (whole_disk(path.stat().st_dev, SYS_BLOCK) for path in (ledger.parent, folder))
    return here is not None and there is not None and here != there


def whole_disk(device: int, sys_block: Path) -> str | None:
    """Return the disk that a device number's partition is part of, None for what is no disk."""
    entry = sys_block / f"{os.major(device)}:{os.minor(device)}"
    try:
        block = entry.resolve(strict=True)
    except OSError:
        return None
    # Memory, loop files and compressed memory are blocks too, but lie on nothing of their own.
    if block.name.startswith(("ram", "zram", "loop")):
        return None
    return block.parent.name if (block / "partition").exists() else block.name


def filesystem_of(folder: Path, mounts: Path) -> str:
    """Return the type of the file system a folder lies on, empty where it cannot be told."""
    device = folder.stat().st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        before, _, after = line.partition(" - ")
        if before.split()[2:3] == [wanted]:
            return after.split()[0] if after else ""
    return ""
