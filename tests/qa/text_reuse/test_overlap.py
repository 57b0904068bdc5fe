import json
from pathlib import Path

import pytest

from corpus import fold
from qa import Collection, index_documents, index_paths
from qa.collection.records import DocumentSummary
from qa.commands.command_line import main
from qa.text_reuse.dates import date_of, earliest
from qa.text_reuse.heat_map import heat_map
from qa.text_reuse.overlap import Overlap, overlap, shared_marks
from tests.qa.texts import document
from tests.small_encoder import SmallEncoder

SHARED = "“社区食堂每天中午供应三种套餐”"
ONE = f"甲说：{SHARED}。图书馆里新到了一批旧书。"
TWO = f"乙讲，{SHARED}！今年邮局搬到了车站的东边。"
THREE = "天气冷了，街坊们都穿上了厚衣服出门散步。"


@pytest.fixture
def found(collection: Collection) -> Overlap:
    documents = [
        document(ONE, "/1.txt", "一", "2021-05-01"),
        document(TWO, "/2.txt", "2019年的二"),
        document(THREE, "/3.txt", "三"),
    ]
    index_documents(collection, SmallEncoder(), documents)
    return overlap(collection, 10)


def test_a_pair_with_its_runs_at_their_places(found: Overlap) -> None:
    (pair,) = found.pairs
    assert (pair.a.title, pair.b.title) == ("一", "2019年的二")
    (run,) = pair.runs
    assert run.a.quote == run.b.quote == SHARED
    assert ONE[run.a.start : run.a.end] == SHARED and TWO[run.b.start : run.b.end] == SHARED
    letters_one, letters_two = (sum(map(str.isalnum, text)) for text in (ONE, TWO))
    assert (pair.share_a, pair.share_b) == (14 / letters_one, 14 / letters_two)
    assert pair.first is pair.b
    assert (found.found_runs, len(found.shares.a)) == (1, 1)


def test_sentences_with_every_place_the_earliest_first(found: Overlap) -> None:
    (sentence,) = found.sentences
    assert sentence.documents == 2
    assert [place.document.title for place in sentence.places] == ["2019年的二", "一"]
    assert {place.quote for place in sentence.places} == {SHARED.strip("“”")}
    assert sentence.first is sentence.places[0].document


def test_the_heat_map_is_by_date_and_has_both_shares(found: Overlap) -> None:
    heat = heat_map(found)
    assert [one.title for one in heat.documents] == ["2019年的二", "一", "三"]
    (pair,) = found.pairs
    assert heat.shares.tolist() == [[0, pair.share_b, 0], [pair.share_a, 0, 0], [0, 0, 0]]
    assert [one.title for one in heat_map(found, 1).documents] == ["一"]
    assert heat_map(found, 1).left_out == 2


def test_marks_around_a_run_belong_to_it_while_they_are_the_same() -> None:
    assert shared_marks("”。", "”！") == (1, 1)
    assert shared_marks("，\n“甲", "， “乙") == (3, 3)
    assert shared_marks("，", "") == (0, 0)


def summary(title: str, date: str = "") -> DocumentSummary:
    metadata = {"date": date} if date else {}
    return DocumentSummary(title, title, "text", "utf-8", 0, 1, 1, (), metadata, None, ())


def test_the_earliest_is_named_only_where_it_is_certain() -> None:
    old, new, undated = summary("a", "2017-03-05"), summary("b", "2020-01-01"), summary("c")
    year = summary("2017年报告")
    assert date_of(year) == "2017" and date_of(undated) is None
    assert date_of(summary("2017年报告", "2018-01-01")) == "2018-01-01"
    assert earliest([new, undated, old]) is old
    assert earliest([old, undated]) is None
    assert earliest([year, old, new]) is None
    assert earliest([year, new]) is year
    assert earliest([]) is None


@pytest.mark.parametrize("texts", [[], [ONE], [THREE, ONE], [""]])
def test_nothing_shared(collection: Collection, texts: list[str]) -> None:
    documents = [document(text, f"/{number}.txt") for number, text in enumerate(texts)]
    index_documents(collection, SmallEncoder(), documents)
    found = overlap(collection, 5)
    assert (found.pairs, found.sentences, len(found.documents)) == ((), (), len(texts))
    assert heat_map(found).shares.sum() == 0


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "c"
    with Collection.open(folder, create=True) as collection:
        documents = [document(ONE, "/1.txt", "一"), document(TWO, "/2.txt", "二")]
        index_documents(collection, SmallEncoder(), documents)
    command = ["overlap", "--collection", str(folder)]
    assert main([*command, "--json", "--picture", str(tmp_path / "heat.png")]) == 0
    found = json.loads(capsys.readouterr().out)
    (pair,) = found["pairs"]
    assert {pair["a"], pair["b"]} == {one["id"] for one in found["documents"]}
    assert pair["runs"][0]["a"]["quote"] == SHARED
    assert found["found"] == {"pairs": 1, "runs": 1, "reworded": 0}
    assert (tmp_path / "heat.png").read_bytes()[:4] == b"\x89PNG"
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "《一》" in printed and SHARED in printed
    assert main([*command, "--picture", str(tmp_path / "no" / "heat.png")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def shared_stretches(a: str, b: str, shortest: int = 12) -> list[tuple[int, int, int]]:
    """Maximal equal stretches of two texts, found by comparing each character with each."""
    lengths: dict[int, int] = {}
    found = []
    for i in range(len(a) - 1, -1, -1):
        row = {j: lengths.get(j + 1, 0) + 1 for j in range(len(b)) if a[i] == b[j]}
        found += [
            (i, j, length)
            for j, length in row.items()
            if length >= shortest and (not i or not j or a[i - 1] != b[j - 1])
        ]
        lengths = row
    return found


@pytest.mark.shared
@pytest.mark.parametrize("marks", [True, False], ids=["characters", "letters"])
def test_every_run_in_two_seeds_is_found(collection: Collection, shared: Path, marks: bool) -> None:
    """The gold is all text but furniture, folded, white space left out, without marks or with."""
    index_paths(collection, SmallEncoder(), [shared / "seeds"])
    store = collection.store
    rows = {}
    for one in store.documents():
        places = [
            (fold(char), span)
            for passage in store.passages_of(one.id).values()
            for char, span in zip(passage.text, passage.clean.spans.tolist(), strict=True)
            if (char.isalnum() if not marks else not char.isspace())
        ]
        rows[one.id] = places
    found = {(pair.a.id, pair.b.id): pair.runs for pair in overlap(collection, 1000).pairs}
    names = [one.id for one in store.documents()]
    gold = 0
    for number, a in enumerate(names):
        for b in names[number + 1 :]:
            texts = ["".join(char for char, _ in rows[name]) for name in (a, b)]
            for i, j, length in shared_stretches(*texts):
                gold += 1
                span_a = rows[a][i][1][0], rows[a][i + length - 1][1][1]
                span_b = rows[b][j][1][0], rows[b][j + length - 1][1][1]
                assert any(
                    run.a.start <= span_a[0]
                    and span_a[1] <= run.a.end
                    and run.b.start <= span_b[0]
                    and span_b[1] <= run.b.end
                    for run in found[a, b]
                ), (span_a, span_b)
    assert gold > 30
