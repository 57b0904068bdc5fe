"""Hits that are worth reading: duplicates as one, documents in turn, scores explained."""

from pathlib import Path

import pytest

from qa import Collection, ask, index_paths, search
from qa.retrieval.diversity import take_turns
from qa.retrieval.explanation import word_weights
from tests.small_encoder import SmallEncoder

NOTICE = "社区食堂自九月一日起每天供应午餐，六十五岁以上老人凭卡减免三元，节假日照常。"


def test_documents_take_turns_only_where_scores_tie() -> None:
    assert take_turns([3.0, 2.0, 1.0], ["a", "a", "b"]) == [0, 1, 2]
    assert take_turns([2.0, 2.0, 2.0, 2.0], ["a", "a", "b", "c"]) == [0, 2, 3, 1]
    assert take_turns([2.0, 2.0 - 1e-9, 1.0], ["a", "a", "b"]) == [0, 1, 2]
    assert take_turns([5.0, 2.0, 2.0], ["a", "a", "b"]) == [0, 2, 1]


def test_near_duplicates_are_one_hit_with_all_their_places(
    collection: Collection, tmp_path: Path
) -> None:
    other = NOTICE.replace("社区", "社區").replace("照常。", "照常供应。")
    for name, text in {"a": NOTICE, "b": other, "c": "电车推迟建设。"}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    answer = ask(collection, SmallEncoder(), "老人减免三元", top=2)
    first, second = answer.hits
    assert [first.rank, second.rank] == [1, 2]
    assert Path(first.citation.document.source.path).name == "a.txt"
    (place,) = first.also_in
    assert Path(place.document.source.path).name == "b.txt"
    assert place.quote == place.document.text[place.start : place.end] == other
    assert second.also_in == () and second.passage.text == "电车推迟建设。"


def test_the_parts_sum_to_the_score(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, "utf-8")
    (tmp_path / "b.txt").write_text("电车推迟建设。", "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    for hit in ask(collection, SmallEncoder(), "社区食堂供应什么").hits:
        assert sum(part.value for part in hit.why.parts) == pytest.approx(hit.score)
    why = ask(collection, SmallEncoder(), "社区食堂供应什么").hits[0].why
    weights = dict(why.weights)
    assert list(weights) == sorted(weights, key=lambda word: -weights[word])
    assert {"食堂", "供应"} <= set(weights) and "什么" not in weights
    assert 0 < sum(weights.values()) <= why.lexical + 1e-6


def test_word_weights_by_hand() -> None:
    terms = ["开通", "高速", "高速铁路", "高·速", "速·铁", "通·高", "铁路"]
    found = word_weights("开通高速铁路", terms, [0.1, 0.0, 0.2, 0.03, 0.02, 0.5, 0.0])
    assert found == (("高速铁路", 0.25), ("开通", 0.1))


def test_a_number_in_the_title_counts_for_the_passage(
    collection: Collection, tmp_path: Path
) -> None:
    for year, served in (("2019", "三千"), ("2020", "五千")):
        text = (
            f"# {year}年社区工作报告\n\n## 概况\n\n{NOTICE * 20}\n\n## 午餐\n\n供应{served}份。\n"
        )
        (tmp_path / f"{year}.md").write_text(text, "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    found = search(collection, SmallEncoder(), "二〇一九年供应了多少份").found
    texts = collection.store.texts(found.rows)
    shares = {texts[row]: share for row, share in zip(found.rows, found.parts.numbers, strict=True)}
    ours = {text: share for text, share in shares.items() if "份" in text}
    assert all("2019" not in text for text in ours)
    assert {"三千" in text: share for text, share in ours.items()} == {True: 1.0, False: 0.0}
