"""Where collections live on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def default_collection() -> Path:
    """The folder in `WENJU_HOME`, else one in the user's data folder."""
    home = os.environ.get("WENJU_HOME")
    return Path(home).expanduser() if home else user_data_path("wenju") / "collection"
