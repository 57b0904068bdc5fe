from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast

from embeddings import SentenceEncoder
from embeddings.token_bound import token_bound


@given(text=st.text())
def test_the_default_models_tokens_are_never_more(encoder: SentenceEncoder, text: str) -> None:
    tokenizer = encoder._model.tokenizer
    assert len(tokenizer(text)["input_ids"]) <= token_bound(tokenizer)(text)


def test_a_character_that_is_several_counts_as_many(encoder: SentenceEncoder) -> None:
    bound = token_bound(encoder._model.tokenizer)
    assert bound("一㍿桥") == len("一株式会社桥") + 3  # two ends, and the mark before the text


def test_a_vocabulary_of_bytes_is_counted_in_bytes() -> None:
    pieces = [("<unk>", 0.0), *((f"<0x{byte:02X}>", -9.0) for byte in range(256))]
    unigram = Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=True))
    pairs = Tokenizer(models.BPE({"a": 0}, []))
    for backend in (unigram, pairs):
        assert token_bound(PreTrainedTokenizerFast(tokenizer_object=backend))("桥") == 3 + 1


def test_words_in_pieces_are_counted_in_characters() -> None:
    backend = Tokenizer(models.WordPiece({"[UNK]": 0, "[CLS]": 1, "a": 2, "##a": 3}))
    backend.normalizer = normalizers.BertNormalizer()
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    backend.post_processor = processors.TemplateProcessing(
        "[CLS] $A", special_tokens=[("[CLS]", 1)]
    )
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend)
    assert len(tokenizer("aaa")["input_ids"]) == 4 <= token_bound(tokenizer)("aaa") == 5
