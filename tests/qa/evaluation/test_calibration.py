"""Confidence learned from questions of known answers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from corpus import Document, Source, UsageError
from qa import Collection, ask, index_documents
from qa.commands.command_line import main
from qa.evaluation.calibrate import LEAST, calibrate
from qa.evaluation.examples import (
    Example,
    evidence_examples,
    judged_examples,
    right_documents,
    right_passages,
    with_and_without,
)
from qa.evaluation.learn_confidence import learn_confidence, worth_left_out, worth_of
from qa.evaluation.question_sets import (
    Evidence,
    EvidenceQuestion,
    JudgedSet,
    read_judged_set,
)
from qa.retrieval.confidence_model import file_in
from qa.retrieval.features import Parts
from tests.small_encoder import SmallEncoder


def source(path: str) -> Source:
    return Source(path, "", 0, "text", "utf-8")


def silent(name: str, number: int, total: int) -> None:
    pass


def example(lexical: list[float], right: int | None) -> Example:
    """Passages of documents of their own, each speaking for itself by its words alone."""
    none = np.zeros(len(lexical), np.float32)
    words = np.array(lexical, np.float32)
    parts = Parts(*[none] * len(Parts._fields))._replace(lexical=words)
    relevant = np.arange(len(lexical)) == right
    names = [f"d{number}" for number in range(len(lexical))]
    return Example(parts, names, relevant, np.ones(len(lexical), bool), right is not None)


def drawn(count: int, seed: int) -> list[Example]:
    """Where the best passage shares many words it mostly answers, where few it mostly does not."""
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        best = float(chance.uniform(0.2, 1.0))
        answered = bool(chance.random() < best)
        made.append(example([best, 0.1, 0.05], 0 if answered else None))
    return made


def test_what_is_learned_is_true_of_new_questions() -> None:
    learned = learn_confidence([drawn(3000, 1)], "small-1")
    worth = worth_of(learned, drawn(3000, 2))
    assert worth.ece < 0.04
    assert 0.7 < worth.auroc < 0.85  # the drawing itself gives 0.77
    assert worth_left_out(drawn(3000, 1), "small-1").auroc == pytest.approx(worth.auroc, abs=0.03)


def test_worth_by_hand() -> None:
    learned = learn_confidence([drawn(3000, 1)], "small-1")
    sure, unsure = example([1.0, 0.1, 0.05], 0), example([0.2, 0.1, 0.05], None)
    worth = worth_of(learned, [sure, unsure])
    assert (worth.auroc, worth.f1_answered, worth.refused, worth.believed) == (1.0, 1.0, 0.0, 0.0)
    turned = [sure._replace(answered=False, relevant=~sure.usable), unsure._replace(answered=True)]
    worth = worth_of(learned, turned)
    assert (worth.auroc, worth.f1_answered, worth.believed) == (0.0, 0.0, 1.0)


def test_a_judged_question_with_its_documents_and_without() -> None:
    documents = [
        Document("p1", "甲", "甲地产茶叶。", source("p1")),
        Document("p2", "乙", "乙地产丝绸。", source("p2")),
    ]
    judged = JudgedSet("tiny", documents, {"q": "茶叶产地"}, {"q": {"p1"}}, {"q": ["茶叶"]})
    found = list(
        with_and_without(judged_examples(judged, ["q"], SmallEncoder(), silent), right_documents)
    )
    there, gone = found
    assert dict(zip(there.documents, there.relevant, strict=True)) == {"p1": True, "p2": False}
    assert there.answered and not gone.answered
    assert gone.documents == ["p2"] and not gone.relevant.any()


def test_a_question_with_evidence_without_the_passage_keeps_its_neighbours(
    collection: Collection,
) -> None:
    first, second = "甲地产茶叶。" * 60, "乙地产丝绸。" * 60
    document = Document("d", "物产", f"{first}\n\n{second}", source("a.txt"))
    index_documents(collection, SmallEncoder(), [document])
    place = Evidence("a.txt", 0, 6)
    asked = [
        EvidenceQuestion("1", "fact", "茶叶", (place,)),
        EvidenceQuestion("2", "none", "？", ()),
    ]
    examples = evidence_examples("tiny", collection, asked, SmallEncoder(), silent)
    found = list(with_and_without(examples, right_passages))
    assert [one.answered for one in found] == [True, False, False]
    assert found[0].relevant.sum() == 1
    assert len(found[1].documents) == len(found[0].documents) - 1 > 0
    assert not found[2].relevant.any()


def write_set(folder: Path, count: int) -> Path:
    """Each question shares its name of eight characters with one passage only."""
    folder.mkdir()
    words = ["".join(chr(0x4E00 + 8 * n + place) for place in range(8)) for n in range(count)]
    passages = [{"id": f"p{n}", "text": f"此地盛产{word}。"} for n, word in enumerate(words)]
    queries = [{"id": f"q{n}", "text": f"{word}产于何处"} for n, word in enumerate(words)]
    lines = {"passages": passages, "queries": queries}
    for name, rows in lines.items():
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "qrels.tsv").write_text("\n".join(f"q{n}\tp{n}\t1" for n in range(count)))
    return folder


def test_calibrating_gives_another_model_its_confidence(
    tmp_path: Path,
    collection: Collection,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = write_set(tmp_path / "set", LEAST + 20)
    documents = read_judged_set(folder).documents[:40]
    index_documents(collection, SmallEncoder(), documents)
    monkeypatch.setattr("qa.commands.calibrate.open_encoder", lambda model: SmallEncoder())
    arguments = ["calibrate", str(folder), "--collection", str(collection.folder), "--json"]
    assert main(arguments) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["questions"] == LEAST + 20
    assert said["left_out"]["auroc"] > 0.9
    assert file_in(collection.folder).exists()
    word = documents[7].text[4:12]
    here = ask(collection, SmallEncoder(), f"{word}产于何处")
    assert here.answered and here.confidence is not None
    missing = read_judged_set(folder).documents[50].text[4:12]
    nowhere = ask(collection, SmallEncoder(), f"{missing}产于何处")
    assert nowhere.confidence is not None and nowhere.confidence < here.confidence
    assert not nowhere.answered


def test_too_few_questions_are_refused(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", LEAST - 1)
    with pytest.raises(UsageError, match=f"at least {LEAST} questions.*there are {LEAST - 1}"):
        calibrate([folder], SmallEncoder(), no_collection)


def no_collection() -> Collection:
    raise AssertionError("this set needs no collection")
