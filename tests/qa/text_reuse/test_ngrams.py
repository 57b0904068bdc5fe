import numpy as np

from qa.text_reuse.ngrams import mixed, ngram_hashes, span_hashes

BASE = 0x9E3779B97F4A7C15


def codes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def test_the_hash_is_the_polynomial() -> None:
    hashes = ngram_hashes(codes("abc"), 2)
    assert hashes.tolist() == [(97 * BASE + 98) % 2**64, (98 * BASE + 99) % 2**64]


def test_a_text_shorter_than_a_gram_has_none() -> None:
    assert ngram_hashes(codes("ab"), 3).tolist() == []


def test_spans_of_any_length_are_equal_when_their_codes_are() -> None:
    row = codes("甲乙丙甲乙甲")
    starts, lengths = np.array([0, 3, 0, 5, 1]), np.array([2, 2, 1, 1, 2])
    a, b, c, d, e = span_hashes(row, starts, lengths).tolist()
    assert a == b and c == d and len({a, c, e}) == 3


def test_mixing_is_one_to_one_and_spreads() -> None:
    small = np.arange(10_000, dtype=np.uint64)
    spread = mixed(small)
    assert len(np.unique(spread)) == 10_000
    assert abs(float((spread >> np.uint64(63)).mean()) - 0.5) < 0.02


def test_mixing_gives_the_published_values() -> None:
    """The first number that splitmix64 gives from seed 0 is its last step over the increment."""
    assert int(mixed(np.array([BASE], np.uint64))[0]) == 0xE220A8397B1DCDAF
