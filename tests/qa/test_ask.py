from pathlib import Path
from random import Random

import pytest

from corpus import Document, Source, UsageError
from embeddings import SentenceEncoder
from qa import (
    Collection,
    answer_json,
    ask,
    cite,
    index_documents,
    index_paths,
    remove,
    search,
)
from qa.retrieval.telling_words import telling_words
from tests.small_encoder import SmallEncoder


@pytest.fixture
def bridge(collection: Collection, tmp_path: Path) -> Collection:
    text = (
        "題目\r\n\r\n望瀾(lán)橋&ldquo;修舊如舊&rdquo;。橋上換了三十七塊石頭！"
        "\r\n\r\n食堂另有一段。"
    )
    (tmp_path / "橋.txt").write_bytes(text.encode("big5hkscs", "xmlcharrefreplace"))
    index_paths(collection, SmallEncoder(), [tmp_path / "橋.txt"])
    return collection


def test_a_hit_is_verbatim_and_explained(bridge: Collection) -> None:
    hit = ask(bridge, SmallEncoder(), "桥上换了三十七块石头！").hits[0]
    document = hit.citation.document
    assert document.text[hit.citation.start : hit.citation.end] == hit.citation.quote
    start, end = hit.why.sentence
    assert document.text[start:end] == "橋上換了三十七塊石頭！"
    marked = [document.text[a:b] for a, b in hit.words]
    assert "石頭" in marked
    assert set(hit.why.words) >= {"石頭"}
    assert hit.why.lexical > 0
    assert "望瀾橋“修舊如舊”" in hit.passage.text


def test_words_that_stand_nowhere_are_named(bridge: Collection) -> None:
    assert ask(bridge, SmallEncoder(), "橋上的石頭和地铁什么时候换").unknown == ("地铁",)
    assert ask(bridge, SmallEncoder(), "When does the underground open?").unknown == ()


def test_the_json_has_what_is_promised(bridge: Collection) -> None:
    answer = answer_json(ask(bridge, SmallEncoder(), " 石头 "))
    assert set(answer) == {
        *(
            "question",
            "answered",
            "missing_phrases",
            "unknown_words",
            "required_phrases",
            "excluded_phrases",
            "confidence",
            "hits",
        ),
        "timings_ms",
    }
    assert (answer["question"], answer["answered"], answer["confidence"]) == ("石头", True, None)
    assert set(answer["timings_ms"]) == {"encode", "search", "rank", "total"}
    hit = answer["hits"][0]
    assert set(hit) == {
        *("rank", "score", "confidence", "text", "quote", "start", "end", "document", "section"),
        *("paragraph", "page", "passage_id", "passage_ids", "highlights", "why", "also_in"),
    }
    assert set(hit["why"]) == {
        *("dense", "late", "lexical", "words", "weights", "word_places", "sentence", "parts"),
        "lacks_number",
    }
    assert set(hit["document"]) == {"id", "title", "path", "sha256", "encoding", "metadata"}
    assert hit["document"]["encoding"] == "big5hkscs"


def test_a_hit_without_the_number_that_is_asked_for_says_so(bridge: Collection) -> None:
    for question, lacks in {"橋上換石頭花了多少小時？": True, "橋上換了多少石頭？": False}.items():
        assert ask(bridge, SmallEncoder(), question).hits[0].why.lacks_number == lacks


def test_ranks_and_scores_fall(bridge: Collection) -> None:
    hits = ask(bridge, SmallEncoder(), "石头").hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(ask(bridge, SmallEncoder(), "石头", top=1).hits) == 1


@pytest.mark.parametrize("question", ["", "  \n", "问" * 3000])
def test_a_question_that_is_none_is_refused(bridge: Collection, question: str) -> None:
    with pytest.raises(UsageError):
        ask(bridge, SmallEncoder(), question)


@pytest.mark.parametrize("question", ["？？？", "\x00", '( OR * NOT "', "🙂", "的"])
def test_odd_questions_are_harmless(bridge: Collection, question: str) -> None:
    ask(bridge, SmallEncoder(), question)


def test_words_worth_marking() -> None:
    pattern = telling_words("大桥的 AI 2024")
    assert pattern is not None
    assert pattern.findall("大桥 ai maid 的 2024 20245") == ["大桥", "ai", "2024"]
    alone = telling_words("的")
    assert alone is not None and alone.findall("好的") == ["的"]
    assert telling_words("？！") is None


@pytest.mark.parametrize("asking", ["哪一年", "哪一屆", "什么时候", "为什么", "第几届", "哪几个人"])
def test_what_only_asks_is_not_marked(asking: str) -> None:
    pattern = telling_words(f"大桥是{asking}修好的？")
    assert pattern is not None
    text = f"大桥用了一年，几个人说这是{asking}，那一届时候修好了"
    assert pattern.findall(text) == ["大桥", "修好"]


def test_the_order_of_indexing_does_not_matter(
    encoder: SentenceEncoder, tmp_path: Path, sample_collection: Path
) -> None:
    """The same documents, indexed the other way round, give the same answer."""
    with Collection.open(sample_collection) as forward:
        paths = [Path(path) for path in forward.store.paths()]
        with Collection.open(tmp_path / "backward", create=True) as backward:
            for path in reversed(paths[:8]):
                index_paths(backward, encoder, [path])
            with Collection.open(tmp_path / "forward", create=True) as again:
                index_paths(again, encoder, paths[:8])
                for question in ("望澜桥修缮花了多少钱？", "How does a tide reach a river city?"):
                    there = ask(backward, encoder, question).hits
                    here = ask(again, encoder, question).hits
                    assert [h.passage.id for h in here] == [h.passage.id for h in there]


def test_neither_order_nor_what_was_there_before_matters(tmp_path: Path) -> None:
    """To the last bit, with more passages than are all looked at, many alike, and some removed."""
    random = Random(7)
    characters = "山水桥路茶米鱼竹风雨船灯"
    texts = ["".join(random.choices(characters, k=random.randint(4, 60))) for _ in range(700)]
    texts += ["桥上卖茶。"] * 150  # ties beyond every limit
    kept = [_document(f"k{number}", text) for number, text in enumerate(texts)]
    gone = [_document(f"g{number}", f"桥上茶路{number}" * 9) for number in range(300)]
    encoder = SmallEncoder()
    with (
        Collection.open(tmp_path / "one", create=True) as one,
        Collection.open(tmp_path / "other", create=True) as other,
    ):
        index_documents(one, encoder, kept)
        mixed = kept + gone
        random.shuffle(mixed)
        for first in range(0, len(mixed), 250):
            index_documents(other, encoder, mixed[first : first + 250])
        assert remove(other, [document.id for document in gone]) == []
        for question in ("桥上卖茶", "风雨桥", "船灯 鱼米", "「茶路」在哪", "竹 -桥"):
            expected, found = search(one, encoder, question), search(other, encoder, question)
            assert found.found.passages == expected.found.passages
            assert [r.place for r in found.ranked] == [r.place for r in expected.ranked]
            assert [r.score for r in found.ranked] == [r.score for r in expected.ranked]
            ours, theirs = cite(one, expected, 9), cite(other, found, 9)
            assert [hit.passage.id for hit in ours.hits] == [hit.passage.id for hit in theirs.hits]
            assert [hit.why for hit in ours.hits] == [hit.why for hit in theirs.hits]


def _document(name: str, text: str) -> Document:
    return Document(name, "", text, Source(f"/{name}.txt", "", 0, "text", "utf-8"))
