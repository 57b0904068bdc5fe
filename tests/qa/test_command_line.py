import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qa.command_line import main
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files, and in `c` their collection, made by the command itself."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "files").mkdir()
    (folder / "files" / "桥.txt").write_text("旧桥修缮\n\n旧桥的拱石换了三十七块。", "utf-8")
    (folder / "files" / "空.txt").write_text("", "utf-8")
    done = run("index", folder / "files", "--collection", folder / "c")
    assert done.returncode == 0, done.stderr
    assert "1 read" in done.stdout and "空.txt" in done.stdout
    return folder


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_ask_prints_one_object(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["ask", "换了多少拱石", "--collection", str(indexed / "c"), "--json", "--top", "1"])
    answer = json.loads(capsys.readouterr().out)
    assert code == 0 and len(answer["hits"]) == 1
    hit = answer["hits"][0]
    text = (indexed / "files" / "桥.txt").read_text("utf-8")
    assert text[hit["start"] : hit["end"]] == hit["quote"]
    assert hit["document"]["path"] == str(indexed / "files" / "桥.txt")


def test_ask_prints_for_people(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "拱石", "--collection", str(indexed / "c")]) == 0
    printed = capsys.readouterr().out
    assert "1. 《旧桥修缮》" in printed and "旧桥的拱石换了三十七块。" in printed


def test_documents_and_remove(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collection = ["--collection", str(indexed / "c")]
    assert main(["documents", "--json", *collection]) == 0
    (document,) = json.loads(capsys.readouterr().out)
    assert document["title"] == "旧桥修缮" and document["passages"] == 1
    assert main(["documents", *collection]) == 0
    assert document["id"] in capsys.readouterr().out
    assert main(["remove", "nothing", *collection]) == 2
    assert "nothing" in capsys.readouterr().err


def test_compare_and_related(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collection = ["--collection", str(indexed / "c")]
    path = str(indexed / "files" / "桥.txt")
    assert main(["compare", path, path, "--json", *collection]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["shared_a"], found["shared_b"], found["only_a"], found["only_b"]) == (
        1,
        1,
        [],
        [],
    )
    text = Path(path).read_text("utf-8")
    for pair in found["pairs"]:
        assert (pair["kind"], pair["differences"], pair["disagree"]) == ("same", [], [])
        assert text[pair["a_start"] : pair["a_end"]] == pair["a"] == pair["b"]
    assert main(["compare", path, path, *collection]) == 0
    assert "旧桥的拱石换了三十七块。" in capsys.readouterr().out
    main(["ask", "拱石", "--json", *collection])
    passage = json.loads(capsys.readouterr().out)["hits"][0]["passage_id"]
    assert main(["related", passage, "--top", "3", "--json", *collection]) == 0
    assert json.loads(capsys.readouterr().out) == {"near_duplicates": [], "related": []}
    assert main(["related", passage, *collection]) == 0
    assert "Related 相关: 0" in capsys.readouterr().out


def test_the_home_is_the_default_collection(
    indexed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WENJU_HOME", str(indexed / "c"))
    assert main(["documents"]) == 0
    assert "旧桥修缮" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["ask", "问", "--collection", "nowhere"], 1, "python -m qa index"),
        (["index", "nowhere.txt", "--collection", "unused"], 2, "nowhere.txt"),
        (["ask", " ", "--collection", "{c}"], 2, "empty"),
        (["compare", "gone", "gone", "--collection", "{c}"], 2, "gone"),
        (["related", "gone", "--collection", "{c}"], 2, "gone"),
        (["evaluate", "gone.jsonl", "--collection", "{c}"], 2, "gone.jsonl"),
        (["ask", "问", "--collection", "{c}", "--model", "./nowhere"], 1, "no model folder"),
    ],
)
def test_errors_are_one_line_and_have_a_code(
    indexed: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    filled = [argument.replace("{c}", str(indexed / "c")) for argument in arguments]
    assert main(filled) == code
    error = capsys.readouterr().err.strip()
    assert error.startswith("wenju: ") and message in error and "Traceback" not in error


@pytest.mark.parametrize("arguments", [[], ["ask"], ["nonsense"], ["ask", "问", "--top", "0"]])
def test_bad_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


def test_help_and_listing_do_not_wait_for_the_model(indexed: Path) -> None:
    code = (
        "import sys, qa.command_line; sys.exit('torch' in sys.modules or 'gradio' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
