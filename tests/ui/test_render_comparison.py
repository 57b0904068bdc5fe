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


def _shown(comparison: Comparison, pair_related: bool = False) -> Reading:
    return read(render_comparison(comparison, ZH, pair_related=pair_related))


def _counts(reading: Reading) -> dict[str, int]:
    """How many of each kind the lead says there are; they are as many rows."""
    jumps = [one for one in reading.of("button") if "data-jump" in one.attributes]
    found = {
        one.attributes["data-jump"]: int("".join(filter(str.isdigit, one.text))) for one in jumps
    }
    for kind, count in found.items():
        assert len(reading.of("li", kind)) == count
    return found


def test_what_is_only_related_stands_alone_with_a_way_to_the_other() -> None:
    reading = _shown(_comparison())
    assert _counts(reading) == {
        "verbatim": 1,
        "reworded": 1,
        "only-a": 2,
        "only-b": 2,
        "disagreeing": 1,
    }
    see = reading.of("button", "see")
    assert [one.text for one in see] == [ZH.see_related.format(other=side) for side in "乙甲"]
    assert len({one.attributes["data-related"] for one in see}) == 1
    (switch,) = reading.of("input")
    assert "checked" not in switch.attributes
    (label,) = reading.of("label")
    assert label.text.strip() == ZH.pair_related.format(count=1)


def test_what_is_only_related_is_paired_on_request() -> None:
    reading = _shown(_comparison(), pair_related=True)
    assert _counts(reading)["related"] == _counts(reading)["only-a"] == 1
    assert reading.of("button", "see") == []
    assert "checked" in reading.of("input")[0].attributes


def test_where_nothing_is_related_there_is_no_switch() -> None:
    found = _comparison()
    bare = replace(found, pairs=tuple(one for one in found.pairs if one.kind != "related"))
    assert _shown(bare).of("input") == []


def test_every_row_says_in_words_what_it_is() -> None:
    reading = _shown(_comparison(), pair_related=True)
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
    cells = _shown(_comparison(), pair_related=True).of("div", "cell")
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


def test_the_file_is_named_under_the_title() -> None:
    found = _comparison()
    source = Source("/somewhere/<b>.zip", "", 1, "text", "utf-8", member="内.txt")
    reading = _shown(replace(found, a=replace(found.a, source=source)))
    assert [one.text for one in reading.of("p", "file")] == ["<b>.zip › 内.txt", "乙"]


def test_all_of_a_text_is_in_the_other_only_word_for_word() -> None:
    found = _comparison()
    kept = replace(found, pairs=found.pairs[2:], only_a=(), only_b=())
    for whole, words in ((replace(kept, shared_a=1.0, shared_b=1.0), "100%"), (found, ">99%")):
        shown = _shown(replace(whole, shared_a=1.0, shared_b=1.0))
        assert shown.of("p", "share")[0].text == ZH.shared_with.format(percent=words, other="乙")


def test_sentences_read_as_on_the_cards_and_differences_keep_their_place() -> None:
    a, b = "發(fā)揚(yáng)蘭之品格，共75人。", "發(fā)揚(yáng)蘭之品格，共70人。"
    at = a.index("75")
    pair = Pair(
        (0, len(a)),
        (0, len(b)),
        "same",
        0.9,
        False,
        (Difference((at, at + 2), (at, at + 2)),),
        (Disagreement("number", (at, at + 2), (at, at + 2)),),
    )
    found = Comparison(_document("甲", a), _document("乙", b), (pair,), (), (), 1.0, 1.0)
    reading = _shown(found)
    ours, theirs = reading.of("div", "text")
    assert (ours.text, theirs.text) == ("發揚蘭之品格，共75人。", "發揚蘭之品格，共70人。")
    assert (ours.attributes["data-quote"], theirs.attributes["data-quote"]) == (a, b)
    assert [one.text for one in (*reading.of("del"), *reading.of("ins"))] == ["75", "70"]
    assert reading.of("ul", "disagreements")[0].text == f"{ZH.numbers_disagree} 75 ↔ 70"
    same = replace(found, b=_document("乙", a.replace("(fā)", "")))
    pair = replace(pair, b=(0, len(same.b.text)), differences=(), disagree=())
    assert ZH.kind_verbatim in render_comparison(replace(same, pairs=(pair,)), ZH)


def test_what_only_one_has_is_folded_where_there_is_much_of_it() -> None:
    found = _comparison()
    for length, folds in ((299, 0), (300, 1)):
        longer = replace(found.a, text=A[:16] + "长" * length)
        shown = _shown(replace(found, a=longer, only_a=((16, 16 + length),)), pair_related=True)
        said = [element.text for element in shown.of("li", "fold")]
        assert len(said) == folds and len(shown.of("li", "row")) == 5
        words = ZH.only_characters.format(only=ZH.only_a, count=300)
        assert all(one.startswith(words) for one in said)


def test_nothing_is_folded_where_nothing_is_paired() -> None:
    found = _comparison()
    longer = replace(found.a, text="长" * 400)
    shown = _shown(replace(found, a=longer, pairs=(), only_a=((0, 400),)))
    assert shown.of("li", "fold") == [] and len(shown.of("li", "row")) == 2
