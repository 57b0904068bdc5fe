"""Questions to begin with, for the sample collection: each shows another thing that works."""

from __future__ import annotations

from typing import Final

SAMPLE_QUESTIONS: Final = (
    "望澜桥上最多允许多少人同时停留？",  # the same words
    "桥那头有人突发重病，救护车能不能直接开上老桥？",  # hardly a word in common
    "毕昇做活字为什么不用木头？",  # Simplified, answered in Traditional
    "大水以后米价从八元涨到了多少？",  # a file in Big5
    "How many people did the North Sea flood of 1953 kill in the Netherlands?",
)
