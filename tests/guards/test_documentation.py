"""The READMEs say what is true: every command in them parses, every option is in them."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from benchmarks.tables import with_tables
from qa.commands import command_line
from tests.conftest import ROOT
from ui.serving.options import server_parser, variables

READMES = ["README.md", "README.zh.md"]


def commands(readme: str) -> list[list[str]]:
    """Every `python -m qa` and `python app.py` line in the code blocks of a README."""
    text = (ROOT / readme).read_text("utf-8")
    lines = [
        line
        for block in re.findall(r"```[a-z]*\n(.*?)```", text, re.S)
        for line in block.splitlines()
    ]
    found = [shlex.split(line, comments=True) for line in lines]
    return [words for words in found if words[:1] == ["python"]]


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command of `python -m qa`, and of `app.py`."""
    parser = command_line._parser()
    choices = next(
        action.choices
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return {**choices, "app.py": server_parser()}


@pytest.mark.parametrize("readme", READMES)
def test_every_command_parses(readme: str) -> None:
    found = commands(readme)
    for words in found:
        if words[1:3] == ["-m", "qa"]:
            command_line._parser().parse_args(words[3:])
        elif words[1] == "app.py":
            server_parser().parse_args(words[2:])
    used = {words[3] for words in found if words[1:3] == ["-m", "qa"]}
    assert used == set(parsers()) - {"app.py"}


@pytest.mark.parametrize("readme", READMES)
def test_every_option_is_documented(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    for name, parser in parsers().items():
        for action in parser._actions:
            assert action.help, f"{name} {action.dest} has no help"
            for option in action.option_strings:
                assert option in ("-h", "--help") or option in text, f"{name} {option}"


@pytest.mark.parametrize("readme", READMES)
def test_every_file_that_is_linked_is_there(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target


def test_both_readmes_have_the_same_commands() -> None:
    ours, theirs = (
        [[word for word in words if word.isascii()] for words in commands(readme)]
        for readme in READMES
    )
    assert ours == theirs


@pytest.mark.parametrize("readme", READMES)
def test_the_tables_are_those_of_the_committed_results(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert with_tables(text) == text


PAGES = [
    *sorted(path for path in (ROOT / "docs").iterdir() if path.is_file()),
    *(ROOT / readme for readme in READMES),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_and_variable_that_is_named_is_there(page: Path) -> None:
    """The page on serving names options of app.py alone."""
    text = page.read_text("utf-8")
    options = vars(server_parser().parse_args([]))
    known = {name for option in options for name in variables(option)} | {"WENJU_TEST_EVERYTHING"}
    assert set(re.findall(r"\bWENJU_[A-Z_]+\b", text)) <= known
    if page.suffix == ".md" and page.parent.name == "docs":
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))
        told = [server_parser()] if page.stem.startswith("serving") else parsers().values()
        assert named <= {
            name for parser in told for action in parser._actions for name in action.option_strings
        }


def test_both_pages_on_serving_have_the_same_commands() -> None:
    ours, theirs = (
        re.findall(r"```.*?```", (ROOT / "docs" / name).read_text("utf-8"), re.S)
        for name in ("serving.md", "serving.zh.md")
    )
    assert ours == theirs


@pytest.mark.parametrize("page", ["serving.md", "serving.zh.md"])
def test_what_docs_link_to_and_run_is_there(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / "docs" / target).exists(), target
    for line in re.findall(r"^python app\.py (.*)$", text, re.M):
        server_parser().parse_args(shlex.split(line.partition(">>")[0]))


def test_the_container_takes_what_the_program_is_made_of() -> None:
    text = (ROOT / "docs" / "Containerfile").read_text("utf-8")
    copied = {line.split()[1] for line in text.splitlines() if line.startswith("COPY")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert copied == {*packages, "app.py", "requirements.txt"}
    torch = next(
        line
        for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
        if line.startswith("torch==")
    )
    assert torch in text
