"""What the command line prints for people."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus import Source

from ..answer import Answer, Hit
from ..collection.collection import Collection
from ..collection.store import DocumentSummary
from ..evaluation.ablation import Ablation
from ..evaluation.compare_runs import RunDifference
from ..evaluation.evaluate import Evaluation
from ..indexing import Report
from ..map.passage_map import PassageMap
from ..text_reuse.dates import date_of
from ..text_reuse.heat_map import HeatMap
from ..text_reuse.overlap import Likeness, Overlap

_RUNS_SHOWN = 3
_LINE = 90  # characters of a quote
_BOLD, _UNDERLINE, _RESET = "\x1b[1m", "\x1b[4m", "\x1b[0m"


def print_report(report: Report, collection: Collection) -> None:
    store = collection.store
    print(f"files: {report.read} read, {report.unchanged} unchanged, {len(report.skipped)} skipped")
    print(f"  added {len(report.added)}, changed {len(report.changed)}, ", end="")
    print(f"same content as another file {len(report.same_content)}")
    print(f"passages: {report.passages} new; ", end="")
    print(f"the collection has {store.passage_count()} in {store.document_count()} documents")
    if report.near_duplicates:
        print(f"passages that stand nearly the same in another document: {report.near_duplicates}")
    if report.set_aside:
        print(f"lines set aside (navigation, disclaimers, ...): {report.set_aside}")
    if report.damaged:
        print(f"damaged places, kept as they are: {report.damaged}")
    if report.repaired:
        print(f"lines once decoded wrongly, repaired in the readable text: {report.repaired}")
    if report.replaced_characters:
        print(f"characters that could not be decoded: {report.replaced_characters}")
    if report.encodings:
        met = ", ".join(f"{name} {count}" for name, count in report.encodings.most_common())
        print(f"encodings: {met}")
    for source in report.doubtful:
        print(
            f"doubtful encoding: {_file(source)}: {_encoding(source)}"
            " (inspect it; --encoding PATTERN=NAME says another)"
        )
    for paths in report.same_text:
        print(f"same text in several files, each indexed: {', '.join(paths)}")
    for skipped in report.skipped:
        print(f"skipped: {skipped.path}: {skipped.reason}")
    for note in report.notes:
        print(f"note: {note}")
    for path in report.missing:
        print(f"no longer there, still indexed: {path} (python -m qa remove '{path}')")
    print(f"collection: {collection.folder}")


def _file(source: Source) -> str:
    return " › ".join(filter(None, (source.path, source.member)))


def _encoding(source: Source) -> str:
    return f"{source.encoding}, {_sure(source.encoding_confidence)}"


def _sure(confidence: float | None) -> str:
    return "confidence not known" if confidence is None else f"confidence {confidence:.2f}"


def print_answer(answer: Answer, *, why: bool = False) -> None:
    if answer.missing:
        phrases = "".join(f"“{phrase}”" for phrase in answer.missing)
        print(f"No passage holds {phrases} as it stands. 没有段落含有{phrases}原文。")
        print("The nearest passages without it 以下是不含它的最接近的段落:")
    elif not answer.answered:
        print("Nothing in the collection answers this. 文库中没有能回答这个问题的段落。")
    for hit in answer.hits:
        print(f"\n{_emphasis(_BOLD)}{hit.rank}. {_place(hit)}{_emphasis(_RESET)}")
        print(_with_sentence(hit))
        print(
            f"   meaning 语义 {hit.why.dense:.3f} · words 词语 {hit.why.lexical:.3f}"
            f" ({'、'.join(hit.why.words[:8]) or '–'})"
            f" · [{hit.citation.start}, {hit.citation.end})"
        )
        for place in hit.also_in:
            title, path = place.document.title, place.document.source.path
            print(f"   also in 另见 《{title}》 [{place.start}, {place.end})  {path}")
        if why:
            _print_why(hit)
    print(f"\n{answer.timings.total:.0f} ms")


_FEATURES = {  # what the features of the ranking model mean to a reader
    "late": "its words, one by one, find their match 逐词对应",
    "lowest": "its least matched words 对应最差的词",
    "sentence": "one sentence matches it 单句对应",
    "dense": "the meaning as a whole 整体语义",
    "lexical": "words in common 相同词语",
    "numbers": "its numbers, if it has any, are there 数字对得上（或没有数字）",
    "foreign_late": "the same, in another script 异文种的逐词对应",
    "foreign_sentence": "one sentence, in another script 异文种的单句对应",
    "foreign_lexical": "words in common, in another script 异文种的相同词语",
}


def _print_why(hit: Hit) -> None:
    """The score as a sum, greatest parts first, and the words with their weights."""
    why = hit.why
    print(f"   score 得分 {hit.score:.2f} =")
    for part in sorted(why.parts, key=lambda one: -abs(one.value)):
        print(f"     {part.value:+8.2f}  {_FEATURES.get(part.feature, part.feature)}")
    words = "、".join(f"{one.word} {one.weight:.3f}" for one in why.weights)
    print(f"   of the words 各词占 {why.lexical:.3f}: {words or '–'}")
    start, end = why.sentence
    print(f"   sentence 句子: {' '.join(hit.citation.document.text[start:end].split())}")
    print(f"   passage 段落 {hit.passage.id}")


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
        if document.same_text_as:
            print(f"    same text as {', '.join(document.same_text_as)}")
        for path in document.paths:
            print(f"    {path}")
    print(f"{len(documents)} documents")


def print_inspection(found: dict[str, Any]) -> None:
    name = " › ".join(filter(None, (found["path"], found["member"])))
    print(f"{name}\n  《{found['title']}》 {found['format']}, {found['script']}")
    print(f"  encoding: {found['encoding']}, {_sure(found['encoding_confidence'])}")
    for key, value in found["metadata"].items():
        print(f"  {key}: {value}")
    if found["replaced"]:
        print(f"  characters that could not be decoded: {found['replaced']}")
    for note in found["notes"]:
        print(f"  note: {note}")
    for kind in ("set_aside", "damaged"):
        for place in found[kind]:
            label = kind.replace("_", " ")
            repaired = ", repaired in the readable text" if place.get("repaired") else ""
            print(f"  {label} [{place['start']}, {place['end']}): {place['why']}{repaired}")
    for number, passage in enumerate(found["passages"], start=1):
        where = " › ".join([*passage["section"], f"¶{passage['paragraph']}"])
        page = f", p. {passage['page']}" if passage["page"] is not None else ""
        print(f"  {number}. [{passage['start']}, {passage['end']}) {where}{page}")
        print("".join(f"     {line}\n" for line in passage["text"].splitlines()), end="")


def print_overlap(found: Overlap) -> None:
    print(
        f"{len(found.documents)} documents, {len(found.shares.a)} pairs share something: "
        f"{found.found_runs} runs word for word, {found.found_reworded} reworded sentences"
    )
    for pair in found.pairs:
        print(f"\n{_emphasis(_BOLD)}{_dated(pair.a)}  ~  {_dated(pair.b)}{_emphasis(_RESET)}")
        print(
            f"   word for word 逐字 {pair.share_a:.1%} / {pair.share_b:.1%}"
            f" in {len(pair.runs)} runs"
            f" · reworded 改写 {pair.reworded_a:.1%} / {pair.reworded_b:.1%}"
        )
        longest = sorted(pair.runs, key=lambda one: -len(one.a.quote))[:_RUNS_SHOWN]
        for one in longest:
            print(f"   = {_likeness(one)}")
        for one in sorted(pair.reworded, key=lambda one: -one.similarity)[:_RUNS_SHOWN]:
            print(f"   ~ {_likeness(one)}\n     {_line(one.b.quote)}")
    if found.sentences:
        print("\nmost shared 共有最多的句子")
    for sentence in found.sentences:
        first = f" · first 最早 {_dated(sentence.first)}" if sentence.first else ""
        print(f"   {sentence.documents:>4} documents  {_line(sentence.places[0].quote)}{first}")


def print_legend(heat: HeatMap) -> None:
    """The names of numbered documents, where no font on the machine could draw them."""
    for number, document in enumerate(heat.documents, start=1):
        print(f"{number:>4}  {_dated(document)}")


def print_map(drawn: PassageMap, path: Path) -> None:
    sampled = " (a sample 抽样)" if drawn.is_sample else ""
    print(f"{path}: {len(drawn.passages)} of {drawn.passages_in_all} passages{sampled}")
    for number, cluster in enumerate(drawn.clusters, start=1):
        print(f"{number:>4}  {cluster.size:>5} passages  {'、'.join(cluster.words)}")


def _dated(document: DocumentSummary) -> str:
    date = date_of(document)
    return f"《{document.title}》" + (f" {date}" if date else "")


def _likeness(one: Likeness) -> str:
    a, b = one.a, one.b
    return f"{_line(a.quote)}  [{a.start}, {a.end}) [{b.start}, {b.end})"


def _line(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LINE else line[: _LINE - 1] + "…"


def print_evaluation(results: Sequence[Evaluation]) -> None:
    names = ("queries", "hit@1", "hit@3", "recall@10", "mrr@10", "ndcg@10", "auroc", "ece", "f1")
    print(f"{'set':<18}" + "".join(f"{name:>10}" for name in (*names, "marked")), end="")
    print(f"{'p50 ms':>9}{'p95 ms':>9}{'passages/s':>12}")
    for one in results:
        scores = (
            *(one.hit_at_1, one.hit_at_3, one.recall_at_10, one.mrr_at_10, one.ndcg_at_10),
            *(one.auroc, one.ece, one.f1_answered, one.answer_in_highlight),
        )
        columns = "".join(f"{_number(score, 3):>10}" for score in scores)
        rate = _number(one.passages_per_second, 1)
        print(f"{one.set:<18}{one.queries:>10}{columns}", end="")
        print(f"{one.p50_ms:>9.1f}{one.p95_ms:>9.1f}{rate:>12}")
    for one in results:
        spans = (f"{name} {low:.3f}–{high:.3f}" for name, (low, high) in one.intervals.items())
        print(f"{one.set}, 95 %: {', '.join(spans)}")


def print_ablations(results: Sequence[Ablation]) -> None:
    print(f"{'set':<18}{'variant':<28}{'queries':>8}{'hit@1 (95 %)':>24}{'hit@3':>8}{'ndcg@10':>9}")
    for one in results:
        low, high = one.intervals["hit@1"]
        first = f"{one.means['hit@1']:.3f} ({low:.3f}–{high:.3f})"
        print(f"{one.set:<18}{one.variant:<28}{one.queries:>8}{first:>24}", end="")
        print(f"{one.means['hit@3']:>8.3f}{one.means['ndcg@10']:>9.3f}")


def print_run_differences(results: Sequence[RunDifference]) -> None:
    print(f"{'set':<18}{'measure':<12}{'queries':>8}{'A':>8}{'B':>8}{'B − A (95 %)':>28}{'p':>9}")
    for one in results:
        difference = f"{one.b - one.a:+.4f} ({one.low:+.4f} – {one.high:+.4f})"
        print(f"{one.set:<18}{one.measure:<12}{one.queries:>8}{one.a:>8.3f}{one.b:>8.3f}", end="")
        print(f"{difference:>28}{one.p:>9.4f}")


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
