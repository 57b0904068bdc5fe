"""Settings of other libraries, made before they are imported."""

from __future__ import annotations

import os


def stay_on_this_machine(host: str, scratch: str) -> None:
    """Nobody else is told anything, and no proxy stands before the page.

    Args:
        host: the address that is served on.
        scratch: a folder where uploads wait.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = scratch
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    for name in ("NO_PROXY", "no_proxy"):
        known = [os.environ[name]] if os.environ.get(name) else []
        os.environ[name] = ",".join([*known, "localhost", "127.0.0.1", host])
