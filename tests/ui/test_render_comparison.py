from __future__ import annotations

from dataclasses import replace

from corpus import Document, Source
from qa import Comparison, Pair
from qa.comparison.disagreement import Disagreement
from qa.comparison.wording import Difference
from tests.ui.reading import Reading, read
from ui.render_comparison import render_comparison
from ui.translations import TEXTS

ZH, EN = TEXTS["zh"], TEXTS["en"]
A = "桥长75米。天气很好。老桥不拆。甲有此句。"
B = "老桥不拆。桥长70米。乙有此句。天色不错。"


def _document(name: str, text: str) -> Document:
    return Document(name, f"第{name}篇<b>", text, Source(name, name, len(text), "text", "utf-8"))


def _comparison() -> Comparison:
    length = Pair(
        (0, 6),
        (5, 11),
        "reworded",
        0.8,
        False,
        (Difference((2, 5), (7, 10)),),
        (Disagreement("number", (2, 5), (7, 10)),),
    )
    weather = Pair((6, 11), (16, 21), "related", 0.4, False, (), ())
    kept = Pair((11, 16), (0, 5), "same", 1.0, True, (), ())
    return Comparison(
        _document("甲", A),
        _document("乙", B),
        (length, weather, kept),
        ((16, 21),),
        ((11, 16),),
        0.55,
        0.5,
    )


def _shown(comparison: Comparison) -> Reading:
    return read(render_comparison(comparison, ZH))


def test_every_row_says_in_words_what_it_is() -> None:
    reading = _shown(_comparison())
    kinds = [element.text for element in reading.of("p", "kind")]
    assert kinds == [
        f"≈{ZH.kind_reworded}",
        f"→{ZH.only_b}",
        f"~{ZH.kind_related}",
        f"={ZH.kind_verbatim}{ZH.moved}",
        f"←{ZH.only_a}",
    ]
    (lead,) = reading.of("div", "lead")
    assert ZH.disagree_count.format(count=1) in lead.text
    assert ZH.kind_count.format(kind=ZH.kind_verbatim, count=1) in lead.text


def test_sentences_stand_verbatim_with_their_places() -> None:
    cells = _shown(_comparison()).of("div", "cell")
    for cell in cells:
        if "data-side" in cell.attributes:
            text = A if cell.attributes["data-side"] == "a" else B
            start, end = int(cell.attributes["data-start"]), int(cell.attributes["data-end"])
            assert text[start:end] in cell.text
    assert sum("none" in cell.attributes["class"].split() for cell in cells) == 2


def test_what_differs_and_what_disagrees_is_marked_and_said() -> None:
    reading = _shown(_comparison())
    assert [element.text for element in reading.of("del")] == ["75米"]
    assert [element.text for element in reading.of("ins")] == ["70米"]
    marked = [element.text for element in reading.of("strong", "disagrees")]
    assert marked == ["75米", "70米"]
    (said,) = reading.of("ul", "disagreements")
    assert said.text == f"{ZH.numbers_disagree} 75米 ↔ 70米"


def test_the_shares_of_both_are_said_of_each_other() -> None:
    shares = [element.text for element in _shown(_comparison()).of("p", "share")]
    assert shares == ["55% 的文字也见于乙", "50% 的文字也见于甲"]


def test_a_same_pair_that_differs_at_all_is_not_called_word_for_word() -> None:
    found = _comparison()
    kept = replace(found.pairs[2], b=(0, 4))
    shown = render_comparison(replace(found, pairs=(kept,)), EN)
    assert EN.kind_same in shown and EN.kind_verbatim not in shown


def test_nothing_in_common_is_said() -> None:
    bare = replace(_comparison(), pairs=(), shared_a=0.0, shared_b=0.0)
    assert EN.nothing_in_common in render_comparison(bare, EN)


def test_titles_are_text() -> None:
    titles = [element.text for element in _shown(_comparison()).of("h2")]
    assert titles == ["甲第甲篇<b>", "乙第乙篇<b>"]


def test_what_only_one_has_is_folded_where_there_is_much_of_it() -> None:
    found = _comparison()
    for length, folds in ((299, 0), (300, 1)):
        longer = replace(found.a, text=A[:16] + "长" * length)
        shown = _shown(replace(found, a=longer, only_a=((16, 16 + length),)))
        said = [element.text for element in shown.of("li", "fold")]
        assert len(said) == folds and len(shown.of("li", "row")) == 5
        assert all(one.startswith(ZH.only_here.format(count=300)) for one in said)
