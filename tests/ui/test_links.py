from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from ui.asked import PASSAGE_COUNTS, Asked
from ui.links import View, query_of, view_of

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


@given(asked, words, words)
def test_a_link_reproduces_the_view(asked: Asked, collection: str, passage: str) -> None:
    view = View(asked, collection, passage)
    assert view_of(parse_qsl(query_of(view))) == view


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
