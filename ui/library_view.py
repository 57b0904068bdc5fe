"""The view that fills the collection: adding, progress, what was read, documents, switching."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from corpus import WenjuError

from .library import DOCUMENTS_AT_ONCE, Library, found_documents, what_was_read
from .markup import escape
from .open_collections import Opened
from .render_hits import notice
from .render_indexing import render_progress, render_run
from .render_library import render_about, render_documents, render_drop, render_what_was_read
from .sizes import disk_use
from .translations import TEXTS, Texts, known_language, reason_words

_HERE = Path(__file__).parent
_OFTEN = 0.5  # seconds between two looks at a run
# Lists of documents come one after the other: a late one never stands over what was typed since.
# They are given as plain markup, never as `gr.update`: the browser puts that in place later, since
# it first sees to the other properties.
IN_TURN: dict[str, Any] = {"concurrency_id": "documents", "concurrency_limit": 1}
_ENCODINGS = ("utf-8", "gb18030", "big5", "big5hkscs", "shift_jis", "euc-jp", "euc-kr", "utf-16")


@dataclass(frozen=True)
class LibraryView:
    """The components of the view. `at` is the collection that the visitor looks at, `generation`
    the `state_of` it that is shown; both are one per tab. `listing` says what the list lacks."""

    library: Library
    tab: gr.Tab
    about: gr.HTML
    drop: gr.HTML
    path: gr.Textbox
    encoding: gr.Dropdown
    read_in: gr.Button
    sample: gr.Button
    said: gr.HTML
    progress: gr.HTML
    stop: gr.Button
    resume: gr.Button
    run: gr.HTML
    find: gr.Textbox
    update: gr.Button
    told: gr.HTML
    listing: gr.HTML
    documents: gr.HTML
    others: gr.Accordion
    note: gr.HTML
    known: gr.Dropdown
    open: gr.Button
    new: gr.Button
    turned: gr.HTML
    timer: gr.Timer
    count: gr.State
    at: gr.State
    generation: gr.State

    @property
    def shown(self) -> list[gr.blocks.Block]:
        """What `translate` needs besides the language."""
        return [self.at, self.find, self.count]

    @property
    def translated(self) -> list[gr.blocks.Block]:
        """Components that hold words; `translate` gives their updates in this order."""
        return [
            *(self.tab, self.about, self.drop, self.path, self.encoding, self.read_in),
            *(self.sample, self.progress, self.stop, self.resume, self.run),
            *(self.find, self.update, self.listing, self.documents),
            *(self.others, self.note, self.known, self.open, self.new),
        ]

    @property
    def messages(self) -> list[gr.blocks.Block]:
        """Where the visitor is told what came of an act: of adding, on a document, of turning to
        another collection."""
        return [self.said, self.told, self.turned]

    @property
    def running(self) -> list[gr.blocks.Block]:
        """What shows a run; `run_state` gives their updates in this order."""
        return [
            *(self.about, self.sample, self.progress, self.stop, self.resume, self.run),
            *(self.listing, self.timer),
        ]

    @property
    def changed(self) -> list[gr.blocks.Block]:
        """What an act changes; `after` gives their updates in this order."""
        return [*self.messages, *self.running, self.generation]

    def translate(self, name: object, at: object, query: object, count: int) -> list[Any]:
        """Every word of the view in another language, and what there is now."""
        texts = TEXTS[known_language(name)]
        opened = self.library.collections.at(at)
        job = opened.room.indexing
        return [
            gr.update(label=texts.tab_library),
            _about(opened, texts),
            render_drop(self.library.largest_upload, texts),
            gr.update(label=texts.path_here, placeholder=texts.path_hint),
            gr.update(label=texts.encoding, choices=_encodings(texts)),
            gr.update(value=texts.read_in),
            gr.update(value=texts.try_sample, visible=self._offers_sample(opened)),
            render_progress(job.progress, texts),
            gr.update(value=texts.stop),
            gr.update(value=texts.resume),
            render_run(job.report, job.error, texts, job.uploaded),
            gr.update(label=texts.find_documents, placeholder=texts.find_hint),
            gr.update(value=texts.update_all),
            self._lacks(opened, texts),
            self.listed(at, query, count, texts),
            gr.update(label=texts.other_collections),
            _hint(texts.switch_note, texts),
            gr.update(label=texts.collection, choices=self.known_folders()),
            gr.update(value=texts.open_collection),
            gr.update(value=texts.new_collection),
        ]

    def run_state(self, at: object, texts: Texts) -> list[Any]:
        """How the run of that collection stands, and what there is by now."""
        opened = self.library.collections.at(at)
        job = opened.room.indexing
        now = job.progress
        return [
            _about(opened, texts),
            gr.update(visible=self._offers_sample(opened)),
            render_progress(now, texts),
            gr.update(visible=now.running and not self.library.read_only),
            gr.update(visible=job.can_resume and not self.library.read_only),
            render_run(job.report, job.error, texts, job.uploaded),
            self._lacks(opened, texts),
            gr.Timer(active=now.running),
        ]

    def after(
        self,
        at: object,
        texts: Texts,
        problem: str,
        done: str = "",
        place: gr.HTML | None = None,
    ) -> list[Any]:
        """Updates of what an act has `changed`; what came of it is said in its place, which is
        `said` where no other is named."""
        message = render_problem(problem) or _done(done, texts)
        said = [message if one is (place or self.said) else "" for one in self.messages]
        return [*said, *self.run_state(at, texts), state_of(self.library, at)]

    def listed(self, at: object, query: object, count: int, texts: Texts) -> str:
        room = self.library.collections.at(at).room
        found = found_documents(room, query)
        if not found and not room.facts().documents:
            return ""
        return render_documents(found, count, texts, may_change=not self.library.read_only)

    def _offers_sample(self, opened: Opened) -> bool:
        room = opened.room
        idle = not self.library.read_only and not room.indexing.running
        return idle and not room.facts().documents

    @staticmethod
    def _lacks(opened: Opened, texts: Texts) -> str:
        """Why there may be less in the list than one expects: it stays as it is while one reads."""
        if opened.room.indexing.running:
            return _hint(texts.listed_when_done, texts)
        return "" if opened.room.facts().documents else _hint(texts.empty_collection, texts)

    def known_folders(self) -> list[str]:
        """What there is to choose from."""
        return [str(path) for path in self.library.collections.known()]


def state_of(library: Library, at: object) -> tuple[str, int]:
    """Which collection that is, and which state of it: another value after every change."""
    room = library.collections.at(at).room
    return str(room.folder), room.generation


def newer_state(library: Library, at: object, known: object) -> Any:
    """The same where it is not what is known; a state that is given again counts as a change."""
    found = state_of(library, at)
    return gr.skip() if found == known else found


def build_library_view(library: Library, at: gr.State, tab: gr.Tab, texts: Texts) -> LibraryView:
    """Lay the view out inside its tab; it does nothing until it is connected."""
    first = library.collections.at(None)
    may_change = not library.read_only
    may_name = library.collections.may_name_any
    with tab, gr.Column(elem_id="library"):
        about = _html(_about(first, texts), "library-about")
        with gr.Accordion(texts.other_collections, open=False, elem_id="others") as others:
            note = _html(_hint(texts.switch_note, texts), "switch-note")
            with gr.Row(elem_classes="fields"):
                known = gr.Dropdown(
                    [str(one) for one in library.collections.known()],
                    value=str(first.room.folder),
                    label=texts.collection,
                    allow_custom_value=may_name,
                    elem_id="known",
                    elem_classes="chooser",
                    scale=1,
                )
                open_ = gr.Button(texts.open_collection, elem_id="open-collection", scale=0)
                new = gr.Button(
                    texts.new_collection,
                    elem_id="new-collection",
                    scale=0,
                    visible=may_change and may_name,
                )
            turned = _html("", "turned")
        with gr.Column(elem_id="adding", visible=may_change):
            drop = gr.HTML(
                render_drop(library.largest_upload, texts),
                elem_id="drop",
                js_on_load=_script("upload.js"),
                apply_default_css=False,
            )
            with gr.Row(elem_id="add-path", elem_classes="fields"):
                path = gr.Textbox(
                    label=texts.path_here,
                    placeholder=texts.path_hint,
                    max_length=4096,
                    max_lines=1,
                    elem_id="library-path",
                    scale=3,
                    min_width=220,
                    visible=may_name,
                )
                encoding = gr.Dropdown(
                    _encodings(texts),
                    value="",
                    label=texts.encoding,
                    allow_custom_value=True,
                    elem_id="library-encoding",
                    elem_classes="chooser",
                    scale=1,
                    min_width=140,
                )
                read_in = gr.Button(texts.read_in, elem_id="read-in", scale=0, visible=may_name)
            sample = gr.Button(
                texts.try_sample,
                elem_id="try-sample",
                scale=0,
                visible=may_change and not first.room.facts().documents,
            )
        with gr.Column(elem_id="running"):
            said = _html("", "library-said")
            with gr.Row(elem_id="run-buttons"):
                stop = gr.Button(texts.stop, elem_id="stop", scale=0, visible=False)
                resume = gr.Button(texts.resume, elem_id="resume", scale=0, visible=False)
            progress = _html("", "indexing")
            run = gr.HTML("", elem_id="run", js_on_load=_script("run.js"), apply_default_css=False)
        with gr.Row(elem_id="find-row", elem_classes="fields"):
            find = gr.Textbox(
                label=texts.find_documents,
                placeholder=texts.find_hint,
                max_length=200,
                max_lines=1,
                elem_id="find",
                scale=1,
            )
            update = gr.Button(texts.update_all, elem_id="update", scale=0, visible=may_change)
        told = _html("", "told")
        listing = _html("", "listing")

        def load_what_was_read(sent: object) -> str:
            data = sent if isinstance(sent, dict) else {}
            words = TEXTS[known_language(data.get("language"))]
            opened = library.collections.at(data.get("collection"))
            try:
                found = what_was_read(opened, data.get("document"))
            except WenjuError as error:
                return f"<p>{escape(reason_words(error.said, words))}</p>"
            if found is None:
                return f"<p>{escape(words.unknown_document)}</p>"
            return render_what_was_read(*found, words)

        documents = gr.HTML(
            "",
            elem_id="documents",
            js_on_load=_script("library.js"),
            server_functions=[load_what_was_read],
            apply_default_css=False,
        )
        timer = gr.Timer(_OFTEN, active=False)
        count, generation = gr.State(DOCUMENTS_AT_ONCE), gr.State(state_of(library, None))
    return LibraryView(
        library,
        tab,
        about,
        drop,
        path,
        encoding,
        read_in,
        sample,
        said,
        progress,
        stop,
        resume,
        run,
        find,
        update,
        told,
        listing,
        documents,
        others,
        note,
        known,
        open_,
        new,
        turned,
        timer,
        count,
        at,
        generation,
    )


def _about(opened: Opened, texts: Texts) -> str:
    return render_about(opened.room.facts(), disk_use(opened.room.folder), texts)


def render_problem(words: str) -> str:
    """What is in the way, its lines as paragraphs; nothing where nothing is."""
    first, *others = words.split("\n") if words else [""]
    more = "".join(f"<p>{escape(line)}</p>" for line in others)
    return notice(first, more) if words else ""


def _done(words: str, texts: Texts) -> str:
    """That something was done; nothing where nothing is to be said of it."""
    if not words:
        return ""
    return f'<p class="done" role="status" lang="{texts.html_lang}">{escape(words)}</p>'


def _encodings(texts: Texts) -> list[tuple[str, str]]:
    return [(texts.encoding_auto, ""), *((name, name) for name in _ENCODINGS)]


def _hint(words: str, texts: Texts) -> str:
    return f'<p class="hint" lang="{texts.html_lang}">{escape(words)}</p>'


def _html(value: str, name: str) -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False)


def _script(name: str) -> str:
    return (_HERE / name).read_text("utf-8")
