"""The tables in the READMEs, made from the committed results: `python -m benchmarks.tables`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.results import FOLDER
from benchmarks.scale_peers import PEERS

READMES = ("README.md", "README.zh.md")
_ROOT = FOLDER.parent
_COLUMNS = ("queries", "hit@1", "hit@3", "recall@10", "ndcg@10", "answer_in_highlight")
_WORTH = ("auroc", "ece", "f1_answered", "refused", "believed")


def quality_table() -> str:
    """Retrieval quality, a line a set."""
    result = json.loads((FOLDER / "quality.json").read_text("utf-8"))
    lines = [
        "| set | " + " | ".join(_COLUMNS) + " |",
        "|---|" + "---:|" * len(_COLUMNS),
    ]
    for one in result["sets"]:
        values = " | ".join(_shown(one[name]) for name in _COLUMNS)
        lines.append(f"| {one['set']} | {values} |")
    return "\n".join(lines)


def confidence_table() -> str:
    """What confidence is worth on sets that it was not learned from, a line a set."""
    result = json.loads((FOLDER / "confidence.json").read_text("utf-8"))
    lines = ["| set | asked of | " + " | ".join(_WORTH) + " |", "|---|---|" + "---:|" * len(_WORTH)]
    for one in result["left_out"]:
        values = " | ".join(_shown(one[name]) for name in _WORTH)
        lines.append(f"| {one['set']} | {one['as']} | {values} |")
    return "\n".join(lines)


def official_table() -> str:
    """How well passages are found that use other words than the question, a line a kind of it."""
    kinds = json.loads((FOLDER / "official.json").read_text("utf-8"))["kinds"]
    names = ("questions", "hit@1", "hit@3", "recall@10")
    lines = ["| kind | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for kind, one in kinds.items():
        lines += _row(kind, [_shown(one[name]) for name in names])
    return "\n".join(lines)


def official_confidence_table() -> str:
    """What confidence is worth on the same questions, and those that nothing answers."""
    found = json.loads((FOLDER / "official.json").read_text("utf-8"))["confidence"]
    lines = ["| " + " | ".join(found) + " |", "|" + "---:|" * len(found)]
    return "\n".join([*lines, "| " + " | ".join(map(_shown, found.values())) + " |"])


def mixed_languages_table() -> str:
    """How well passages are found where there are two languages, a line a weight."""
    rows = json.loads((FOLDER / "mixed_languages.json").read_text("utf-8"))["rows"]
    lines = ["| " + " | ".join(rows[0]) + " |", "|---|---|" + "---:|" * (len(rows[0]) - 2)]
    for asked, how, *figures in (one.values() for one in rows):
        lines += _row(asked, [how, *map(_shown, figures)])
    return "\n".join(lines)


def sentences_table() -> str:
    """How often what is marked holds the answer, on sets it was not learned from, a line a set."""
    result = json.loads((FOLDER / "sentences.json").read_text("utf-8"))
    names = (
        "questions",
        "most_similar",
        "answer_in_highlight",
        "two_sentences",
        "in_one_sentence",
    )
    lines = ["| set | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for one in result["left_out"]:
        lines += _row(one["set"], [_shown(one[name]) for name in names])
    return "\n".join(lines)


def alignment_table() -> str:
    """How well two texts are aligned, a line a figure."""
    result = json.loads((FOLDER / "alignment.json").read_text("utf-8"))
    same, long = result["translations"], result["long_documents"]
    unrelated, near = result["unrelated"], result["one_subject"]
    rows = [
        ("translations: precision", same["sentences"], same["precision"]),
        ("translations: recall", same["sentences"], same["recall"]),
        ("translations: F1", same["sentences"], same["f1"]),
        ("unrelated: paired", unrelated["sentences"], unrelated["paired"]),
        ("one subject: paired", near["sentences"], near["paired"]),
        *((f"{kind}: found", one["made"], one["found"]) for kind, one in result["edits"].items()),
    ]
    lines = ["| figure | of | |", "|---|---:|---:|"]
    lines += [f"| {name} | {count} | {value:.3f} |" for name, count, value in rows]
    characters = " × ".join(map(str, long["characters"]))
    for name, key in (("seconds", "seconds"), ("seconds of processor", "processor_seconds")):
        lines.append(f"| long documents: {name} | {characters} | {long[key]:.1f} |")
    return "\n".join(lines)


def peers_table() -> str:
    """hit@1 beside peers, a line a set."""
    sets = json.loads((FOLDER / "peers.json").read_text("utf-8"))["sets"]
    names = list(sets[0]["hit@1"])
    lines = [
        "| hit@1 | queries | " + " | ".join(names) + " |",
        "|---|" + "---:|" * (len(names) + 1),
    ]
    for one in sets:
        lines += _row(one["set"], [str(one["queries"]), *(f"{one['hit@1'][n]:.3f}" for n in names)])
    return "\n".join(lines)


def encoding_table() -> str:
    """How fast texts become vectors, a line a contestant, by what computes Wenju's."""
    runs = json.loads((FOLDER / "encoding.json").read_text("utf-8"))
    lines = ["| | passages/s | Wenju × | ms a question | Wenju × |", "|---|---:|---:|---:|---:|"]
    for way, result in runs.items():
        lines += _row(f"**{way}** ({result['machine']['processor']})", [""] * 4)
        for name, one in result["contestants"].items():
            times = one["wenju_encodes_times_as_fast"], one["wenju_asks_times_as_fast"]
            rate, wait = one["passages_per_second"], one["question_ms"]
            cells = [f"{value:.1f}" for value in (rate, times[0], wait, times[1])]
            lines += _row(name, cells)
    return "\n".join(lines)


