"""The tables in the READMEs, made from the committed results: `python -m benchmarks.tables`."""

from __future__ import annotations

import json
import re
from pathlib import Path

from benchmarks.results import FOLDER

READMES = ("README.md", "README.zh.md")
_ROOT = FOLDER.parent
_COLUMNS = ("queries", "hit@1", "hit@3", "recall@10", "ndcg@10", "answer_in_highlight")


def quality_table() -> str:
    """Retrieval quality, a line a set."""
    result = json.loads((FOLDER / "quality.json").read_text("utf-8"))
    lines = [
        "| set | " + " | ".join(_COLUMNS) + " |",
        "|---|" + "---:|" * len(_COLUMNS),
    ]
    for one in result["sets"]:
        values = " | ".join(_shown(one[name]) for name in _COLUMNS)
        lines.append(f"| {one['set']} | {values} |")
    return "\n".join(lines)


def _shown(value: float | int | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def with_tables(readme: str) -> str:
    """A README's text with its tables made new."""
    marked = re.compile(r"(<!-- quality -->\n).*?(<!-- /quality -->)", re.DOTALL)
    return marked.sub(lambda match: f"{match[1]}{quality_table()}\n{match[2]}", readme)


def main() -> None:
    for name in READMES:
        path: Path = _ROOT / name
        path.write_text(with_tables(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
