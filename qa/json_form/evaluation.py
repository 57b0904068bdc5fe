"""Figures of an evaluation as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..evaluation.ablation import Ablation
from ..evaluation.calibrate import Calibration
from ..evaluation.compare_runs import RunDifference
from ..evaluation.evaluate import Evaluation
from ..evaluation.index_recall import IndexRecall


def evaluation_json(result: Evaluation) -> dict[str, Any]:
    rate = result.passages_per_second
    return {
        "set": result.set,
        "queries": result.queries,
        "hit@1": round(result.hit_at_1, 4),
        "hit@3": round(result.hit_at_3, 4),
        "recall@10": round(result.recall_at_10, 4),
        "mrr@10": round(result.mrr_at_10, 4),
        "ndcg@10": round(result.ndcg_at_10, 4),
        "p50_ms": round(result.p50_ms, 2),
        "p95_ms": round(result.p95_ms, 2),
        "passages_per_second": None if rate is None else round(rate, 2),
        "auroc": _rounded(result.auroc),
        "ece": _rounded(result.ece),
        "f1_answered": _rounded(result.f1_answered),
        "answer_in_highlight": _rounded(result.answer_in_highlight),
        "intervals": _intervals(result.intervals),
    }


def ablation_json(result: Ablation) -> dict[str, Any]:
    return {
        "set": result.set,
        "variant": result.variant,
        "queries": result.queries,
        **{name: round(value, 4) for name, value in result.means.items()},
        "intervals": _intervals(result.intervals),
    }


def run_difference_json(result: RunDifference) -> dict[str, Any]:
    return {
        "set": result.set,
        "measure": result.measure,
        "queries": result.queries,
        "a": round(result.a, 4),
        "b": round(result.b, 4),
        "difference": round(result.b - result.a, 4),
        "interval": [round(result.low, 4), round(result.high, 4)],
        "p": round(result.p, 4),
    }


def index_recall_json(result: IndexRecall) -> dict[str, Any]:
    return {
        "passages": result.passages,
        "index": "exact" if result.exact else "approximate",
        "cells": result.cells,
        "probes": result.probes,
        "questions": result.questions,
        "recall@10": round(result.recall_at_10, 4),
        "p50_ms": round(result.p50_ms, 3),
        "p95_ms": round(result.p95_ms, 3),
        "all_p50_ms": round(result.all_p50_ms, 3),
        "all_p95_ms": round(result.all_p95_ms, 3),
    }


def calibration_json(learned: Calibration) -> dict[str, Any]:
    return {
        "questions": learned.questions,
        "bar": round(learned.model.bar, 4),
        "left_out": {name: round(value, 4) for name, value in learned.worth._asdict().items()},
    }


def _intervals(found: Mapping[str, tuple[float, float]]) -> dict[str, list[float]]:
    return {name: [round(low, 4), round(high, 4)] for name, (low, high) in found.items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
