"""What a question is compared with, and where it is asked from in another script."""

import numpy as np

from qa.collection.cohort import SIZE, Cohort


def _cohort(*lots: tuple[str, list[float], int]) -> Cohort:
    """`count` passages in each script, their vectors around a mean of their own."""
    random = np.random.default_rng(5)
    scripts = [script for script, _, count in lots for _ in range(count)]
    vectors = []
    for _, mean, count in lots:
        spread = random.normal(size=(count, len(mean))).astype(np.float32)
        vectors.append(np.array(mean, np.float32) + spread - spread.mean(0))
    nothing = np.zeros(0, np.int64)
    whole = np.concatenate(vectors)
    return Cohort(np.array(scripts), whole, whole, nothing, whole, nothing)


def test_a_question_is_moved_by_the_difference_of_the_means() -> None:
    cohort = _cohort(("han", [1.0, 0.0], SIZE), ("other", [0.0, 3.0], SIZE))
    (moved,) = cohort.in_other_scripts(np.array([0.5, 0.5], np.float32), "han")
    np.testing.assert_allclose(moved, [-0.5, 3.5], atol=1e-5)
    (back,) = cohort.in_other_scripts(moved, "other")
    np.testing.assert_allclose(back, [0.5, 0.5], atol=1e-5)


def test_a_script_with_few_passages_is_not_asked_from() -> None:
    question = np.array([0.5, 0.5], np.float32)
    few = _cohort(("han", [1.0, 0.0], SIZE), ("other", [0.0, 3.0], SIZE - 1))
    assert few.in_other_scripts(question, "han") == []
    assert few.in_other_scripts(question, "other") == []
    three = _cohort(
        ("han", [1.0, 0.0], SIZE), ("kana", [2.0, 2.0], SIZE), ("other", [0.0, 3.0], SIZE)
    )
    assert len(three.in_other_scripts(question, "kana")) == 2
    assert three.in_other_scripts(question, "cyrillic") == []
