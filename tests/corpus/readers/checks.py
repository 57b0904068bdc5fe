"""What holds for the reading of any file."""

from __future__ import annotations

from corpus.document import Block
from corpus.readers import Reading


def said(reading: Reading) -> list[tuple[str, Block]]:
    """Each block with the text that it says something about, after checking that blocks are in
    order, do not overlap and begin and end with their text."""
    ends = [0, *(block.end for block in reading.blocks)]
    for block, end in zip(reading.blocks, ends, strict=False):
        assert end <= block.start < block.end <= len(reading.text)
        text = reading.text[block.start : block.end]
        assert text.strip("\n") == text
    return [(reading.text[block.start : block.end], block) for block in reading.blocks]


def headings(reading: Reading) -> list[tuple[int, str]]:
    return [(block.level, text) for text, block in said(reading) if block.level]


def asides(reading: Reading) -> list[tuple[str, str]]:
    return [(block.aside, text) for text, block in said(reading) if block.aside]
