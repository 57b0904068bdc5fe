"""Passages found in a real Milvus Lite, beside the collection's own indexes."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pymilvus import MilvusClient

from corpus import Document, Source, UnreachableError, UsageError, index_terms
from qa import Answer, Collection, Filter, ask, evaluate, index_documents, related, remove
from qa.collection import index_kind
from qa.collection.lexical import Matches
from qa.collection.milvus import MilvusFinder
from qa.commands.command_line import main
from qa.retrieval.retrieve import ALL, NEAREST
from tests.conftest import ROOT
from tests.qa.evaluation.test_evaluate import no_collection, write_judged
from tests.small_encoder import SmallEncoder

GOODS = "茶叶 瓷器 丝绸 药材 木材 棉花 铁器 食盐 纸张 稻米 马匹 漆器 silver".split()  # noqa: SIM905
PLACES = ["码头", "集市", "驛站", "粮仓", "作坊", "渡口", "书院", "城门", "望澜桥"]
QUESTIONS = [
    "第77号记录说的是什么",
    "驿站点收的铁器",
    "谁在望澜桥点收茶叶",
    "silver 余下多少",
    "余下96担",
]
MANY = ALL + 100  # passages; of fewer each is a candidate, wherever they are


def documents(first: int, last: int) -> list[Document]:
    return [
        Document(
            f"d{number:04}",
            "",
            f"第{number}号记录说，{GOODS[number % 13]}在{PLACES[number % 9]}点收。"
            f"经手的人是{number * 7919 % 1000}号，余下{number * 31 % 97}担。",
            Source(f"/{'旧' if number % 10 else '新'}/{number}.txt", "", 0, "text", "utf-8"),
        )
        for number in range(first, last)
    ]


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file of Milvus Lite, as `--store` names it."""
    return f"milvus:{tmp_path_factory.mktemp('milvus') / 'lite.db'}"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, lite: str) -> tuple[Path, Path]:
    """The same documents, found in the collection's own indexes and in Milvus."""
    folder = tmp_path_factory.mktemp("both")
    for name, place in (("own", None), ("milvus", lite)):
        with Collection.open(folder / name, create=True, index_store=place) as collection:
            index_documents(collection, SmallEncoder(), documents(0, MANY))
    return folder / "own", folder / "milvus"


def told(answer: Answer) -> list[tuple[object, ...]]:
    """All that an answer says, but for the time it took."""
    return [
        (hit.passage.id, hit.score, hit.confidence, hit.citation.start, hit.citation.quote)
        for hit in answer.hits
    ]


def test_answers_are_the_same_to_the_last_bit(both: tuple[Path, Path]) -> None:
    with Collection.open(both[0]) as own, Collection.open(both[1]) as other:
        assert isinstance(other.finder, MilvusFinder) and len(other.finder) == MANY
        for question in QUESTIONS:
            answer = ask(other, SmallEncoder(), question, 10)
            assert len(answer.hits) == 10
            assert told(answer) == told(ask(own, SmallEncoder(), question, 10))
            for hit in answer.hits:
                document = hit.citation.document
                assert document.text[hit.citation.start : hit.citation.end] == hit.citation.quote


def test_filters_are_given_to_milvus(both: tuple[Path, Path]) -> None:
    encoder = SmallEncoder()
    vector = encoder.encode_question("茶叶").vector
    with Collection.open(both[0]) as own, Collection.open(both[1]) as other:
        rows = own.store.passage_rows()
        assert rows.tolist() == other.store.passage_rows().tolist()
        for among in (rows[200:220], rows[::2], rows[[3, 4, 5, 9]], rows[:0]):
            for k in (5, 50):
                ours, theirs = (one.finder.nearest(vector, k, among) for one in (own, other))
                assert np.allclose(ours.scores, theirs.scores, atol=1e-6)
                above = int((ours.scores > ours.scores.min(initial=1) + 1e-6).sum())  # no tie
                assert set(ours.rows[0, :above]) <= set(theirs.rows[0]) <= set(among)
            terms = dict.fromkeys(index_terms("茶叶在码头"), 1.0)
            found = other.finder.matches(terms, 10, among)
            assert found == own.finder.matches(terms, 10, among)
            assert set(found.rows) <= set(among.tolist())
        among_new = Filter(documents=("/新",))
        assert told(ask(own, encoder, "茶叶", among=among_new)) == told(
            ask(other, encoder, "茶叶", among=among_new)
        )


