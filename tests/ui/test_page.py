"""The page as Gradio is given it, without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from starlette.datastructures import QueryParams

import app
from embeddings import cores
from qa import Collection
from ui import Programs, ReadingRoom, Study, build_page, launch_options
from ui.answerers import asked_at_once
from ui.asked import Asked
from ui.encoding_together import TOGETHER
from ui.library import Library
from ui.open_collections import OpenCollections
from ui.serving.options import is_loopback
from ui.translations import TEXTS
from ui.views import build_views


def _config(page: gr.Blocks) -> dict[str, Any]:
    return dict(page.get_config_file())


def _of(config: dict[str, Any], elem_id: str) -> dict[str, Any]:
    props = [part["props"] for part in config["components"]]
    return next(dict(prop) for prop in props if prop.get("elem_id") == elem_id)


def test_the_page_begins_in_the_language_that_is_asked_for(room: ReadingRoom) -> None:
    assert _of(_config(build_page(room, "en")), "question")["label"] == TEXTS["en"].question
    assert _of(_config(build_page(room)), "question")["label"] == TEXTS["zh"].question


def test_examples_are_of_the_collection_itself(room: ReadingRoom) -> None:
    config = _config(build_page(room, "en"))
    props = [part["props"] for part in config["components"]]
    examples = [prop for prop in props if "example" in prop.get("elem_classes", [])]
    shown = [prop["value"] for prop in examples if prop["visible"]]
    assert shown == list(room.examples()) and "望澜桥通告" in "".join(shown)
    assert not any(prop["value"] for prop in examples if not prop["visible"])


def test_no_event_is_a_public_endpoint(room: ReadingRoom) -> None:
    dependencies = _config(build_page(room))["dependencies"]
    assert dependencies
    assert {dependency["api_visibility"] for dependency in dependencies} == {"private"}


def test_as_many_questions_are_taken_up_as_can_be_answered(room: ReadingRoom) -> None:
    """By visitors and by programs, with some that wait to be encoded together; but one folder is
    indexed at a time."""
    functions = build_page(room, programs=Programs(room, Study(room.folder), None)).fns.values()
    limits = {(one.api_name or one.name): one.concurrency_limit for one in functions}
    typed = [one.concurrency_limit for one in functions if one.name in ("ask", "ask_past", "mark")]
    assert limits["ask"] == asked_at_once() >= cores() + TOGETHER and limits["index"] == 1
    assert len(typed) > 3 and set(typed) == {asked_at_once()}


def test_nothing_of_the_page_comes_from_elsewhere(room: ReadingRoom) -> None:
    options = launch_options()
    assert (options["share"], options["footer_links"], options["run_history"]) == (False, [], False)
    assert not options["theme"]._stylesheets
    page = build_page(room)
    assert not page.analytics_enabled
    assert "://" not in json.dumps(_config(page)["components"], default=repr)
    for path in options["css_paths"]:
        css = Path(path).read_text("utf-8")
        assert "url(" not in css and "@import" not in css


def test_the_template_of_every_html_part_is_only_its_value(room: ReadingRoom) -> None:
    """Anything else would let a document's `{{ }}` or `${ }` be run in the browser."""
    parts = [p for p in _config(build_page(room))["components"] if p["type"] == "html"]
    assert {part["props"]["html_template"] for part in parts} == {"${value}"}


def test_what_is_put_in_the_page_is_never_late(room: ReadingRoom) -> None:
    """The browser puts a `gr.update` of markup in place later than markup that came after it: the
    list of all documents stood over those that were looked for."""
    with gr.Blocks():
        views = build_views(Library(OpenCollections(room)), TEXTS["zh"])
    view = views.library
    words = dict(zip(view.translated, view.translate("en", None, "", 1), strict=True))
    run = dict(zip(view.running, view.run_state(None, TEXTS["en"]), strict=True))
    for shown in (words, run):
        marked_up = {part: given for part, given in shown.items() if isinstance(part, gr.HTML)}
        assert len(marked_up) > 2
        assert {type(given) for given in marked_up.values()} == {str}


def test_a_link_is_not_followed_once_something_was_asked(room: ReadingRoom) -> None:
    (restore,) = (one.fn for one in build_page(room).fns.values() if one.name == "restore")
    assert restore is not None
    link = SimpleNamespace(query_params=QueryParams({"q": "望澜桥"}))
    followed = restore((), None, "zh", link)
    assert followed[1] == "望澜桥"
    assert {str(one) for one in restore((Asked("渡口"),), None, "zh", link)} == {str(gr.skip())}


def test_a_collection_that_cannot_be_made_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert app.main(["--collection", str(tmp_path / "file" / "c"), "--no-browser"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("wenju: ") and error.count("\n") == 1


def test_a_long_document_renders_quickly(collection: Collection) -> None:
    """Half a million characters; the rest of the time is the browser's."""
    from time import perf_counter

    from ui.markup import Layer
    from ui.paragraphs import paragraphs

    text = "这是一段很长的文字，里面有许多句子。\n" * 27_000
    words = [(i, i + 2) for i in range(250_000, 250_300, 10)]
    began = perf_counter()
    html = paragraphs(
        text, [Layer("mark", "passage", [(250_000, 250_300)]), Layer("b", "w", words)]
    )
    assert perf_counter() - began < 3
    assert html.count("<p ") == 27_000


def test_a_page_for_reading_offers_no_change(room: ReadingRoom) -> None:
    config = _config(build_page(room, "en", read_only=True))
    for name in ("adding", "update", "stop", "resume", "new-collection"):
        assert _of(config, name)["visible"] is False


def test_where_no_folder_may_be_named_none_is_asked_for(room: ReadingRoom) -> None:
    config = _config(build_page(room, "en", folders=()))
    assert _of(config, "library-path")["visible"] is False
    assert _of(config, "known")["allow_custom_value"] is False
    assert _of(config, "adding")["visible"] is True


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
    ],
)
def test_whether_only_this_machine_can_reach_the_page(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone
