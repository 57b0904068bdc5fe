"""A run of indexing as HTML: how far it is, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from qa import FileReport, Outcome, Report

from .indexing_job import Progress
from .markup import escape
from .render_hits import notice
from .sizes import time_words
from .translations import Texts, reason_words
from .uploads import Uploaded

_MOST_FILES = 30  # that are shown while they are read
_MOST_REPORTED = 200
_NOTHING_UPLOADED = Uploaded()
_MOST_WAITING = 5  # that are named


def render_progress(now: Progress, texts: Texts) -> str:
    """The whole run in words and as a bar, and each file; nothing where nothing runs."""
    if not now.running:
        return ""
    known = set(now.files)
    outcomes = {file.path: file for file in now.finished if file.path in known}
    said = [texts.done_of.format(done=len(outcomes), total=len(now.files))]
    if not now.files:
        said = [texts.looking]
    if now.passages:
        speed = f"{now.passages_per_second:.0f}"
        said.append(texts.speed.format(passages=f"{now.passages:,}", speed=speed))
    if now.stopping:
        said.append(texts.stopping)
    elif now.seconds_left is not None:
        said.append(texts.time_left.format(time=time_words(now.seconds_left, texts)))
    value = f' value="{now.share:.3f}"' if now.files else ""
    return (
        f'<div class="working indexing" lang="{texts.html_lang}"><p>{escape(" · ".join(said))}</p>'
        f'<progress aria-label="{escape(said[0])}" max="1"{value}></progress>'
        f"{_files(now, outcomes, texts)}{_waiting(now.waiting, texts)}</div>"
    )


def render_run(
    report: Report | None, error: str, texts: Texts, uploaded: Uploaded = _NOTHING_UPLOADED
) -> str:
    """What came of the last run, and of the files sent for it; nothing where there was none."""
    if report is None:
        return ""
    failed = (
        notice(texts.run_failed, f"<p>{escape(reason_words(error, texts))}</p>") if error else ""
    )
    became = Counter(became_words(file, texts) for file in report.files)
    counts = [(words, became[words]) for words in _in_order(texts) if became[words]]
    counts += [(words, count) for words, count in _counted(report, texts) if count]
    lines = [texts.run_stopped.format(count=report.left)] if report.left else []
    lines += [texts.same_text.format(paths=", ".join(paths)) for paths in report.same_text]
    lines += [texts.files_missing.format(path=path) for path in report.missing]
    lines += [reason_words(one, texts) for one in report.unused]
    lines += [texts.coarser_tokens] if report.coarser_tokens else []
    said = _kept_beside(report, uploaded, texts)
    said += "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f'<section class="run" lang="{texts.html_lang}" aria-labelledby="run-title">'
        f'<h2 id="run-title">{escape(texts.run_report)}</h2>{failed}'
        f'<p class="counts" role="status">{_joined(counts, texts)}</p>{said}{_next(report, texts)}'
        f"{_reports(report.files, uploaded, texts)}</section>"
    )


def _kept_beside(report: Report, uploaded: Uploaded, texts: Texts) -> str:
    """Uploads that another one had the name of, each with a way to let it take that one's place."""
    return "".join(
        f"<p>{escape(texts.kept_beside.format(name=uploaded.beside[path], kept=path.name))} "
        f'<button type="button" data-replace="{escape(str(path))}">'
        f"{escape(texts.put_in_place)}</button></p>"
        for path in (file.path for file in report.files)
        if path in uploaded.beside
    )


def _next(report: Report, texts: Texts) -> str:
    """To the view that asks, where there is something new to ask about."""
    if not report.passages:
        return ""
    return f'<p><button type="button" class="go" data-ask>{escape(texts.go_and_ask)}</button></p>'


def outcome_words(outcome: Outcome, texts: Texts) -> str:
    return {
        Outcome.ADDED: texts.outcome_added,
        Outcome.CHANGED: texts.outcome_changed,
        Outcome.UNCHANGED: texts.outcome_unchanged,
        Outcome.SAME_CONTENT: texts.outcome_same_content,
        Outcome.SKIPPED: texts.outcome_skipped,
        Outcome.UNFINISHED: texts.outcome_unfinished,
    }[outcome]


def became_words(file: FileReport, texts: Texts) -> str:
    """What became of a file; one that brought nothing to search in was not just added."""
    return texts.nothing_to_search if _is_empty(file) else outcome_words(file.outcome, texts)


def _is_empty(file: FileReport) -> bool:
    """Whether a file is new and has no passage; in an archive, others may have had some before."""
    new = file.outcome in {Outcome.ADDED, Outcome.CHANGED}
    return new and file.documents == 1 and not file.passages


def _in_order(texts: Texts) -> list[str]:
    return [*(outcome_words(outcome, texts) for outcome in Outcome), texts.nothing_to_search]


def _counted(of: Report | FileReport, texts: Texts) -> list[tuple[str, int]]:
    near = of.near_duplicates if isinstance(of, Report) else None
    return [
        (texts.new_passages, of.passages),
        (texts.near_count, near or 0),
        (texts.set_aside_count, of.set_aside),
        (texts.damaged_count, of.damaged),
        (texts.repaired_count, of.repaired),
        (texts.replaced_count, of.replaced_characters),
    ]


