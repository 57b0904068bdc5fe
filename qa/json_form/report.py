"""What a run of indexing did, as JSON."""

from __future__ import annotations

from typing import Any

from corpus import Source

from ..indexing import Report
from .documents import rounded_confidence


def report_json(report: Report) -> dict[str, Any]:
    return {
        "read": report.read,
        "added": [str(path) for path in report.added],
        "changed": [str(path) for path in report.changed],
        "unchanged": report.unchanged,
        "same_content": [str(path) for path in report.same_content],
        "skipped": [{"path": str(one.path), "reason": one.reason} for one in report.skipped],
        "missing": list(report.missing),
        "passages": report.passages,
        "near_duplicates": report.near_duplicates,
        "set_aside": report.set_aside,
        "damaged": report.damaged,
        "repaired": report.repaired,
        "replaced_characters": report.replaced_characters,
        "encodings": dict(report.encodings.most_common()),
        "doubtful": [_doubtful_json(source) for source in report.doubtful],
        "same_text": [list(paths) for paths in report.same_text],
        "notes": list(report.notes),
        "left": report.left,
        "coarser_tokens": report.coarser_tokens,
    }


def _doubtful_json(source: Source) -> dict[str, Any]:
    return {
        "path": source.path,
        "member": source.member,
        "encoding": source.encoding,
        "encoding_confidence": rounded_confidence(source.encoding_confidence),
    }
