from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus import CleanText, Document, Source, UsageError
from embeddings import SentenceEncoder
from qa import Collection, Comparison, Pair, Row, compare, index_documents, index_paths
from qa.comparison.alignment_model import default_alignment_model
from qa.comparison.compare import compare_stretches
from qa.comparison.evidence import Side, own_parts, pair_features, weigh
from qa.comparison.stretch import Stretch, find_stretch
from tests.small_encoder import SmallEncoder

Compare = Callable[[str, str], Comparison]

BRIDGE = (
    "望澜桥于2019年开工修缮。工匠换下了三十七块拱石。桥面铺了新的青石板。附近的居民都来看热闹。"
)
CANTEEN = "社区食堂每天供应两顿饭。老人用餐可以打折。厨师姓陈，做得一手好豆腐。"


@pytest.fixture
def laid(collection: Collection) -> Compare:
    """Compares two texts as documents of a collection."""

    def lay(a: str, b: str) -> Comparison:
        documents = [
            Document(name, "", text, Source(name, name, len(text), "text", "utf-8"))
            for name, text in (("a", a), ("b", b))
        ]
        index_documents(collection, SmallEncoder(), documents)
        return compare(collection, "a", "b")

    return lay


def quotes(found: Comparison) -> list[tuple[str, str, str]]:
    a, b = found.a.text, found.b.text
    return [(pair.kind, a[slice(*pair.a)], b[slice(*pair.b)]) for pair in found.pairs]


def test_identical_texts(laid: Compare) -> None:
    found = laid(BRIDGE, BRIDGE + "\n")
    assert [pair.kind for pair in found.pairs] == ["same"] * 4
    assert all(pair.similarity == 1.0 and not pair.moved for pair in found.pairs)
    assert not any(pair.differences or pair.disagree for pair in found.pairs)
    assert (found.only_a, found.only_b, found.shared_a, found.shared_b) == ((), (), 1.0, 1.0)


def test_nothing_matches(laid: Compare) -> None:
    found = laid(BRIDGE, CANTEEN)
    assert not [pair for pair in found.pairs if pair.kind != "related"]
    assert found.shared_a == found.shared_b == 0.0


def test_one_sentence_each(laid: Compare) -> None:
    (pair,) = laid("望澜桥于2019年开工修缮。", "望澜桥于2020年开工修缮。").pairs
    assert pair.kind in ("same", "reworded")
    assert pair.disagree[0].kind == "date"


def test_one_sentence_and_nothing_like_it(laid: Compare) -> None:
    found = laid("望澜桥于2019年开工。", "Soup is served daily.")
    assert found.pairs == ()
    assert found.only_a == ((0, 12),) and found.only_b == ((0, 21),)


def test_simplified_and_traditional_are_the_same_each_at_its_own_place(laid: Compare) -> None:
    other = (
        "前言，與橋無關的一段話。望瀾橋於2019年開工修繕。工匠換下了三十七塊拱石。"
        "橋面鋪了新的青石板。附近的居民都來看熱鬧。"
    )
    found = laid(BRIDGE, other)
    said = [one for one in quotes(found) if one[0] != "related"]
    assert said[0] == ("same", "望澜桥于2019年开工修缮。", "望瀾橋於2019年開工修繕。")
    assert len(said) == 4 and all(not pair.differences for pair in found.pairs)
    assert found.shared_a == 1.0 and found.shared_b == pytest.approx(len(BRIDGE) / len(other))


def test_what_is_dropped_is_only_in_one(laid: Compare) -> None:
    found = laid(BRIDGE, BRIDGE.replace("桥面铺了新的青石板。", ""))
    assert [found.a.text[slice(*span)] for span in found.only_a] == ["桥面铺了新的青石板。"]
    assert found.only_b == () and found.shared_b == 1.0
    assert found.shared_a == pytest.approx(1 - len("桥面铺了新的青石板。") / len(BRIDGE))


def test_what_is_moved_is_found(laid: Compare) -> None:
    first, second, third, fourth = (f"{part}。" for part in BRIDGE.split("。")[:4])
    found = laid(BRIDGE, first + third + second + fourth)
    assert [pair.kind for pair in found.pairs] == ["same"] * 4
    (moved,) = [pair for pair in found.pairs if pair.moved]
    assert BRIDGE[slice(*moved.a)] in (second, third)


