from pathlib import Path

import numpy as np
import pytest

from corpus import Document, Source, UsageError
from qa import Collection, Filter, ask, index_documents, index_paths
from qa.retrieval.phrases import holds, rows_holding
from qa.retrieval.question import parse
from qa.retrieval.retrieve import ALL, MATCHING, NEAREST, find
from qa.retrieval.scope import scope_of
from tests.small_encoder import SmallEncoder

TEXTS = {
    "桥.md": "# 望瀾橋\n\n2019-03-05 来源:甲报\n\n望瀾橋修舊如舊。\n\n"
    "## 經費\n\n共用ＡＩ探傷三次。",
    "食堂.txt": "社区食堂\n\n2021-06-01 来源:乙报\n\n食堂供应午餐。老人有补贴，也有人来修旧物。",
    "电车.txt": "有轨电车\n\n电车在桥上推迟建设。The old bridge stays; maids use it.",
}


@pytest.fixture
def files(collection: Collection, tmp_path: Path) -> Collection:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    index_paths(collection, SmallEncoder(), [folder])
    return collection


def names(collection: Collection, rows: object) -> set[str]:
    found = collection.store.places(rows).values()  # type: ignore[arg-type]
    return {Path(collection.store.document(one.document).source.path).name for one in found}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("修旧如旧", {"桥.md"}),
        ("修舊", {"桥.md", "食堂.txt"}),
        ("橋", {"桥.md", "电车.txt"}),
        ("ai", {"桥.md"}),
        ("ＡＩ探伤", {"桥.md"}),
        ("old  BRIDGE", {"电车.txt"}),
        ("maid", set()),
        ("午餐。老人", {"食堂.txt"}),
        ("；", {"电车.txt"}),
        (";", {"电车.txt"}),
    ],
)
def test_phrases_are_found_in_any_script_width_and_case(
    files: Collection, phrase: str, expected: set[str]
) -> None:
    rows = rows_holding(files, phrase)
    assert names(files, rows) == expected
    texts = files.store.texts(files.store.passage_rows().tolist())
    assert rows == {row for row, text in texts.items() if holds(text, phrase)}


def scope(collection: Collection, typed: str, among: Filter = Filter()) -> set[str]:  # noqa: B008
    rows = scope_of(collection, parse(typed), among).rows
    return names(collection, collection.store.passage_rows() if rows is None else rows)


def test_required_and_excluded(files: Collection) -> None:
    assert scope(files, "“修旧”") == {"桥.md", "食堂.txt"}
    assert scope(files, "谁“修旧” -午餐") == {"桥.md"}
    assert scope(files, "“修旧”“补贴”") == {"食堂.txt"}
    hits = ask(files, SmallEncoder(), "午餐 -補貼").hits
    assert hits and not any("补贴" in hit.passage.text for hit in hits)
    with pytest.raises(UsageError, match="no passage is left without -桥, -食堂"):
        scope_of(files, parse("问 -桥 -食堂 -探伤 -来源 -有轨 -瀾"), Filter())


def test_a_phrase_that_stands_nowhere_is_named_and_the_nearest_shown(files: Collection) -> None:
    encoder = SmallEncoder()
    answer = ask(files, encoder, "谁修了「赵州桥」")
    assert (answer.answered, answer.missing) == (False, ("赵州桥",))
    assert len(answer.hits) > 1
    one = ask(files, encoder, "「赵州桥」的「午餐」")
    assert one.missing == ("赵州桥",) and all("午餐" in hit.passage.text for hit in one.hits)
    both = ask(files, encoder, "「探伤」「午餐」")  # in different passages
    assert both.missing == ("探伤", "午餐")
    found = ask(files, encoder, "谁「修旧」")
    assert found.missing == () and found.answered


@pytest.mark.parametrize(
    ("among", "expected"),
    [
        (Filter(documents=("食堂",)), {"食堂.txt"}),
        (Filter(documents=("望澜桥", "电车")), {"桥.md", "电车.txt"}),
        (Filter(since="2020"), {"食堂.txt"}),
        (Filter(until="2019-03"), {"桥.md"}),
        (Filter(since="2019-3-5", until="2019-03-05"), {"桥.md"}),
        (Filter(where=(("source", "乙報"),)), {"食堂.txt"}),
        (Filter(section="经费"), {"桥.md"}),
    ],
)
def test_filters(files: Collection, among: Filter, expected: set[str]) -> None:
    assert scope(files, "问", among) == expected
    hits = ask(files, SmallEncoder(), "问", among=among).hits
    assert {Path(hit.citation.document.source.path).name for hit in hits} == expected


