"""Comparisons and related passages for people, in the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from corpus import Document

from ..answer import Span
from ..comparison.compare import Comparison, Pair
from ..comparison.related import Related, RelatedPassages
from .columns import side_by_side, wrapped

_MARKS = {"same": "=", "reworded": "≈", "related": "~"}
_LEGEND = "= same 相同  ≈ reworded 改写  ~ related 相关  < only in A 仅甲有  > only in B 仅乙有"
_REASONS = {
    "same sentence": "same sentence 同一句话",
    "shared words": "shared words 共有词语",
    "near in meaning": "near in meaning 意思相近",
}
_LINES = 4  # of a related passage
_LONGEST = 12  # differences of a pair that are listed


def print_comparison(comparison: Comparison) -> None:
    columns = shutil.get_terminal_size().columns
    for name, document, share in (
        ("A 甲", comparison.a, comparison.shared_a),
        ("B 乙", comparison.b, comparison.shared_b),
    ):
        print(f"{name}: 《{document.title}》 {document.source.path}")
        print(f"   in both 两者都有: {share:.0%}")
    print(_LEGEND)
    for row in comparison.rows():
        print()
        if row.pair:
            _print_pair(row.pair, comparison, columns)
        else:
            a = comparison.a.text[slice(*row.a)] if row.a else ""
            b = comparison.b.text[slice(*row.b)] if row.b else ""
            print(side_by_side(a, b, "<" if row.a else ">", columns))


def _print_pair(pair: Pair, comparison: Comparison, columns: int) -> None:
    a, b = comparison.a, comparison.b
    texts = a.text[slice(*pair.a)], b.text[slice(*pair.b)]
    print(side_by_side(*texts, _MARKS[pair.kind], columns))
    notes = [f"{pair.kind} {pair.similarity:.2f}"]
    if pair.moved:
        notes.append("in another order 次序不同")
    notes.append(f"[{pair.a[0]}, {pair.a[1]}) [{pair.b[0]}, {pair.b[1]})")
    lines = [" · ".join(notes)]
    if pair.differences:
        listed = _listed([(one.a, one.b) for one in pair.differences[:_LONGEST]], a, b)
        more = len(pair.differences) - _LONGEST
        lines.append(listed + (f" … (+{more})" if more > 0 else ""))
    lines += [f"! {one.kind}: {_listed([(one.a, one.b)], a, b)}" for one in pair.disagree]
    for line in lines:
        print("\n".join(f"   {part}" for part in wrapped(line, columns - 3)))


def _listed(places: Sequence[tuple[Span, Span]], a: Document, b: Document) -> str:
    return "; ".join(
        f"{a.text[slice(*ours)] or '–'} → {b.text[slice(*theirs)] or '–'}"
        for ours, theirs in places
    )


def print_related(found: RelatedPassages) -> None:
    for title, some in (
        ("Near-duplicates 近似重复", found.near_duplicates),
        ("Related 相关", found.related),
    ):
        print(f"{title}: {len(some)}")
        for one in some:
            print()
            _print_related(one)
        print()


def _print_related(one: Related) -> None:
    passage = one.passage
    where = " › ".join([f"《{one.document.title}》", *passage.section, f"¶{passage.paragraph}"])
    print(f"{passage.id}  {where}  {one.document.source.path}")
    columns = shutil.get_terminal_size().columns - 3
    shown = one.document.text[slice(*one.pair.b)] if one.pair else passage.text
    print("\n".join(f"   {line}" for line in wrapped(shown, columns)[:_LINES]))
    words = f" ({'、'.join(one.words)})" if one.words else ""
    print(f"   {_REASONS[one.reason]}{words} · {one.similarity:.2f} · {one.shared:.0%}")
