"""What rots if nobody watches: the direction of imports, `__all__`, where libraries are used."""

import ast
import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

from tests.conftest import ROOT

ORDER = ["corpus", "embeddings", "qa", "ui", "app"]
WITHIN_QA = {  # what each part of qa/ may import besides itself; only what stands above it
    "answer": set(),
    "collection": set(),
    "text_reuse": {"collection"},
    "indexing": {"collection", "text_reuse"},
    "retrieval": {"answer", "collection", "text_reuse"},
    "ask": {"answer", "collection", "retrieval"},
    "comparison": {"answer", "collection", "retrieval"},
    "map": {"answer", "collection", "retrieval"},
    "evaluation": {"answer", "ask", "collection", "indexing", "retrieval"},
    "json_form": {"answer", "collection", "comparison", "evaluation", "indexing", "text_reuse"},
    "commands": {
        *("answer", "ask", "collection", "comparison", "evaluation", "indexing", "json_form"),
        *("map", "retrieval", "text_reuse"),
    },
    "__main__": {"commands"},
}
AT_HOME = {  # a third-party library is imported in one place only
    "faiss": {
        f"embeddings/{name}.py"
        for name in ("index_file", "flat_index", "cell_index", "neighbours", "half_vectors")
    },
    "sentence_transformers": {"embeddings/sentence_encoder.py"},
    "transformers": {"embeddings/sentence_encoder.py"},
    "huggingface_hub": {"embeddings/sentence_encoder.py"},
    "torch": {
        f"embeddings/{name}.py"
        for name in (
            *("sentence_encoder", "processor", "bert", "packed_bert", "compiled_bert"),
            *("amx_bert", "four_bit_bert", "half_words"),
        )
    },
    "tokenizers": {"embeddings/default_model.py"},
    "jieba": {"corpus/words.py"},
    "opencc": {"corpus/script.py"},
    "trafilatura": {"corpus/readers/main_content.py"},
    "pypdfium2": {"corpus/readers/pdfium.py"},
    "docx": {"corpus/readers/docx.py", "ui/word_file.py"},  # one reads, one writes
    "openpyxl": {"corpus/readers/spreadsheet.py"},
    "lxml": {"corpus/readers/xml.py", "corpus/readers/markup.py"},
    "rapidfuzz": {"qa/comparison/wording.py"},
    "pymilvus": {"qa/collection/milvus.py"},
    "tantivy": {"qa/collection/lexical.py"},
    "ray": {"embeddings/ray_encoder.py"},
    "matplotlib": {"qa/commands/drawing.py"},
    "sklearn": {"embeddings/layout.py"},
    "sqlite3": {
        f"qa/collection/{name}.py" for name in ("database", "store", "site_table", "token_table")
    },
    "mcp": {"ui/api/mcp_server.py"},
    "pydantic": {"ui/api/checked.py"},
    "starlette": {"ui/serving/server.py"},
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


def imported_within_qa(path: Path) -> set[str]:
    """The other parts of qa/ that a file of it imports."""
    place = ["qa", *path.relative_to(ROOT / "qa").parent.parts]
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = place[: len(place) + 1 - node.level] if node.level else []
            stem = ".".join([*start, *filter(None, [node.module])])
            names |= {f"{stem}.{alias.name}" for alias in node.names}
    own = path.relative_to(ROOT / "qa").parts[0].removesuffix(".py")
    return {name.split(".")[1] for name in names if name.startswith("qa.")} - {own}


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "qa").rglob("*.py")),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_parts_of_qa_import_one_way(path: Path) -> None:
    part = path.relative_to(ROOT / "qa").parts[0].removesuffix(".py")
    if part != "__init__":
        assert imported_within_qa(path) <= WITHIN_QA[part]


def test_the_parts_of_qa_stand_in_order() -> None:
    above: set[str] = set()
    for part, allowed in WITHIN_QA.items():
        assert allowed <= above, part
        above.add(part)
    there = {path.stem for path in (ROOT / "qa").glob("*.py")}
    there |= {path.parent.name for path in (ROOT / "qa").glob("*/__init__.py")}
    assert there - {"__init__"} == above


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
