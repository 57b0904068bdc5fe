import pytest

from qa.retrieval.question import parse


@pytest.mark.parametrize(
    ("typed", "required"),
    [
        ("「縣長」是誰", ("縣長",)),
        ("『乡村 振兴』和“四个自信”", ("乡村 振兴", "四个自信")),
        ('谁说过"a b"', ("a b",)),
        ("＂全角＂", ("全角",)),
        ("“桥”“桥”", ("桥",)),
        ("「他說『好』了」", ("他說『好』了",)),
        ('一根5" 的管子', ()),
        ("“没有关上", ()),
        ('( OR * NOT "', ()),
        ("“”「」", ()),
        ("「……」", ()),
        ("it's a 'word'", ()),
    ],
)
def test_what_is_required(typed: str, required: tuple[str, ...]) -> None:
    question = parse(typed)
    assert (question.required, question.excluded, question.text) == (required, (), typed)


@pytest.mark.parametrize(
    ("typed", "text", "excluded"),
    [
        ("石桥 -修缮", "石桥", ("修缮",)),
        ("-修缮 石桥", "石桥", ("修缮",)),
        ("石桥 －修缮，何时", "石桥 ，何时", ("修缮",)),
        ("石桥 -「修旧 如旧」 何时", "石桥 何时", ("修旧 如旧",)),
        ('bridge -"old town" -iron', "bridge", ("old town", "iron")),
        ("石桥 -T1线？", "石桥 ？", ("T1线",)),
        ("石桥 −修缮 ‑何时", "石桥", ("修缮", "何时")),  # as Word has them
    ],
)
def test_what_is_excluded(typed: str, text: str, excluded: tuple[str, ...]) -> None:
    question = parse(typed)
    assert (question.text, question.excluded, question.required) == (text, excluded, ())


@pytest.mark.parametrize(
    "typed",
    [
        *("2019-2020年的产量", "GB/T 7714-2015 怎么写", "state-of-the-art methods", "最低 -5℃"),
        *("石桥-修缮", "石桥 - 修缮", "石桥 --修缮", "石桥 -", "T1-线", "A—B", "x  y"),
        "- 桥\n- 路",
    ],
)
def test_a_hyphen_that_excludes_nothing(typed: str) -> None:
    assert parse(typed) == parse(typed).__class__(typed, (), ())


def test_a_phrase_may_be_required_and_another_excluded() -> None:
    question = parse("“石桥”何时修 -“铁桥”")
    assert (question.text, question.required, question.excluded) == (
        "“石桥”何时修",
        ("石桥",),
        ("铁桥",),
    )
