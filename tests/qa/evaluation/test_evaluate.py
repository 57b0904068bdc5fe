import json
from pathlib import Path

import numpy as np
import pytest

from corpus import UsageError
from embeddings import SentenceEncoder
from qa import Collection, evaluate, index_paths
from qa.collection.lexical import TermParts
from qa.evaluation.ablation import VARIANTS, ablate, ranked_by
from qa.evaluation.compare_runs import compare_runs
from qa.evaluation.judging import MEASURES
from qa.evaluation.significance import bootstrap_interval, randomization_test
from qa.json_form.evaluation import evaluation_json
from qa.retrieval.features import Parts
from qa.retrieval.rank import rank
from qa.retrieval.retrieve import Candidates
from tests.conftest import SAMPLE
from tests.small_encoder import SmallEncoder


def no_collection() -> Collection:
    raise AssertionError("this set needs no collection")


def write_judged(folder: Path) -> Path:
    folder.mkdir()
    passages = [{"id": "p1", "text": "甲地产茶叶。"}, {"id": "p2", "text": "乙地产丝绸。"}]
    queries = [
        {"id": "q1", "text": "茶叶产地"},
        {"id": "q2", "text": "丝绸"},
        {"id": "q3", "text": "茶叶"},
    ]
    (folder / "passages.jsonl").write_text("\n".join(map(json.dumps, passages)))
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (folder / "qrels.tsv").write_text("q1\tp1\t1\nq2\tp2\t1\nq3\tp2\t1\nq3\tp1\t0\n")
    return folder


def test_a_judged_set(tmp_path: Path) -> None:
    folder = write_judged(tmp_path / "tiny")
    (result,) = evaluate([folder], SmallEncoder(), no_collection)
    assert (result.set, result.queries) == ("tiny", 3)
    assert result.hit_at_1 == pytest.approx(2 / 3)  # q3's judged passage is the other one
    assert (result.hit_at_3, result.recall_at_10) == (1, 1)
    assert result.mrr_at_10 == pytest.approx((1 + 1 + 0.5) / 3)
    (limited,) = evaluate([folder], SmallEncoder(), no_collection, limit=2)
    assert (limited.queries, limited.hit_at_1) == (2, 1)
    assert set(evaluation_json(limited)) == {
        *("set", "queries", "hit@1", "hit@3", "recall@10", "mrr@10", "ndcg@10"),
        *("p50_ms", "p95_ms", "passages_per_second"),
        *("auroc", "ece", "f1_answered", "answer_in_highlight", "intervals"),
    }
    assert result.outcomes["q3"]["hit@1"] == 0 and result.outcomes["q3"]["mrr@10"] == 0.5
    assert result.intervals["hit@3"] == (1, 1)
    assert result.intervals["hit@1"] == (0, 1)