def pipeline_table() -> str:
    """Indexing as a whole beside pure encoding, and after a sudden end."""
    runs = json.loads((FOLDER / "pipeline.json").read_text("utf-8"))
    columns = [_pipeline_column(files, one) for files, one in runs.items()]
    rows = [
        f"| {' | '.join([name, *(str(one[name]) for one in columns)])} |" for name in columns[0]
    ]
    rows.insert(1, f"|---|{'---:|' * len(columns)}")
    return "\n".join(rows)


def _pipeline_column(files: str, one: dict[str, Any]) -> dict[str, object]:
    killed = one["killed"] or {}
    kept = f"{killed['encoded_before_the_end']}, {killed['kept']}" if killed else "–"
    return {
        "files": files,
        "passages": one["passages"],
        "seconds from raw files to an answer": one["seconds"],
        "seconds of encoding alone": one["pure_encoding_seconds"],
        "share of the speed of encoding alone": one["share_of_pure_speed"],
        "peak memory, MB": one["peak_memory_megabytes"],
        "killed: passages encoded, kept": kept,
        "encoded twice in all": killed.get("encoded_twice", "–"),
        "largest batch": killed.get("largest_batch", "–"),
    }


def asking_table() -> str:
    """From Enter to shown cards."""
    result = json.loads((FOLDER / "asking.json").read_text("utf-8"))
    seen, answered = result["enter_to_cards_ms"], result["of_which_answering_ms"]
    rows = [
        ("ms from Enter to cards", seen["p50"], seen["p95"]),
        ("ms of which answering", answered["p50"], answered["p95"]),
    ]
    lines = ["| | p50 | p95 |", "|---|---:|---:|"]
    return "\n".join(lines + [f"| {name} | {p50:.0f} | {p95:.0f} |" for name, p50, p95 in rows])


