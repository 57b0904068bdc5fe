"""What a process has in memory."""

from __future__ import annotations

from pathlib import Path


def own_memory() -> int:
    """Bytes that belong to this process alone."""
    return _status("RssAnon")


def mapped_memory() -> int:
    """Bytes of files that are mapped and lie in memory."""
    return _status("RssFile")


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
