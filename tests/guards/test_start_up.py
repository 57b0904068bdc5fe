"""What takes seconds to import is imported when it is needed, and not before."""

import subprocess
import sys

import pytest

HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "gradio",
    "sklearn",
    "scipy",
    "pandas",
    "ray",
}


def heavy_after(statements: str) -> set[str]:
    """What a new interpreter has imported, of that which is heavy, after some statements."""
    told = f"{statements}\nimport sys; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", told], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return HEAVY & set(ran.stdout.split())


@pytest.mark.parametrize(
    "statements",
    ["import qa", "import app", "import qa.commands.command_line", "import ui.helper_process"],
)
def test_importing_loads_neither_model_nor_page(statements: str) -> None:
    assert heavy_after(statements) == set()


def test_the_page_loads_no_model() -> None:
    assert heavy_after("import ui.page, ui.serving.server, ui.reading_room") == {"gradio", "pandas"}
