"""`calibrate`: how sure to be of the answers of another model, learned from questions."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..evaluation.calibrate import Calibration, calibrate
from ..json_form.evaluation import calibration_json
from ..retrieval.confidence_model import file_in
from .exit_codes import DONE
from .options import (
    Commands,
    add_collection,
    add_json,
    add_model,
    open_collection,
    open_encoder,
    positive,
    show,
)
from .question_bar import question_bar


def add_calibrate(commands: Commands) -> None:
    command = commands.add_parser(
        "calibrate", help="learn from questions how sure to be of an answer 校准可信度"
    )
    command.add_argument(
        "sets",
        metavar="SET",
        nargs="+",
        type=Path,
        help="a folder or a .jsonl of questions of known answers, as for evaluate",
    )
    command.add_argument(
        "--limit", type=positive, metavar="N", help="ask only the first N questions of each set"
    )
    add_collection(command)
    add_model(command)
    add_json(command)
    command.set_defaults(run=_calibrate)


def _calibrate(options: argparse.Namespace) -> int:
    encoder = open_encoder(options.model)
    with open_collection(options) as collection, question_bar() as progress:
        collection.check(encoder)
        learned = calibrate(options.sets, encoder, lambda: collection, options.limit, progress)
        with collection.writing():
            learned.model.save(file_in(collection.folder))
    show(options, learned, calibration_json, _print_calibration)
    return DONE


def _print_calibration(learned: Calibration) -> None:
    worth = learned.worth
    print(f"learned from 学习自: {learned.questions} questions 个问题, with and without answers")
    print("on questions left out 在未参与学习的问题上:")
    print(f"  AUROC {worth.auroc:.3f} · ECE {worth.ece:.3f} · F1 {worth.f1_answered:.3f}")
    print(f"  right answers refused 误拒 {worth.refused:.1%} · believed 误信 {worth.believed:.1%}")
    print(f"answered from 判为有答案的下限: {learned.model.bar:.2f}")
