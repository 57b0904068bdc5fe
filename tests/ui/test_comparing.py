"""What Compare and Map do, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from qa import Collection, index_paths
from tests.small_encoder import SmallEncoder
from tests.ui.conftest import BRIDGE, HOSTILE
from ui.comparing import (
    Laid,
    draw_map,
    find_overlap,
    is_of,
    lay_side_by_side,
    open_shared,
    open_side,
    progress_of,
    render_laid,
)
from ui.links import view_of
from ui.markup import escape
from ui.offered import labelled
from ui.place import steps
from ui.render_map import render_map
from ui.render_overlap import render_overlap
from ui.study import Study
from ui.translations import TEXTS

ZH, EN = TEXTS["zh"], TEXTS["en"]
LATER = BRIDGE.replace("一千二百人", "八百人").replace("救护车不受限制。", "")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    files = tmp_path / "files"
    files.mkdir()
    texts = {"先.txt": BRIDGE, "后.txt": LATER, "<b>.md": HOSTILE, "<i>.md": HOSTILE + "另一句。"}
    for name, text in texts.items():
        (files / name).write_text(text, "utf-8")
    folder = tmp_path / "collection"
    with Collection.open(folder, create=True) as collection:
        assert not index_paths(collection, SmallEncoder(), [files]).skipped
    return Study(folder)


def pair(study: Study, a: str, b: str) -> tuple[str, str]:
    ids = {Path(one.paths[0]).name: one.id for one in study.documents()}
    return ids[a], ids[b]


def laid(study: Study, a: str, b: str) -> Laid:
    found = lay_side_by_side(study, *pair(study, a, b))
    assert found is not None and found.comparison is not None
    return found


def visible(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_what_disagrees_is_said_and_what_one_has_alone_is_kept(study: Study) -> None:
    found = laid(study, "先.txt", "后.txt")
    html = render_laid(found, 4, ZH)
    assert "<del" in html and "<ins" in html
    assert "一千二百人" in visible(html) and "八百人" in visible(html)
    assert "救护车不受限制。" in visible(html)
    assert ZH.kind_verbatim in html


def test_the_side_of_a_passage_says_where_it_stands(study: Study) -> None:
    ids = pair(study, "先.txt", "后.txt")
    with Collection.open(study._folder) as collection:
        (first, *_) = collection.store.passages_of(ids[0]).values()
        document = collection.store.document(ids[0])
    html = render_laid(lay_side_by_side(study, first.id, ids[1]), 4, ZH)
    assert html.count('<p class="place">') == 1
    assert " › ".join(steps(first, document, ZH)) in visible(html)


def test_what_is_laid_names_its_link_and_stays_shown_as_before(study: Study) -> None:
    a, b = pair(study, "先.txt", "后.txt")
    found = lay_side_by_side(study, a, b, "/elsewhere", Laid(pair_related=True))
    assert found is not None and found.pair_related
    view = view_of(parse_qsl(found.link))
    assert (view.tab, view.compared, view.collection) == ("compare", (a, b), "/elsewhere")
    assert f'data-link="{escape(found.link)}"' in render_laid(found, 4, ZH)


def test_what_was_found_is_of_the_documents_that_there_were(study: Study) -> None:
    work = find_overlap(study)
    list(progress_of(work, ZH))
    found = work.result()
    assert is_of(found, study.documents()) and not is_of(None, study.documents())
    assert not is_of(found, study.documents()[1:])


def test_the_table_says_what_it_counts(study: Study) -> None:
    work = find_overlap(study)
    list(progress_of(work, EN))
    html = visible(render_overlap(work.result(), EN))
    assert "runs of 12 characters or more (36 of Western letters)" in html
    assert EN.in_documents.format(count=2, total=4) in html
    assert "word for word" not in html.lower()


def test_nothing_is_laid_side_by_side_until_two_are_chosen(study: Study) -> None:
    assert lay_side_by_side(study, None, "x") is None
    assert ZH.choose_two in render_laid(None, 4, ZH)
    assert ZH.too_few_documents in render_laid(None, 1, ZH)
    gone = lay_side_by_side(study, "<u>nobody", "nobody")
    assert gone is not None and gone.comparison is None
    assert "<u>" not in render_laid(gone, 4, EN) and "&lt;u&gt;nobody" in render_laid(gone, 4, EN)


def test_only_a_sentence_that_is_shown_can_be_opened(study: Study) -> None:
    found = laid(study, "先.txt", "后.txt")
    assert found.comparison is not None
    start, end = next(row.a for row in found.comparison.rows() if row.a)
    opened = open_side(found, {"side": "a", "start": start, "end": end})
    assert opened is not None and opened.document.id == found.comparison.a.id
    assert open_side(found, {"side": "a", "start": start, "end": end + 1}) is None
    assert open_side(found, {"side": "a", "start": "0"}) is None
    assert open_side(None, {"side": "a", "start": start, "end": end}) is None


def test_titles_that_two_documents_have_are_told_apart(study: Study) -> None:
    names = [name for name, _ in labelled(study.documents())]
    assert len(set(names)) == len(names) == 4
    assert any(name.endswith("(先.txt)") for name in names)


def test_a_long_title_leaves_room_for_the_names_of_files(study: Study) -> None:
    first, second, *_ = study.documents()
    title = "关于望澜桥恢复通行及周边交通管理的通告"
    documents = [
        replace(first, title=title, paths=("/files/000_3f6ab959762ef391_第一稿.txt",)),
        replace(second, title=title, paths=("/files/000_3f6ab959762ef391_第二稿.txt",)),
    ]
    assert [name for name, _ in labelled(documents)] == [
        "关于望澜…的通告 (000_3f6ab9…1_第一稿.txt)",
        "关于望澜…的通告 (000_3f6ab9…1_第二稿.txt)",
    ]
    alike = [replace(one, paths=(f"/{one.id}/稿.txt",)) for one in documents]
    names = [name for name, _ in labelled(alike)]
    assert len(set(names)) == 2 and names[0].endswith(f"/{first.id}/稿.txt")


def test_shared_sentences_open_and_numbers_from_outside_do_not(study: Study) -> None:
    work = find_overlap(study)
    assert all("<progress" in step for step in progress_of(work, ZH))
    found = work.result()
    assert "违反规定的，由城管部门处理" in visible(render_overlap(found, ZH))
    opened = open_shared(study, found, {"sentence": "0", "place": "0"})
    assert opened is not None
    for sentence, place in (("-1", "0"), ("0", "999"), ("x", "0"), ("0", None)):
        assert open_shared(study, found, {"sentence": sentence, "place": place}) is None


def test_hostile_text_stays_text(study: Study) -> None:
    work = draw_map(study, None)
    list(progress_of(work, ZH))
    shared = find_overlap(study)
    list(progress_of(shared, ZH))
    pages = (
        render_laid(laid(study, "<b>.md", "<i>.md"), 4, ZH),
        render_overlap(shared.result(), ZH),
        render_map(work.result(), ZH),
    )
    for html in pages:
        assert not re.search(r"<(?:script|img|svg onload)", html)
        for tag in re.findall(r"<[a-z][^>]*>", html):
            assert "javascript:" not in tag.split("title=")[0].split("aria-label=")[0]
            assert not re.search(r"\son[a-z]+=", re.sub(r'"[^"]*"', '""', tag))
