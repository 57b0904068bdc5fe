"""Passages that say the same: near duplicates under one hit.

Resemblance after Broder (1997, "On the resemblance and containment of documents"): the Jaccard
index of two texts' shingles, worked out exactly, there are few texts to compare.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import fold

RESEMBLANCE = 0.8  # from here on two passages are one hit
_SHINGLE = 4  # characters

Shingles = frozenset[str]


def shingles(text: str) -> Shingles:
    """Every stretch of four characters, folded, without whitespace; a shorter text is one.

    >>> sorted(shingles("望瀾橋 修繕"))
    ['望澜桥修', '澜桥修缮']
    """
    plain = "".join(fold(text).split())
    return frozenset(plain[i : i + _SHINGLE] for i in range(max(len(plain) - _SHINGLE + 1, 1)))


def resemblance(one: Shingles, other: Shingles) -> float:
    """|A ∩ B| / |A ∪ B| (Jaccard 1912).

    >>> resemblance(frozenset("abc"), frozenset("bcd"))
    0.5
    """
    together = len(one | other)
    return len(one & other) / together if together else 1.0


def groups(texts: Sequence[str], limit: int, bar: float = RESEMBLANCE) -> list[list[int]]:
    """The first `limit` texts that say something new, by place, each with those that resemble it.

    A text joins the first group whose first text it resembles; so a group's first text is its best,
    and a chain of small changes does not lead from one end of a group to something else.

    >>> groups(["社区食堂供应午餐和晚餐。", "旧桥", "社區食堂供應午餐和晚餐", "电车"], 2)
    [[0, 2], [1]]
    """
    found: list[list[int]] = []
    firsts: list[Shingles] = []
    for place, text in enumerate(texts):
        own = shingles(text)
        like = (n for n, first in enumerate(firsts) if _resemble(own, first, bar))
        number = next(like, len(found))
        if number < len(found):
            found[number].append(place)
        elif number < limit:
            found.append([place])
            firsts.append(own)
    return found


def _resemble(one: Shingles, other: Shingles, bar: float) -> bool:
    small, large = sorted((len(one), len(other)))
    return small >= bar * large and resemblance(one, other) >= bar
