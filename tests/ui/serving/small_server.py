"""`python -m tests.ui.serving.small_server OPTIONS`: app.py with the small encoder, which loads at
once."""

import os
import sys

import app
from tests.small_encoder import SmallEncoder

if __name__ == "__main__":
    app.hear_signals()
    app.open_encoder = lambda model: SmallEncoder()  # type: ignore[assignment]
    code = app.main()
    sys.stderr.flush()
    os._exit(code)
