from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.reading import read
from ui.markup import Layer, escape, lines, mark, web_address
from ui.paragraphs import paragraphs

TEXTS = st.text(
    st.one_of(
        st.sampled_from("<>&\"'{}$` \r\n\t\u3000桥河a1"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=60,
)
SPANS = st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=5)


@given(TEXTS)
def test_escaped_text_reads_as_itself(text: str) -> None:
    reading = read(f'<i title="{escape(text)}">{escape(text)}</i>')
    assert reading.text == text
    assert reading.elements[0].attributes == {"title": text}


def test_half_a_surrogate_pair_can_be_sent() -> None:
    assert escape("桥\ud800。").encode("utf-8").decode("utf-8") == "桥\ufffd。"


@given(TEXTS, SPANS, SPANS, st.integers(0, 20))
def test_marking_keeps_the_text_and_marks_every_span(
    text: str,
    outer: list[tuple[int, int]],
    inner: list[tuple[int, int]],
    offset: int,
) -> None:
    layers = [Layer("mark", "outer", outer), Layer("b", "inner", inner)]
    reading = read(mark(text, layers, offset))
    assert reading.text == text
    for layer in layers:
        marked = "".join(element.text for element in reading.of(layer.tag, layer.name))
        inside = [
            char
            for place, char in enumerate(text, start=offset)
            if any(a <= place < b for a, b in layer.spans)
        ]
        assert marked == "".join(inside)


def test_layers_that_cross_nest_properly() -> None:
    layers = [Layer("mark", "a", [(0, 2)]), Layer("b", "w", [(1, 3)])]
    assert mark("<>&", layers) == (
        '<mark class="a">&lt;<b class="w">&gt;</b></mark><b class="w">&amp;</b>'
    )


@given(TEXTS)
def test_lines_tile_the_text(text: str) -> None:
    assert "".join(text[a:b] for a, b in lines(text)) == text


@given(TEXTS, SPANS)
def test_paragraphs_are_verbatim(text: str, spans: list[tuple[int, int]]) -> None:
    reading = read(paragraphs(text, [Layer("mark", "passage", spans)]))
    assert reading.text == text
    assert [element.text for element in reading.of("p")] == [text[a:b] for a, b in lines(text)]


def test_the_cited_paragraph_is_told_from_the_others() -> None:
    reading = read(paragraphs("甲\n乙\n\n丙", [], cited=(2, 3)))
    kinds = [element.attributes["class"] for element in reading.of("p")]
    assert kinds == ["line", "line cited", "line blank", "line"]


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://example.org/a?b=c", True),
        ("http://例子.中国/", True),
        (" HTTPS://example.org ", True),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https:", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, allowed: bool) -> None:
    assert web_address(url) == (url.strip() if allowed else None)
