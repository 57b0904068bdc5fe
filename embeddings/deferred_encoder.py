"""An encoder that is loaded when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from .delegating_encoder import DelegatingEncoder
from .encoder import Encoder


class DeferredEncoder(DelegatingEncoder):
    """Loading a model takes seconds; what needs none of it, like a page, need not wait for it.

    Whoever asks for more than the name waits until it is loaded, and gets the errors of loading.
    """

    def __init__(self, name: str, load: Callable[[], Encoder]) -> None:
        self._name = name
        self._load = load
        self._loading = threading.Lock()
        self._loaded: Encoder | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def behind(self) -> Encoder:
        """The encoder itself, loaded now if nobody asked before."""
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded
