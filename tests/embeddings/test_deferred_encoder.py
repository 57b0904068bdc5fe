import threading
import time

import numpy as np
import pytest

from corpus import ModelError
from embeddings import DeferredEncoder, Encoder
from tests.small_encoder import SmallEncoder


def test_everything_is_the_encoders_own() -> None:
    small = SmallEncoder()
    encoder: Encoder = DeferredEncoder("small", SmallEncoder)
    for name in ("name", "fingerprint", "dimensions", "token_size", "window"):
        assert getattr(encoder, name) == getattr(small, name)
    texts, sentences = ["一座桥", "two rivers"], [[(0, 3)], [(0, 3), (4, 10)]]
    for ours, theirs in zip(
        encoder.encode_passages(texts, sentences),
        small.encode_passages(texts, sentences),
        strict=True,
    ):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(encoder.encode_questions(texts), small.encode_questions(texts))
    np.testing.assert_array_equal(
        encoder.encode_question("桥").tokens, small.encode_question("桥").tokens
    )
    assert encoder.fits("桥" * 512) and not encoder.fits("桥" * 513)


def test_it_is_loaded_once_when_it_is_needed() -> None:
    loads = []

    def load() -> SmallEncoder:
        loads.append(threading.get_ident())
        time.sleep(0.05)
        return SmallEncoder()

    encoder = DeferredEncoder("the name", load)
    assert encoder.name == "the name" and not loads
    threads = [threading.Thread(target=lambda: encoder.encode_question("桥")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1


def test_the_error_of_loading_is_told_to_everyone_who_asks() -> None:
    def load() -> SmallEncoder:
        raise ModelError("there is no such model")

    encoder = DeferredEncoder("nowhere", load)
    for _ in range(2):
        with pytest.raises(ModelError, match="no such model"):
            encoder.encode_question("桥")
