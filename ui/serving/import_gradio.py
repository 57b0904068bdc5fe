"""Gradio imported without what it writes for editors.

At every import Gradio parses the source of each of its components, twice, and compares or writes
type stubs beside it in its own installation: a third of the seconds of its import, and files that
two programs which start at once both write. Only editors read them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType

_WRITES = "gradio.component_meta"


class _Loader(SourceFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        vars(module)["create_or_modify_pyi"] = lambda *_: None


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name == _WRITES else None
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(name, spec.origin)
        return spec


def without_type_stubs() -> None:
    """From now on; Gradio must not have been imported yet."""
    sys.meta_path.insert(0, _Finder())
