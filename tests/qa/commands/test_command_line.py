import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings import SentenceEncoder
from qa.commands.command_line import main
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def loaded_once(encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the default model takes seconds, and each command would do so anew."""
    load = SentenceEncoder.open

    def opened(model: str | Path | None = None) -> SentenceEncoder:
        return load(model) if model else encoder

    monkeypatch.setattr(SentenceEncoder, "open", opened)


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


def test_ask_with_phrases_and_filters(indexed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--collection", str(indexed / "c"), "--json"]
    assert main(["ask", "「拱石」 -食堂", "--document", "旧桥", *asked]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["missing_phrases"], len(answer["hits"])) == ([], 1)
    hit = answer["hits"][0]
    assert "拱石" in hit["why"]["weights"] and hit["also_in"] == []
    assert sum(hit["why"]["parts"].values()) == pytest.approx(hit["score"], abs=1e-4)
    assert main(["ask", "拱石", "--more-like", hit["passage_id"], *asked]) == 0
    assert json.loads(capsys.readouterr().out)["hits"]
    assert main(["ask", "拱石", "--less-like", hit["passage_id"], *asked]) == 0
    assert json.loads(capsys.readouterr().out)["hits"] == []


def test_ask_says_why_and_what_is_missing(
    indexed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "「铁索」换了几块", "--why", "--collection", str(indexed / "c")]) == 0
    printed = capsys.readouterr().out
    assert "No passage that was looked at holds “铁索” as it stands" in printed
    assert "没有所问的那种数目" not in printed
    assert main(["ask", "换了多少小时", "--why", "--collection", str(indexed / "c")]) == 0
    assert "没有所问的那种数目" in capsys.readouterr().out
    assert "score 得分" in printed and "words in common 相同词语" in printed


def test_evaluate_and_compare(
    indexed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"id": "1", "kind": "fact", "question": "换了多少拱石", "document": "桥.txt"}
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({**row, "start": 6, "end": 18}), "utf-8")
    asked = ["evaluate", str(path), "--collection", str(indexed / "c")]
    assert main([*asked, "--json"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)[0]["outcomes"]["1"]["hit@1"] == 1
    (tmp_path / "a.json").write_text(printed, "utf-8")
    result = str(tmp_path / "a.json")
    assert main(["evaluate", "--compare", result, result, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["measure"], first["difference"], first["p"]) == ("hit@1", 0, 1)
    assert main([*asked, "--ablate"]) == 0
    assert "fusion + late interaction" in capsys.readouterr().out


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
        (["evaluate"], 2, "name a set"),
        (["evaluate", "x.jsonl", "--compare", "a", "b"], 2, "leave the rest out"),
        (["evaluate", "--compare", "gone-a", "gone-b"], 2, "gone-a is no result"),
        (["ask", "问 ", "--document", "赵州", "--collection", "{c}"], 2, "--document 赵州"),
        (["ask", "--collection", "{c}", "--", "-桥"], 2, "what to leave out"),
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


@pytest.mark.parametrize(
    "arguments",
    [[], ["ask"], ["nonsense"], ["ask", "问", "--top", "0"], ["ask", "问", "--where", "x"]],
)
def test_bad_usage_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


def test_help_and_listing_do_not_wait_for_the_model(indexed: Path) -> None:
    slow = {"torch", "gradio", "sklearn", "matplotlib"}
    code = f"import sys, qa, qa.commands.command_line; sys.exit(bool({slow} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_an_encoding_can_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Tomás".encode("cp1252"))
    assert main(["inspect", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["encoding"] == "cp1252" and 0 < found["encoding_confidence"] < 0.9
    assert main(["inspect", str(path), "--encoding", "*.txt=windows-1251", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["encoding"], found["encoding_confidence"]) == ("cp1251", 1)
    assert found["passages"][0]["text"] == "Tomбs"
    assert main(["inspect", str(path), "--encoding", "other.txt=cp1251"]) == 0
    assert "encoding: cp1252, confidence 0." in capsys.readouterr().out
    for command in ("inspect", "index"):
        assert main([command, str(path), "--encoding", "gb99"]) == 2
        assert "there is no encoding 'gb99'; use one of these" in capsys.readouterr().err


def test_the_report_names_doubtful_encodings_and_texts_that_are_there_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes("Tomás".encode("cp1252"))
    text = "老桥修好了，大家都来看，桥上站满了人，热闹极了。"
    (tmp_path / "b.txt").write_text(text, "utf-8")
    (tmp_path / "c.md").write_text(f"{text}\n", "utf-8")
    (tmp_path / "d.txt").write_text(text.encode("gbk").decode("latin-1"), "utf-8")
    assert main(["index", str(tmp_path), "--collection", str(tmp_path / "c")]) == 0
    printed = capsys.readouterr().out
    assert "encodings: utf-8 3, cp1252 1" in printed
    assert f"doubtful encoding: {tmp_path / 'a.txt'}: cp1252, confidence 0." in printed
    same = ", ".join(str(tmp_path / name) for name in ("b.txt", "c.md"))
    assert f"same text in several files, each indexed: {same}" in printed
    assert "repaired in the readable text: 1" in printed


def test_token_vectors_that_outgrow_their_room_are_spoken_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("老桥修好了，大家都来看，桥上站满了人，热闹极了。", "utf-8")
    asked = ["index", str(tmp_path), "--collection", str(tmp_path / "c")]
    assert main([*asked, "--token-space", "100"]) == 0
    assert "kept at half the size from now on" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([*asked, "--token-space", "much"])
    assert "much is no size; write 500MB, 8GB or auto" in capsys.readouterr().err