def test_a_change_is_shown_where_it_stands(laid: Compare) -> None:
    found = laid(BRIDGE, BRIDGE.replace("三十七块", "三十九块"))
    (pair,) = [pair for pair in found.pairs if pair.differences]
    (difference,) = pair.differences
    assert found.a.text[slice(*difference.a)] == "七"
    assert found.b.text[slice(*difference.b)] == "九"
    (disagreement,) = pair.disagree
    assert found.a.text[slice(*disagreement.a)] == "三十七块"
    assert found.b.text[slice(*disagreement.b)] == "三十九块"


def test_a_sentence_that_became_two_is_one_pair(laid: Compare) -> None:
    a = "工匠换下了三十七块拱石，桥面铺了新的青石板。" + CANTEEN
    b = "工匠换下了三十七块拱石。桥面铺了新的青石板。" + CANTEEN
    kind, ours, theirs = quotes(laid(a, b))[0]
    assert (kind, ours, theirs) == ("same", a[:22], b[:22])


def test_readings_and_entities_in_between_keep_their_places(laid: Compare) -> None:
    a = "老幹部，是寶貴財富(cái fù)。望瀾橋於2019年開工。"
    found = laid(a, "望澜桥于2020年开工。")
    ((_, ours, theirs),) = [one for one in quotes(found) if one[0] != "related"]
    assert (ours, theirs) == ("望瀾橋於2019年開工。", "望澜桥于2020年开工。")
    (pair,) = [pair for pair in found.pairs if pair.differences]
    (difference,) = pair.differences
    assert found.a.text[slice(*difference.a)] == "2019"


def test_an_empty_side_is_no_error() -> None:
    """A section without a sentence: nothing to pair, everything only in the other."""
    document = Document("x", "", BRIDGE, Source("x", "", 0, "text", "utf-8"))
    empty = Stretch(document, (), ())
    full = Stretch(document, (CleanText.of(BRIDGE),), (np.full((3, 64), 9, np.int8),))
    assert compare_stretches(empty, empty).pairs == ()
    found = compare_stretches(empty, full)
    assert (found.pairs, found.only_a, found.only_b) == ((), (), ((0, len(BRIDGE)),))
    assert found.shared_a == found.shared_b == 0.0


def test_sentences_beyond_the_window_are_paired_by_their_wording() -> None:
    document = Document("x", "", BRIDGE, Source("x", "", 0, "text", "utf-8"))
    nothing = np.empty((0, 64), np.int8)
    text = Stretch(document, (CleanText.of(BRIDGE),), (nothing,))
    (pair,) = compare_stretches(text, text).pairs
    assert (pair.kind, pair.similarity) == ("same", 1.0)


def test_a_passage_a_document_or_a_path(collection: Collection, tmp_path: Path) -> None:
    path = tmp_path / "桥.txt"
    path.write_text(BRIDGE, "utf-8")
    index_paths(collection, SmallEncoder(), [path])
    (summary,) = collection.store.documents()
    (passage,) = collection.store.passages_of(summary.id).values()
    roundabout = tmp_path / "elsewhere" / ".." / path.name
    for name in (summary.id, passage.id, str(path), str(roundabout)):
        stretch = find_stretch(collection, name)
        assert stretch.document.id == summary.id and len(stretch) == 4
    with pytest.raises(UsageError, match="nothing-like-it"):
        find_stretch(collection, "nothing-like-it")


def test_a_file_of_several_documents_needs_an_id(collection: Collection, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "望澜桥开工了。"}\n{"text": "食堂开饭了。"}\n', "utf-8")
    index_paths(collection, SmallEncoder(), [path])
    assert collection.store.document_count() == 2
    with pytest.raises(UsageError, match="2 documents"):
        find_stretch(collection, str(path))


def test_own_parts_by_hand() -> None:
    """Sums 20 and 0 of 4 and 1 tokens: mean 20 / (5 + 5) a token, so 20 - 4 × 2 and 0 - 2."""
    own = own_parts(np.array([[20.0], [0.0]], np.float32), np.array([4, 1]))
    assert own.tolist() == [[12.0], [-2.0]]


def test_own_parts_look_three_sentences_around() -> None:
    """Nine in the fifth: the first does not see it; those between share it with four others and
    five tokens of mean zero, 9 / 10; it keeps 9 - 9 / 9 itself, beside three others."""
    vectors = np.zeros((5, 1), np.float32)
    vectors[4] = 9
    own = own_parts(vectors, np.ones(5, np.int64))
    assert own.reshape(-1).tolist() == pytest.approx([0.0, -0.9, -0.9, -0.9, 8.0])


