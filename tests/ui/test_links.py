from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from ui.asked import PASSAGE_COUNTS, Asked
from ui.links import TABS, View, query_of, view_of

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(str.strip)
several = st.lists(words.filter(bool), max_size=3, unique=True).map(tuple)
asked = st.builds(
    Asked,
    question=words.filter(bool),
    count=st.sampled_from(PASSAGE_COUNTS),
    documents=several,
    since=words,
    until=words,
    section=words,
    where=several,
    more_like=several,
)


names = words.filter(bool)
places = st.one_of(
    st.tuples(st.sampled_from(["", *TABS]), st.none()),
    st.tuples(st.just("compare"), st.tuples(names, names)),
)


@given(asked, words, words, places)
def test_a_link_reproduces_the_view(
    asked: Asked, collection: str, passage: str, place: tuple[str, tuple[str, str] | None]
) -> None:
    view = View(asked, collection, passage, *place)
    assert view_of(parse_qsl(query_of(view))) == view


def test_a_comparison_needs_no_question() -> None:
    view = View(Asked(""), "文件夹", tab="compare", compared=("a-1", "b"))
    assert query_of(view) == "tab=compare&a=a-1&b=b&in=%E6%96%87%E4%BB%B6%E5%A4%B9"
    assert view_of(parse_qsl(query_of(view))) == view


def test_a_tab_that_there_is_not_is_left_out() -> None:
    assert view_of([("tab", "<b>"), ("a", "1"), ("b", "2")]) == View(Asked(""))
    assert view_of([("tab", "map"), ("a", "1"), ("b", "2")]) == View(Asked(""), tab="map")
    assert view_of([("tab", "compare"), ("a", "1")]) == View(Asked(""), tab="compare")


def test_a_passage_is_marked_as_one_or_the_other() -> None:
    view = view_of([("q", "桥"), ("more", "a-1"), ("less", "b-1"), ("less", "a-1")])
    assert (view.asked.more_like, view.asked.less_like) == ((), ("b-1", "a-1"))


def test_no_question_makes_no_link() -> None:
    assert query_of(View(Asked(""), "文件夹", "a-1")) == ""
    assert view_of([]).asked == Asked("")


def test_what_a_link_says_wrongly_is_left_out() -> None:
    view = view_of(
        [("q", " 桥 "), ("q", "河"), ("n", "1000000"), ("document", ""), ("from", "<b>")]
    )
    assert view.asked == Asked("桥", since="<b>")
