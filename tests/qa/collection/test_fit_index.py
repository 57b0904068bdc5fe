"""Which index the vectors of a collection get, and when."""

import json
from pathlib import Path

import numpy as np
import pytest

from corpus import Document, Source
from embeddings import CELLS_FILE
from qa import Collection, ask, index_documents, remove
from qa.collection import index_kind
from qa.collection.index_kind import EXACT, in_cells, sentences_of
from qa.commands import command_line
from qa.evaluation.index_recall import evaluate_index
from tests.small_encoder import SmallEncoder

GOODS = "茶叶 瓷器 丝绸 药材 木材 棉花 铁器 食盐 纸张 稻米 马匹 漆器".split()  # noqa: SIM905
PLACES = ["码头", "集市", "驿站", "粮仓", "作坊", "渡口", "书院", "城门"]


def documents(first: int, last: int) -> list[Document]:
    return [
        Document(
            f"d{number:04}",
            "",
            f"第{number}号记录说，{GOODS[number % 12]}在{PLACES[number % 8]}点收。"
            f"经手的人是{number * 7919 % 1000}号，余下{number * 31 % 97}担。",
            Source(f"/{number}.txt", "", 0, "text", "utf-8"),
        )
        for number in range(first, last)
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fitted") / "c"
    with Collection.open(folder, create=True) as collection:
        index_documents(collection, SmallEncoder(), documents(0, 1200))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    target = tmp_path / "c"
    target.mkdir()
    for path in made.rglob("*"):
        if path.is_file() and path.name != "writing.lock":
            (target / path.relative_to(made)).parent.mkdir(exist_ok=True)
            (target / path.relative_to(made)).write_bytes(path.read_bytes())
    return target


def test_many_passages_are_divided_and_few_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = ("auto", "exact", "approximate")
    assert [in_cells(kind, EXACT) for kind in kinds] == [False, False, True]
    assert [in_cells(kind, EXACT + 1) for kind in kinds] == [True, False, True]
    assert [in_cells(kind, 10) for kind in kinds] == [False, False, False]


def test_it_is_divided_when_it_has_grown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_kind, "EXACT", 1250)
    with Collection.open(folder) as collection, Collection.open(folder) as reader:
        assert collection.vectors.exact and reader.vectors.exact
        index_documents(collection, SmallEncoder(), documents(1200, 1300))
        assert not collection.vectors.exact and not reader.vectors.exact
        assert (folder / CELLS_FILE).exists()
        index_documents(collection, SmallEncoder(), documents(1300, 1310))
        assert not reader.vectors.exact and len(reader.vectors) == 1310
        remove(collection, ["d0005"])
        assert not reader.vectors.exact and len(reader.vectors) == 1309
        exact = reader.vectors.search(np.eye(3, 64, dtype=np.float32), 10, exact=True)
        assert len(exact.rows[0]) == 10


def test_what_was_asked_for_is_remembered(folder: Path) -> None:
    encoder = SmallEncoder()
    with Collection.open(folder) as collection:
        collection.index_kind = "approximate"
        collection.fit_index(encoder)
    with Collection.open(folder) as collection:
        assert collection.index_kind == "approximate" and not collection.vectors.exact
        before = [hit.passage.id for hit in ask(collection, encoder, "茶叶在渡口点收").hits]
        collection.index_kind = "exact"
        collection.fit_index(encoder)
        assert collection.vectors.exact and not (folder / CELLS_FILE).exists()
        assert [hit.passage.id for hit in ask(collection, encoder, "茶叶在渡口点收").hits] == before


def test_opening_again_reads_no_rows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Collection.open(folder) as collection:
        monkeypatch.setattr(collection.store, "passage_rows", lambda: pytest.fail("read"))
        assert len(collection.vectors) == 1200


def test_the_sentences_that_it_is_tried_with(folder: Path) -> None:
    with Collection.open(folder) as collection:
        rows = collection.vectors.rows
        some = sentences_of(collection.store, rows, 5)
        assert some[0] == "经手的人是0号，余下0担。" and len(set(some)) == 5
        assert not set(some) & set(sentences_of(collection.store, rows, 5, shift=0.5))
        second = "经手的人是919号，余下31担。"
        assert sentences_of(collection.store, rows[:2], 5) == [some[0], second]
        assert sentences_of(collection.store, rows[:0], 5) == []


def test_recall_beside_exact_is_measured(folder: Path) -> None:
    with Collection.open(folder) as collection:
        exact = evaluate_index(collection, SmallEncoder(), 40)
        assert exact.exact and exact.recall_at_10 == 1 and exact.questions == 40
        collection.index_kind = "approximate"
        collection.fit_index(SmallEncoder())
        result = evaluate_index(collection, SmallEncoder(), 40)
        assert not result.exact and 1 <= result.probes < result.cells
        assert 0.9 < result.recall_at_10 <= 1


def test_by_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in ("index", "evaluate"):
        monkeypatch.setattr(f"qa.commands.{module}.open_encoder", lambda model: SmallEncoder())
    (folder / "one.txt").write_text("又有一批茶叶到了渡口。", "utf-8")
    where = ["--collection", str(folder)]
    index = ["index", str(folder / "one.txt"), "--index", "approximate"]
    assert command_line.main([*index, *where]) == 0
    capsys.readouterr()
    assert command_line.main(["evaluate", "--index", "--limit", "30", "--json", *where]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["index"], found["passages"], found["questions"]) == ("approximate", 1201, 30)
    assert found["recall@10"] > 0.9
    assert command_line.main(["evaluate", "--index", *where]) == 0
    assert "recall@10 beside looking at all" in capsys.readouterr().out
    assert command_line.main(["evaluate", "--index", str(folder), *where]) == 2