def test_questions_with_evidence(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "a.txt").write_text("甲地产茶叶，乙地产丝绸。", "utf-8")
    (tmp_path / "f" / "copy.txt").write_text("甲地产茶叶，乙地产丝绸。", "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path / "f"])
    rows = [
        {"id": "1", "kind": "fact", "question": "茶叶", "document": "a.txt", "start": 0, "end": 5},
        {
            "id": "2",
            "kind": "fact",
            "question": "茶叶",
            "document": "copy.txt",
            "start": 0,
            "end": 5,
        },
        {"id": "3", "kind": "fact", "question": "茶叶", "document": "a.txt", "start": 0, "end": 90},
        {"id": "4", "kind": "none", "question": "茶叶"},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    (result,) = evaluate([path], SmallEncoder(), lambda: collection)
    assert result.queries == 4
    assert result.hit_at_1 == pytest.approx(2 / 3)  # the third is covered by less than half


def test_every_variant_is_asked_the_same_questions(tmp_path: Path) -> None:
    found = list(ablate([write_judged(tmp_path / "tiny")], SmallEncoder(), no_collection))
    assert [one.variant for one in found] == list(VARIANTS)
    assert {(one.set, one.queries) for one in found} == {("tiny", 3)}
    (whole,) = evaluate([tmp_path / "tiny"], SmallEncoder(), no_collection)
    assert found[-1].variant == "all"
    assert found[-1].means["ndcg@10"] == pytest.approx(whole.ndcg_at_10)


def test_a_variant_ranks_by_its_parts_alone() -> None:
    zeros = np.zeros(3, np.float32)
    parts = Parts(*[zeros] * len(Parts._fields))._replace(
        lexical=np.array([0.1, 0.9, 0.5], np.float32),
        dense=np.array([0.5, 0.1, 0.9], np.float32),
        late=np.array([0.9, 0.5, 0.1], np.float32),
    )
    whole = np.array([0.9, 0.1, 0.5], np.float32)
    words = TermParts([], np.empty((3, 0)))
    names = ["a", "b", "c"]
    found = Candidates([1, 2, 3], names, names, names, parts, zeros, [0] * 3, whole, words)

    def order(variant: str) -> list[int]:
        return [one.place for one in ranked_by(found, VARIANTS[variant])]

    assert order("lexical") == [1, 2, 0]
    assert order("dense") == [0, 2, 1]
    assert order("dense + sentences") == [2, 0, 1]
    assert order("late interaction") == [0, 1, 2]
    everything = [one.place for one in rank(found, None)]
    assert order("all") == everything


def test_two_runs_are_compared_question_by_question(tmp_path: Path) -> None:
    def run(name: str, hits: list[float]) -> Path:
        outcomes = {f"q{number}": dict.fromkeys(MEASURES, hit) for number, hit in enumerate(hits)}
        path = tmp_path / name
        path.write_text(json.dumps([{"set": "tiny", "outcomes": outcomes}]))
        return path

    before, after = run("a", [0, 0, 0, 1, 1]), run("b", [1, 1, 1, 1])
    found = list(compare_runs(before, after))
    assert [one.measure for one in found] == list(MEASURES)
    assert (found[0].queries, found[0].a, found[0].b, found[0].p) == (4, 0.25, 1.0, 0.25)
    assert found[0].low <= 0.75 <= found[0].high
    (tmp_path / "c").write_text("[]")
    with pytest.raises(UsageError, match="no question in common"):
        list(compare_runs(before, tmp_path / "c"))
    (tmp_path / "d").write_text('[{"set": "tiny"}]')
    with pytest.raises(UsageError, match="d is no result of"):
        list(compare_runs(before, tmp_path / "d"))


def test_bootstrap_by_hand() -> None:
    low, high = bootstrap_interval([0.0, 1.0] * 50)
    spread = 1.96 * 0.5 / 10  # of a mean of 100 coin throws
    assert (low, high) == (
        pytest.approx(0.5 - spread, abs=0.02),
        pytest.approx(0.5 + spread, abs=0.02),
    )
    assert bootstrap_interval([0.0, 1.0] * 50) == (low, high)
    assert bootstrap_interval([0.3]) == (0.3, 0.3)


def test_randomization_by_hand() -> None:
    assert randomization_test([]) == 1
    assert randomization_test([0.0, 0.0]) == 1
    assert randomization_test([1.0, -1.0]) == 1
    assert randomization_test([1.0, 1.0, 0.0, 0.5]) == 2 / 8
    assert randomization_test([1.0, 1.0, 1.0, -1.0]) == 10 / 16
    assert randomization_test([1.0] * 20) == pytest.approx(1 / 10_001)
    assert 0.4 < randomization_test([1.0] * 11 + [-1.0] * 8) < 0.75  # by the binomial 0.648


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("queries.jsonl", '{"id": "q"}\n', r"queries\.jsonl, line 1: text is missing"),
        (
            "passages.jsonl",
            '{"id": "p1", "text": "x"}\n{oops\n',
            r"passages\.jsonl, line 2: .*JSON",
        ),
        ("qrels.tsv", "q1 p1\n", r"qrels\.tsv, line 1: three columns"),
    ],
)
def test_a_malformed_set_is_named_with_its_line(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    folder = write_judged(tmp_path / "tiny")
    (folder / name).write_text(content)
    with pytest.raises(UsageError, match=message):
        list(evaluate([folder], SmallEncoder(), no_collection))


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gone"):
        list(evaluate([tmp_path / "gone.jsonl"], SmallEncoder(), no_collection))


def test_the_sample_questions_stand_where_they_say() -> None:
    from corpus import read_file

    rows = [
        json.loads(line) for line in (SAMPLE / "questions.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(rows) == 60
    kinds = [row["kind"] for row in rows]
    assert (kinds.count("cross-lingual"), kinds.count("none")) == (12, 10)
    for row in rows:
        for place in [row, *row.get("also", [])] if row["kind"] != "none" else []:
            (document,) = read_file(SAMPLE / "documents" / place["document"])
            quoted = document.text[place["start"] : place["end"]]
            assert quoted.strip() and quoted == place.get("evidence", quoted)


@pytest.mark.shared
def test_the_figures_of_the_shared_sets(
    encoder: SentenceEncoder, shared: Path, tmp_path: Path
) -> None:
    """A floor under the quality, on 200 questions of each; `make bench` has the exact figures."""
    with Collection.open(tmp_path / "seeds", create=True) as seeds:
        index_paths(seeds, encoder, [shared / "seeds"])
        sets = [
            shared / "evaluation" / "seed-questions" / "questions.jsonl",
            shared / "evaluation" / "xquad-zh",
            shared / "evaluation" / "xquad-es-to-zh",
        ]
        found = {one.set: one for one in evaluate(sets, encoder, lambda: seeds, limit=200)}
    assert found["seed-questions"].hit_at_1 >= 0.64
    assert found["seed-questions"].hit_at_3 >= 0.74
    assert found["xquad-zh"].hit_at_1 >= 0.94
    assert found["xquad-es-to-zh"].hit_at_1 >= 0.685