def _joined(counts: Sequence[tuple[str, int]], texts: Texts) -> str:
    said = [texts.count_of.format(what=what, count=f"{count:,}") for what, count in counts]
    return "".join(f"<span>{escape(words)}</span>" for words in said)


def _waiting(paths: Sequence[Path], texts: Texts) -> str:
    """What begins when this run ends, in one line."""
    if not paths:
        return ""
    names = texts.list_separator.join(path.name for path in paths[:_MOST_WAITING])
    more = "…" if len(paths) > _MOST_WAITING else ""
    said = texts.waiting_behind.format(count=f"{len(paths):,}", names=names + more)
    return f'<p class="behind">{escape(said)}</p>'


def _files(now: Progress, outcomes: Mapping[Path, FileReport], texts: Texts) -> str:
    """Those that are read come first where there are too many for all."""
    files = now.files
    if len(files) > _MOST_FILES:
        begun = [path for path in files if path in now.shares]
        ended = [file.path for file in reversed(now.finished) if file.path in outcomes]
        files = tuple([*begun, *ended][:_MOST_FILES])
    items = "".join(f"<li>{_file(path, now, outcomes, texts)}</li>" for path in files)
    left = len(now.files) - len(files)
    if left:
        items += f"<li>{escape(texts.other_files.format(count=left))}</li>"
    return f'<ul class="files">{items}</ul>'


def _file(path: Path, now: Progress, outcomes: Mapping[Path, FileReport], texts: Texts) -> str:
    name = f'<bdi class="name" title="{escape(str(path))}">{escape(path.name)}</bdi>'
    if path in outcomes:
        return name + _state(outcomes[path], texts)
    if path not in now.shares:
        return f'{name}<span class="state">{escape(texts.state_waiting)}</span>'
    share = now.shares[path]
    if not share:
        return f'{name}<span class="state">{escape(texts.state_reading)}</span>'
    words = escape(texts.state_encoding.format(percent=f"{share:.0%}"))
    label = escape(path.name)
    return (
        f'{name}<span class="state"><progress aria-label="{label}" max="1" value="{share:.3f}">'
        f"</progress>{words}</span>"
    )


def _state(file: FileReport, texts: Texts) -> str:
    kind = "nothing" if _is_empty(file) else file.outcome.name.lower()
    return f'<span class="state {kind}">{escape(became_words(file, texts))}</span>'


def _reports(files: Sequence[FileReport], uploaded: Uploaded, texts: Texts) -> str:
    """Each file, those with something to look at first."""
    order = {Outcome.SKIPPED: 0, Outcome.UNFINISHED: 1, Outcome.UNCHANGED: 3}
    listed = sorted(
        files, key=lambda file: order.get(file.outcome, 2 - bool(file.doubtful or _is_empty(file)))
    )
    shown = listed[:_MOST_REPORTED]
    items = "".join(_report(file, uploaded, texts) for file in shown)
    if len(shown) < len(files):
        words = texts.files_left_out.format(shown=len(shown), total=f"{len(files):,}")
        items += f"<li>{escape(words)}</li>"
    opened = " open" if len(files) <= _MOST_FILES else ""
    return (
        f'<details class="each"{opened}><summary>{escape(texts.each_file)}</summary>'
        f"<ul>{items}</ul></details>"
    )


def _report(file: FileReport, uploaded: Uploaded, texts: Texts) -> str:
    facts = [escape(file.title), escape(format_name(file.format, texts))] if file.documents else []
    if file.documents > 1:
        facts.append(escape(texts.documents_in_file.format(count=f"{file.documents:,}")))
    facts += [
        escape(encoding_words(name, file.least_sure if len(file.encodings) == 1 else None, texts))
        for name in file.encodings
    ]
    counts = [(what, count) for what, count in _counted(file, texts) if count]
    facts += [escape(texts.count_of.format(what=what, count=count)) for what, count in counts]
    kept = [texts.not_kept] if file.path in uploaded.not_kept else []
    why = [file.reason] if file.reason else []
    notes = [reason_words(one, texts) for one in (*why, *kept, *file.notes)]
    doubts = [
        texts.encoding_doubtful.format(
            encoding=one.encoding, confidence=_sure(one.encoding_confidence or 0)
        )
        for one in file.doubtful[:3]
    ]
    said = "".join(f'<p class="said">{escape(note)}</p>' for note in [*notes, *doubts])
    return (
        f'<li><p><bdi class="name" title="{escape(str(file.path))}">{escape(file.path.name)}</bdi>'
        f"{_state(file, texts)}</p>"
        f'<p class="counts">{"".join(f"<span>{fact}</span>" for fact in facts)}</p>{said}</li>'
    )


def format_name(format_: str, texts: Texts) -> str:
    """A format as a reader calls it: only that of plain text is no name."""
    return texts.plain_text if format_ == "text" else format_


def encoding_words(encoding: str, confidence: float | None, texts: Texts) -> str:
    """An encoding with how sure it is, where that is known."""
    if confidence is None:
        return encoding
    return texts.confidence_of.format(encoding=encoding, confidence=_sure(confidence))


def _sure(confidence: float) -> str:
    """Rounded down: only what is certain is shown as 1."""
    return f"{int(confidence * 100) / 100:.2f}"
