"""What rots if nobody watches: the direction of imports, `__all__`, where libraries are used."""

import ast
import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

from tests.conftest import ROOT

ORDER = ["corpus", "embeddings", "qa", "ui", "app"]
AT_HOME = {  # a third-party library is imported in one place only
    "faiss": {"embeddings/neighbours.py"},
    "sentence_transformers": {"embeddings/sentence_encoder.py"},
    "transformers": {"embeddings/sentence_encoder.py"},
    "torch": {"embeddings/sentence_encoder.py", "embeddings/processor.py"},
    "tokenizers": {"embeddings/default_model.py"},
    "jieba": {"corpus/words.py"},
    "opencc": {"corpus/script.py"},
    "trafilatura": {"corpus/readers/main_content.py"},
    "pypdfium2": {"corpus/readers/pdfium.py"},
    "docx": {"corpus/readers/docx.py", "ui/word_file.py"},  # one reads, one writes
    "openpyxl": {"corpus/readers/spreadsheet.py"},
    "lxml": {"corpus/readers/xml.py", "corpus/readers/markup.py"},
    "rapidfuzz": {"qa/wording.py"},
    "tantivy": {"qa/lexical.py"},
    "matplotlib": {"qa/drawing.py"},
    "sklearn": {"embeddings/layout.py"},
    "sqlite3": {"qa/store.py"},
}


def sources() -> list[Path]:
    packages = [path for name in ORDER[:-1] for path in sorted((ROOT / name).rglob("*.py"))]
    return [*packages, ROOT / "app.py"]


def imported(path: Path) -> set[str]:
    """Top-level names of everything that a file imports, relative imports left out."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    place = path.relative_to(ROOT).parts[0].removesuffix(".py")
    later = set(ORDER[ORDER.index(place) + 1 :])
    assert not imported(path) & later
    name = str(path.relative_to(ROOT))
    for library, homes in AT_HOME.items():
        assert library not in imported(path) or name in homes, f"{library} belongs in {homes}"
    if "gradio" in imported(path):
        assert place in {"ui", "app"}


@pytest.mark.parametrize("package", ORDER[:-1])
def test_all_names_everything_that_is_public(package: str) -> None:
    module = importlib.import_module(package)
    assert len(set(module.__all__)) == len(module.__all__)
    for name in module.__all__:
        assert getattr(module, name) is not None
    tree = ast.parse((ROOT / package / "__init__.py").read_text("utf-8"))
    bound = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    assert bound == set(module.__all__)


def modules() -> list[str]:
    return [
        info.name
        for package in ORDER[:-1]
        for info in pkgutil.walk_packages([str(ROOT / package)], f"{package}.")
        if not info.name.endswith("__main__")
    ]


@pytest.mark.parametrize("name", modules())
def test_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_no_other_top_level_package() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= {*ORDER, "tests", "benchmarks"}
