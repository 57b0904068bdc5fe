"""Committed results, and the machine they were measured on."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DEFAULT_SHARED = FOLDER.parent.parent / "shared"


def write_result(name: str, result: dict[str, Any]) -> None:
    """Write `benchmarks/NAME.json`."""
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"written: {path}")


def read_result(name: str) -> dict[str, Any]:
    """What is written in `benchmarks/NAME.json`; nothing where it is not there."""
    path = FOLDER / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "machine": {
            "processor": _processor(),
            "cores": len(os.sched_getaffinity(0)),
            "python": platform.python_version(),
        }
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()
