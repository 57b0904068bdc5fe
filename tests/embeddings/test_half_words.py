import torch
from transformers import BertConfig, BertModel

from embeddings.half_words import HalfWords, halve_words


def model() -> BertModel:
    torch.manual_seed(7)
    sizes = {"vocab_size": 50, "hidden_size": 32, "num_attention_heads": 1}
    return BertModel(BertConfig(**sizes, num_hidden_layers=1, intermediate_size=32)).eval()


def test_words_that_half_the_bits_say_take_half_the_memory_and_nothing_else_changes() -> None:
    made = model()
    words = made.embeddings.word_embeddings
    words.weight.data = words.weight.data.half().float()
    ids = torch.tensor([[3, 1, 4, 1, 5]])
    before = made(input_ids=ids).last_hidden_state
    halve_words(made)
    assert isinstance(made.embeddings.word_embeddings, HalfWords)
    assert made.embeddings.word_embeddings.weight.dtype == torch.float16
    assert torch.equal(made(input_ids=ids).last_hidden_state, before)
    assert made.dtype == torch.float32


def test_words_that_would_become_others_stay() -> None:
    made = model()
    words = made.embeddings.word_embeddings
    halve_words(made)
    assert made.embeddings.word_embeddings is words


def test_words_in_bfloat16_stay() -> None:
    made = model().bfloat16()
    halve_words(made)
    assert made.embeddings.word_embeddings.weight.dtype == torch.bfloat16
