"""Answers for people, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from ..answer import Answer, Hit
from .emphasis import bold, underlined

_FEATURES = {  # what the features of the ranking model mean to a reader
    "late": "its words, one by one, find their match 逐词对应",
    "lowest": "its least matched words 对应最差的词",
    "sentence": "one sentence matches it 单句对应",
    "dense": "the meaning as a whole 整体语义",
    "lexical": "words in common 相同词语",
    "coverage": "most of its telling words are there 多数关键词语都有",
    "numbers": "its numbers, if it has any, are there 数字对得上（或没有数字）",
    "foreign_late": "the same, in another script 异文种的逐词对应",
    "foreign_sentence": "one sentence, in another script 异文种的单句对应",
    "foreign_lexical": "words in common, in another script 异文种的相同词语",
    "abroad": "it is in another script 是另一文种",
}


def print_answer(answer: Answer, *, why: bool = False) -> None:
    if answer.excluded:
        phrases = _quoted(answer.excluded)
        print(f"Passages that hold {phrases} were not looked at. 含有{phrases}的段落不看。")
    if answer.missing:
        phrases = _quoted(answer.missing)
        every, together = ("all of ", "同时") if len(answer.missing) > 1 else ("", "")
        print(f"No passage that was looked at holds {every}{phrases} as it stands.")
        print(f"可以搜到的段落里，没有一段{together}原样含有{phrases}。")
        print("The nearest passages without it 以下是不含它的最接近的段落:")
    elif not answer.answered:
        print(
            "Nothing in the collection seems to answer this. 文库中似乎没有能回答这个问题的段落。"
        )
        print("The nearest passages 以下是最接近的段落:")
    elif answer.confidence is None:
        print("How sure to be is not known: too short a question, or a model not calibrated")
        print("有多大把握说不准：问题太短，或这个模型还没有校准 (python -m qa calibrate SET...)")
    for hit in answer.hits:
        print(f"\n{bold(f'{hit.rank}. {_place(hit)}')}")
        print(_with_sentence(hit))
        print(
            f"   meaning 语义 {hit.why.dense:.3f} · words 词语 {hit.why.lexical:.3f}"
            f" ({'、'.join(hit.why.words[:8]) or '–'})"
            f" · [{hit.citation.start}, {hit.citation.end}){_sure(hit)}"
        )
        for place in hit.also_in:
            title, path = place.document.title, place.document.source.path
            print(f"   also in 另见 《{title}》 [{place.start}, {place.end})  {path}")
        if why:
            _print_why(hit)
    print(f"\n{answer.timings.total:.0f} ms")


def _quoted(phrases: Sequence[str]) -> str:
    return "".join(f"“{phrase}”" for phrase in phrases)


def _sure(hit: Hit) -> str:
    """The probability that it answers, where it is known."""
    return "" if hit.confidence is None else f" · answers 可信 {hit.confidence:.0%}"


def _print_why(hit: Hit) -> None:
    """The score as a sum, greatest parts first, and the words with their weights."""
    why = hit.why
    print(f"   score 得分 {hit.score:.2f} =")
    for part in sorted(why.parts, key=lambda one: -abs(one.value)):
        if round(part.value, 2):
            print(f"     {part.value:+8.2f}  {_FEATURES.get(part.feature, part.feature)}")
    words = "、".join(f"{one.word} {one.weight:.3f}" for one in why.weights)
    print(f"   of the words 各词占 {why.lexical:.3f}: {words or '–'}")
    if why.lacks_number:
        print("   no such number as is asked for 没有所问的那种数目")
    start, end = why.sentence
    print(f"   sentence 句子: {' '.join(hit.citation.document.text[start:end].split())}")
    print(f"   passage 段落 {hit.passage.id}")


def _place(hit: Hit) -> str:
    passage, document = hit.passage, hit.citation.document
    parts = [f"《{document.title}》", *passage.section, f"¶{passage.paragraph}"]
    if passage.page is not None:
        parts.append(f"p. {passage.page}")
    if "date" in document.metadata:
        parts.append(document.metadata["date"])
    return f"{' › '.join(parts)}  {document.source.path}"


def _with_sentence(hit: Hit) -> str:
    """The quote with its answering sentence underlined, on a terminal."""
    start, end = (place - hit.citation.start for place in hit.why.sentence)
    quote = hit.citation.quote
    marked = f"{quote[:start]}{underlined(quote[start:end])}{quote[end:]}"
    return "".join(f"   {line}\n" for line in marked.splitlines() if line.strip()).rstrip("\n")