def side(*tokens: list[list[int]]) -> Side:
    texts = tuple(CleanText.of("望澜桥") for _ in tokens)
    document = Document("x", "", "望澜桥", Source("x", "", 0, "text", "utf-8"))
    return Side(Stretch(document, texts, tuple(np.array(one, np.int8) for one in tokens)))


def test_features_by_hand() -> None:
    """(3, 4) and (4, 3): cosine 24 / 25. Two sentences against one: (3, 4) + (1, 0), twice as
    wide."""
    a, b = side([[3, 4]], [[1, 0]]), side([[4, 3]])
    first = np.array([0])
    (single,) = pair_features(a, b, first, first, (1, 1))
    assert single[0] == pytest.approx(0.96) and single[2] == 0.0
    (double,) = pair_features(a, b, first, first, (2, 1))
    assert double[0] == pytest.approx(28 / (32**0.5 * 5))
    assert double[2] == pytest.approx(np.log(2))


def test_memory_grows_with_the_sentences_alone() -> None:
    """Of 4,000 times 4,000 sentences, 16 million pairs, a few for each are looked at."""
    count = 4000
    chance = np.random.default_rng(1)
    tokens = chance.integers(-90, 90, (count, 2, 16), np.int8)
    text = "".join(chr(0x4E00 + place) for place in range(count))
    document = Document("x", "", text, Source("x", "", 0, "text", "utf-8"))
    clean = CleanText.of(document.text)
    sentences = tuple(clean[place : place + 1] for place in range(count))
    side = Side(Stretch(document, sentences, tuple(tokens)))
    found = weigh(side, side, default_alignment_model())
    assert len(found.gain) < 60 * count


def test_the_first_and_third_seed(
    shared: Path, encoder: SentenceEncoder, collection: Collection
) -> None:
    seeds = sorted((shared / "seeds").glob("*.txt"))
    index_paths(collection, encoder, [seeds[0], seeds[2]])
    found = compare(collection, str(seeds[0]), str(seeds[2]))
    said = [(kind, a, b) for kind, a, b in quotes(found) if kind in ("same", "reworded")]
    sentence = "老干部是党执政兴国的重要资源"
    assert any(sentence in a and sentence in b for _, a, b in said)
    assert found.shared_a < 0.2 and found.shared_b < 0.2
    for name, part in ((found.a, "a"), (found.b, "b")):
        for pair in found.pairs:
            start, end = getattr(pair, part)
            assert name.text[start:end].strip() == name.text[start:end] != ""


def test_a_translation(collection: Collection, encoder: SentenceEncoder) -> None:
    a = "望澜桥的修缮从2019年开始。工匠们换下了三十七块拱石。桥在第二年春天重新开放。"
    b = (
        "Repairs of the Wanglan bridge began in 2019. The masons replaced thirty-seven stones of "
        "the arch. The bridge was opened again in the spring of the following year."
    )
    documents = [
        Document(name, "", text, Source(name, name, len(text), "text", "utf-8"))
        for name, text in (("a", a), ("b", b))
    ]
    index_documents(collection, encoder, documents)
    found = compare(collection, "a", "b")
    assert [(pair.kind, pair.a[0], pair.b[0]) for pair in found.pairs] == [
        ("reworded", 0, 0),
        ("reworded", a.index("工匠"), b.index("The masons")),
        ("reworded", a.index("桥在"), b.index("The bridge was")),
    ]
    assert not any(pair.differences or pair.disagree for pair in found.pairs)


def test_rows_follow_a_and_what_only_b_has_stands_before_the_pair_it_precedes() -> None:
    document = Document("a", "", "甲" * 40, Source("a", "a", 40, "text", "utf-8"))

    def pair(a: int, b: int, moved: bool = False) -> Pair:
        return Pair((a, a + 5), (b, b + 5), "same", 1.0, moved, (), ())

    first, crossed, last = pair(0, 10), pair(5, 0, moved=True), pair(20, 30)
    only_b = ((5, 10), (20, 25), (35, 40))
    found = Comparison(document, document, (first, crossed, last), ((10, 15),), only_b, 0.5, 0.5)
    assert found.rows() == [
        Row(None, (5, 10), None),
        Row((0, 5), (10, 15), first),
        Row((5, 10), (0, 5), crossed),
        Row((10, 15), None, None),
        Row(None, (20, 25), None),
        Row((20, 25), (30, 35), last),
        Row(None, (35, 40), None),
    ]