def test_words_are_found_in_either_script_and_weighted(both: tuple[Path, Path]) -> None:
    with Collection.open(both[0]) as own, Collection.open(both[1]) as other:
        for text in ("驛站", "絲綢在驿站", "SILVER", "这些字一个也没有出现过啊"):
            terms = {term: 0.3 + n for n, term in enumerate(index_terms(text))}
            assert other.finder.matches(terms, 20) == own.finder.matches(terms, 20)
        assert other.finder.matches({}, 20) == Matches([], [])


def test_what_comes_and_goes(both: tuple[Path, Path], tmp_path: Path, lite: str) -> None:
    encoder = SmallEncoder()
    with Collection.open(tmp_path / "c", create=True, index_store=lite) as collection:
        assert ask(collection, encoder, "茶叶").hits == ()  # nothing to be found, not even a table
        index_documents(collection, encoder, documents(0, 4))
        index_documents(collection, encoder, documents(4, 8))
        assert remove(collection, ["d0001", "d0005"]) == []
        rows = collection.store.passage_rows().tolist()
        assert collection.finder.rows.tolist() == rows and len(collection.finder) == 6
        found = collection.finder.nearest(encoder.encode_question("茶叶").vector, 100)
        assert sorted(found.rows[0].tolist()) == rows
    with Collection.open(both[1]) as other:  # each collection has its own passages there
        assert len(other.finder) == MANY


def test_the_place_is_remembered_and_can_be_changed(tmp_path: Path, lite: str) -> None:
    encoder = SmallEncoder()
    with Collection.open(tmp_path, create=True) as collection:
        index_documents(collection, encoder, documents(0, 5))
        assert len(collection.vectors) == 5
    with Collection.open(tmp_path, index_store=lite) as collection:
        assert len(collection.finder) == 5 and isinstance(collection.finder, MilvusFinder)
        index_documents(collection, encoder, documents(5, 7))
        with pytest.raises(UsageError, match=r"found in milvus:.*--store embedded"):
            _ = collection.vectors
    with Collection.open(tmp_path) as collection:
        assert isinstance(collection.finder, MilvusFinder) and len(collection.finder) == 7
    with Collection.open(tmp_path, index_store="embedded") as collection:
        assert collection.vectors.rows.tolist() == collection.store.passage_rows().tolist()
        assert len(collection.words) == 7
        assert ask(collection, encoder, "第6号记录").hits[0].passage.document_id == "d0006"


def test_what_milvus_has_lost_is_brought_again(tmp_path: Path, lite: str) -> None:
    with Collection.open(tmp_path, create=True, index_store=lite) as collection:
        index_documents(collection, SmallEncoder(), documents(0, 5))
        name = f"wenju_{collection.store.meta('identity')}"
    client = MilvusClient(lite.removeprefix("milvus:"))
    client.delete(name, ids=[1, 2])
    with Collection.open(tmp_path) as collection:
        assert collection.finder.rows.tolist() == collection.store.passage_rows().tolist()
    client.drop_collection(name)
    with Collection.open(tmp_path) as collection:
        assert len(collection.finder) == 5 == len(collection.words)


def test_a_run_that_was_stopped_goes_on(tmp_path: Path, lite: str) -> None:
    with Collection.open(tmp_path, create=True, index_store=lite) as collection:
        index_documents(collection, SmallEncoder(), documents(0, 5))
        collection.finder.update(np.empty(0, np.int64), collection.store.passage_rows()[3:])
        kept = collection.finder
    (tmp_path / "derived.json").unlink()
    with Collection.open(tmp_path) as collection:
        assert len(kept) == 3 and len(collection.finder) == 5 == len(collection.words)
        assert ask(collection, SmallEncoder(), "第4号记录").hits[0].passage.document_id == "d0004"


