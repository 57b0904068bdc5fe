"""What the command line prints for people."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .answer import Answer, Hit
from .collection import Collection
from .evaluate import Evaluation
from .indexing import Report
from .store import DocumentSummary

_BOLD, _UNDERLINE, _RESET = "\x1b[1m", "\x1b[4m", "\x1b[0m"


def print_report(report: Report, collection: Collection) -> None:
    store = collection.store
    print(f"files: {report.read} read, {report.unchanged} unchanged, {len(report.skipped)} skipped")
    print(f"  added {len(report.added)}, changed {len(report.changed)}, ", end="")
    print(f"same content as another file {len(report.same_content)}")
    print(f"passages: {report.passages} new; ", end="")
    print(f"the collection has {store.passage_count()} in {store.document_count()} documents")
    if report.replaced_characters:
        print(f"characters that could not be decoded: {report.replaced_characters}")
    for skipped in report.skipped:
        print(f"skipped: {skipped.path}: {skipped.reason}")
    for path in report.missing:
        print(f"no longer there, still indexed: {path} (python -m qa remove '{path}')")
    print(f"collection: {collection.folder}")


def print_answer(answer: Answer) -> None:
    if not answer.answered:
        print("Nothing in the collection answers this. 文库中没有能回答这个问题的段落。")
    for hit in answer.hits:
        print(f"\n{_emphasis(_BOLD)}{hit.rank}. {_place(hit)}{_emphasis(_RESET)}")
        print(_with_sentence(hit))
        why = hit.why
        print(
            f"   meaning 语义 {why.dense:.3f} · words 词语 {why.lexical:.3f}"
            f" ({'、'.join(why.words[:8]) or '–'}) · [{hit.citation.start}, {hit.citation.end})"
        )
    print(f"\n{answer.timings.total:.0f} ms")


def _place(hit: Hit) -> str:
    passage, document = hit.passage, hit.citation.document
    parts = [f"《{document.title}》", *passage.section, f"¶{passage.paragraph}"]
    if passage.page is not None:
        parts.append(f"p. {passage.page}")
    if "date" in document.metadata:
        parts.append(document.metadata["date"])
    return f"{' › '.join(parts)}  {document.source.path}"


def _with_sentence(hit: Hit) -> str:
    """The quote with its answering sentence underlined, on a terminal."""
    start, end = (place - hit.citation.start for place in hit.why.sentence)
    quote = hit.citation.quote
    marked = (
        f"{quote[:start]}{_emphasis(_UNDERLINE)}{quote[start:end]}{_emphasis(_RESET)}{quote[end:]}"
    )
    return "".join(f"   {line}\n" for line in marked.splitlines() if line.strip()).rstrip("\n")


def _emphasis(code: str) -> str:
    return code if sys.stdout.isatty() else ""


def print_documents(documents: Sequence[DocumentSummary]) -> None:
    for document in documents:
        print(f"{document.id}  {document.title}")
        replaced = f", {document.replaced} characters not decoded" if document.replaced else ""
        print(
            f"    {document.passages} passages, {document.characters} characters, "
            f"{document.format}, {document.encoding}{replaced}"
        )
        for path in document.paths:
            print(f"    {path}")
    print(f"{len(documents)} documents")


def print_evaluation(results: Sequence[Evaluation]) -> None:
    columns = ("set", "queries", "hit@1", "hit@3", "recall@10", "mrr@10", "ndcg@10")
    print(f"{columns[0]:<20}" + "".join(f"{name:>10}" for name in columns[1:]), end="")
    print(f"{'p50 ms':>9}{'p95 ms':>9}{'passages/s':>12}")
    for one in results:
        scores = (one.hit_at_1, one.hit_at_3, one.recall_at_10, one.mrr_at_10, one.ndcg_at_10)
        rate = f"{one.passages_per_second:.1f}" if one.passages_per_second else "–"
        print(f"{one.set:<20}{one.queries:>10}" + "".join(f"{s:>10.3f}" for s in scores), end="")
        print(f"{one.p50_ms:>9.1f}{one.p95_ms:>9.1f}{rate:>12}")
