import json
from pathlib import Path

import pytest

from corpus import UsageError
from embeddings import SentenceEncoder
from qa import Collection, evaluate, index_paths
from qa.json_form import evaluation_json
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
        *("auroc", "ece", "f1_answered", "answer_in_highlight"),
    }


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