def late_interaction_table() -> str:
    """What token vectors bring and cost in each form, a line a form, a column a set."""
    sets = json.loads((FOLDER / "late_interaction.json").read_text("utf-8"))["sets"]
    lines = [
        "| | " + " | ".join(one["set"] for one in sets) + " | bytes a passage | ms a question |",
        "|---|" + "---:|" * (len(sets) + 2),
    ]
    for form in sets[0]["forms"]:
        found = [one["forms"][form] for one in sets]
        hits = [f"{one['hit@1']:.3f}" for one in found]
        size, ms = (sum(one[name] for one in found) / len(found) for name in ("bytes", "ms"))
        lines += _row(form, [*hits, f"{size:,.0f}", f"{ms:.1f}"])
    return "\n".join(lines)


def scale_table() -> str:
    """What a question costs as a collection grows, a column a size."""
    sizes = json.loads((FOLDER / "scale.json").read_text("utf-8"))["sizes"]
    lines = [
        "| | " + " | ".join(_size(one) for one in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
        *_row("index", [one["index"] for one in sizes]),
        *_row("recall@10", [f"{one['recall@10']:.3f}" for one in sizes]),
    ]
    spreads = {
        "ms a search among vectors": "search_ms",
        "ms of the processor for it": "search_processor_ms",
        "ms looking at all": "looking_at_all_ms",
        "ms a question": "question_ms",
        "ms of the processor for it ": "question_processor_ms",
    }
    for name, key in spreads.items():
        lines += _row(f"{name.strip()}: p50 / p95 / p99", [_spread(one.get(key)) for one in sizes])
    lines += _row("ms with its encoding", [_spread(one.get("whole_question_ms")) for one in sizes])
    clients = {
        "the same, eight clients, a question every 2 s each": "eight_clients_reading",
        "the same, eight clients without a pause": "eight_clients",
    }
    for name, key in clients.items():
        waits = [one.get(key, {}).get("question_ms") for one in sizes]
        lines += _row(name, list(map(_spread, waits))) if any(waits) else []
    rates = [one.get("eight_clients", {}).get("questions_per_second") for one in sizes]
    lines += _row("questions a second then", [f"{one:.0f}" if one else "–" for one in rates])
    for peer in PEERS:
        asked = [one.get("peers", {}).get(peer) for one in sizes]
        values = [f"{one['question_ms']['p50']:.1f}" if one else "–" for one in asked]
        lines += _row(f"ms a question of {peer}: p50", values)
    lines += _row("ms to open", [str(one["opening_ms"]) for one in sizes])
    for name in ("memory", "mapped"):
        values = [str(one[f"{name}_bytes_a_passage"]) for one in sizes]
        lines += _row(f"bytes {name} a passage", values)
    disk = [one.get("disk_bytes_a_passage") for one in sizes]
    lines += _row(
        "bytes on disk a passage", [str(sum(one.values())) if one else "–" for one in disk]
    )
    return "\n".join(lines)


def _size(one: dict[str, Any]) -> str:
    return f"{one['passages']:,}" + ("" if "question_ms" in one else " vectors")


def _row(name: str, values: Sequence[str]) -> list[str]:
    return [f"| {name} | " + " | ".join(values) + " |"]


def _spread(found: dict[str, float] | None) -> str:
    return " / ".join(f"{value:.1f}" for value in found.values()) if found else "–"


_TABLES = {
    "late_interaction": late_interaction_table,
    "scale": scale_table,
    "quality": quality_table,
    "official": official_table,
    "official_confidence": official_confidence_table,
    "mixed_languages": mixed_languages_table,
    "sentences": sentences_table,
    "confidence": confidence_table,
    "peers": peers_table,
    "alignment": alignment_table,
    "encoding": encoding_table,
    "pipeline": pipeline_table,
    "asking": asking_table,
}


def _shown(value: float | int | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def with_tables(readme: str) -> str:
    """A README's text with its tables made new."""
    for name, table in _TABLES.items():
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        readme = marked.sub(rf"\g<1>{table()}\n\g<2>", readme)
    return readme


def main() -> None:
    for name in READMES:
        path: Path = _ROOT / name
        path.write_text(with_tables(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