def test_documents_by_id_file_and_folder(files: Collection, tmp_path: Path) -> None:
    document = next(one for one in files.store.documents() if one.title == "有轨电车")
    for name in (document.id, str(tmp_path / "files" / "电车.txt")):
        assert scope(files, "问", Filter(documents=(name,))) == {"电车.txt"}
    assert scope(files, "问", Filter(documents=(str(tmp_path / "files"),))) == set(TEXTS)


def test_a_section_is_only_its_own_passages(files: Collection) -> None:
    hits = ask(files, SmallEncoder(), "望澜桥", among=Filter(section="經費")).hits
    assert [hit.passage.section[-1] for hit in hits] == ["經費"]


@pytest.mark.parametrize(
    ("among", "message"),
    [
        (Filter(documents=("赵州",)), "left by --document 赵州; values of title here: .*社区食堂"),
        (Filter(since="2030"), "left by --from 2030; values of date here: 2019-03-05, 2021"),
        (Filter(since="2019-13"), "2019-13 is no date; write YYYY"),
        (Filter(until="昨天"), "昨天 is no date"),
        (Filter(since="2021-3", until="2019"), "--from 2021-03 lies after --to 2019; write"),
        (Filter(since="2021-03-05", until="2021-02"), "lies after"),
        (
            Filter(where=(("source", "丙报"),)),
            "--where source=丙报; values of source here: 乙报|甲报",
        ),
        (Filter(where=(("颜色", "红"),)), "fields here: date, source, title"),
        (Filter(section="附录"), "in a section named 附录; there are .*經費"),
    ],
)
def test_a_filter_that_leaves_nothing_says_so(
    files: Collection, among: Filter, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        ask(files, SmallEncoder(), "问", among=among)


def test_the_last_date_may_lie_within_the_first(files: Collection) -> None:
    """Both are included, as far as they go."""
    whole = scope(files, "问", Filter(since="2019", until="2019"))
    assert scope(files, "问", Filter(since="2019-03", until="2019")) == whole
    assert scope(files, "问", Filter(since="2019", until="2019-03")) == whole


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """More passages than are all looked at; one in three speaks of tea."""
    documents = [
        Document(
            f"d{number:04}",
            "",
            f"第{number}号记录说到{('茶叶', '丝绸', '瓷器')[number % 3]}。"
            + "茶叶" * (number < 200),
            Source(f"/{number}.txt", "", 0, "text", "utf-8"),
            {"date": f"{1500 + number}"},
        )
        for number in range(3 * ALL)
    ]
    documents[901] = Document(
        "d0901", "", "完全无关的一句话里藏着龘字。", documents[901].source, {"date": "2401"}
    )
    folder = tmp_path_factory.mktemp("large") / "c"
    collection = Collection.open(folder, create=True)
    index_documents(collection, SmallEncoder(), documents)
    return collection


def test_a_phrase_is_found_that_neither_vectors_nor_words_would_find(large: Collection) -> None:
    encoder = SmallEncoder()
    asked = "第几号记录说到茶叶"
    vectors = encoder.encode_question(asked)
    assert "d0901-0" not in find(large, asked, vectors).passages
    assert [hit.passage.id for hit in ask(large, encoder, f"{asked}「龘」").hits] == ["d0901-0"]


def test_what_a_filter_leaves_is_all_looked_at(large: Collection) -> None:
    among = Filter(since="1700", until="1999")
    rows = scope_of(large, parse("问"), among).rows
    assert rows is not None and len(rows) == 300
    found = find(large, "茶叶", SmallEncoder().encode_question("茶叶"), among=rows)
    assert found.rows == rows.tolist()


def test_a_wide_filter_restricts_both_searches(large: Collection) -> None:
    rows = scope_of(large, parse("问"), Filter(since="1800")).rows
    assert rows is not None and len(rows) > ALL
    found = find(large, "茶叶", SmallEncoder().encode_question("茶叶"), among=rows)
    assert set(found.rows) <= set(rows.tolist())
    assert NEAREST <= len(found.rows) <= NEAREST + MATCHING
    everything = find(large, "茶叶", SmallEncoder().encode_question("茶叶"))
    assert set(found.rows) - set(everything.rows)  # what a filter after the search would not show


def test_no_row_is_invented(large: Collection) -> None:
    nothing = large.vectors.search(np.eye(1, 64, dtype=np.float32), 5, np.array([-5, 10**9]))
    assert nothing.rows.shape == (1, 0)
