from corpus.readable import readable
from corpus.wrapping import wrapped_breaks

PARAGRAPH = (
    "镇上的老桥是光绪年间修的，桥身用青石砌成，栏杆上刻着十二生肖，来往的人都爱停下来摸一摸那只石兔。"
    "后来河水改道，桥下只剩一条浅沟，孩子们夏天在沟里捉虾，冬天在冰上滑行，大人们站在桥上说话，一站就是半个下午。"
)


def wrapped(width: int, *paragraphs: str, indent: str = "") -> str:
    lines = []
    for paragraph in paragraphs:
        text = indent + paragraph
        lines += [text[at : at + width] for at in range(0, len(text), width)]
    return "\n".join(lines)


def test_broken_lines_are_joined_and_paragraphs_stay() -> None:
    text = wrapped(24, PARAGRAPH * 3, PARAGRAPH * 2, indent="　　")
    assert readable(text).text == f"{PARAGRAPH * 3}\n{PARAGRAPH * 2}"


def test_western_words_stay_apart() -> None:
    line = "the old bridge was built of grey stone and"
    text = "\n".join([line] * 9 + ["so it stood."])
    assert readable(text).text == " ".join([line] * 9 + ["so it stood."])


def test_windows_line_ends() -> None:
    text = wrapped(24, PARAGRAPH * 3, indent="　　").replace("\n", "\r\n")
    clean = readable(text)
    assert clean.text == PARAGRAPH * 3
    assert "".join(text[start:end] for start, end in clean.spans.tolist()) == clean.text


def test_text_that_was_not_wrapped_is_left_alone() -> None:
    verse = "\n".join(["白日依山尽黄河入海流"] * 20)
    paragraphs = "\n".join(PARAGRAPH[: 50 + 7 * number] for number in range(8))
    entries = "\n".join(
        f"第{number:02}号 东门外大街旧仓库旁边的小屋一间" + "。" for number in range(30)
    )
    for text in (verse, paragraphs, entries, PARAGRAPH):
        assert wrapped_breaks(text) == []