def test_many_vectors_are_looked_at_through_a_graph(
    both: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = SmallEncoder()
    with Collection.open(both[0]) as own, Collection.open(both[1]) as other:
        monkeypatch.setattr(index_kind, "EXACT", MANY - 1)
        other.fit_index(encoder)
        name = f"wenju_{other.store.meta('identity')}"
        client = MilvusClient((other.store.meta("index_store") or "").removeprefix("milvus:"))
        assert client.describe_index(name, "vector")["index_type"] == "HNSW"
        exact, near = (
            {row for vector in encoder.encode_questions(QUESTIONS)
             for row in one.finder.nearest(vector, NEAREST).rows[0].tolist()}
            for one in (own, other)
        )  # fmt: skip
        assert len(exact & near) >= 0.98 * len(exact)
        monkeypatch.undo()
        other.fit_index(encoder)
        assert client.describe_index(name, "vector")["index_type"] == "FLAT"


def test_related_passages(both: tuple[Path, Path]) -> None:
    with Collection.open(both[0]) as own, Collection.open(both[1]) as other:
        passage = own.store.ids([300])[300]
        assert related(own, passage) == related(other, passage)


def test_evaluating_leaves_nothing_behind(tmp_path: Path) -> None:
    place = f"milvus:{tmp_path / 'lite.db'}"
    folder = write_judged(tmp_path / "tiny")
    (ours,) = evaluate([folder], SmallEncoder(), no_collection)
    (theirs,) = evaluate([folder], SmallEncoder(), no_collection, index_store=place)
    assert ours.outcomes == theirs.outcomes
    assert MilvusClient(str(tmp_path / "lite.db")).list_collections() == []


def test_no_answer_says_what_to_do(tmp_path: Path) -> None:
    with Collection.open(tmp_path, create=True) as collection:
        index_documents(collection, SmallEncoder(), documents(0, 3))
    place = "milvus:http://127.0.0.1:9"
    with (
        Collection.open(tmp_path, index_store=place) as collection,
        pytest.raises(UnreachableError, match=r"127\.0\.0\.1:9 .*--store embedded"),
    ):
        ask(collection, SmallEncoder(), "茶叶")
    with Collection.open(tmp_path, index_store="embedded") as collection:
        assert len(collection.words) == len(collection.vectors) == 3


def test_the_rest_needs_no_pymilvus(tmp_path: Path) -> None:
    """As where it is not installed."""
    code = (
        "import sys; sys.modules['pymilvus'] = None\n"
        "from qa.commands.command_line import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", code, *arguments, "--collection", str(tmp_path / "c")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    with Collection.open(tmp_path / "c", create=True) as collection:
        index_documents(collection, SmallEncoder(), documents(0, 3))
        (passage,) = collection.store.ids([1]).values()
    assert run("related", passage).returncode == 0
    asked = run("related", passage, "--store", "milvus:http://127.0.0.1:9")
    assert asked.returncode == 2
    assert "pip install" in asked.stderr and "pymilvus" in asked.stderr


def test_the_option_and_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Collection.open(tmp_path / "c", create=True):
        pass
    asked = ["documents", "--collection", str(tmp_path / "c")]

    def kept(*more: str) -> str:
        assert main([*asked, *more]) == 0
        with Collection.open(tmp_path / "c") as collection:
            return collection.index_store

    monkeypatch.chdir(tmp_path)
    assert kept() == "embedded"
    assert kept("--store", "milvus:a.db") == f"milvus:{tmp_path / 'a.db'}"
    monkeypatch.setenv("WENJU_STORE", "milvus:http://host:19530")
    assert kept("--store", "milvus:a.db") == f"milvus:{tmp_path / 'a.db'}"
    assert kept() == "milvus:http://host:19530"
    monkeypatch.delenv("WENJU_STORE")
    assert kept() == "milvus:http://host:19530"
    for wrong, reason in (
        ("redis:x", "neither embedded nor milvus"),
        ("milvus:", "neither"),
        ("milvus:a.txt", "ends in .db"),
    ):
        with pytest.raises(SystemExit):
            main([*asked, "--store", wrong])
        assert reason in capsys.readouterr().err
