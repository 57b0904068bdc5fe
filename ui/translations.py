"""Every string that the page shows, in Chinese and in English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Texts:
    """The strings of one language; `{names}` are filled in with `str.format`."""

    html_lang: str
    tagline: str
    language: str
    # Asking
    question: str
    question_placeholder: str
    ask: str
    passages_shown: str
    examples: str
    no_examples: str
    collection_facts: str
    # What came of it
    results: str
    found_count: str
    found_time: str
    nothing_answers: str
    nearest_passages: str
    nothing_found: str
    empty_collection: str
    empty_question: str
    failed: str
    # A hit
    paragraph: str
    page: str
    date: str
    source: str
    author: str
    url: str
    open_source: str
    copy_quote: str
    copied: str
    why: str
    why_meaning_first: str
    why_meaning_rank: str
    why_words: str
    why_pieces: str
    why_no_words: str
    matched_words: str
    # Narrowing and what was asked before
    syntax_hint: str
    filters: str
    filter_documents: str
    filter_since: str
    filter_until: str
    section: str
    filter_section_hint: str
    filter_where: str
    clear_filters: str
    narrowed_to: str
    nothing_left: str
    past_questions: str
    moved_more: str
    moved_less: str
    forget_marks: str
    # Keeping an answer
    export_as: str
    exported: str
    rank: str
    confidence: str
    title: str
    place: str
    page_no: str
    quote_start: str
    quote_end: str
    quote: str
    reference: str
    cite: str
    style_plain: str
    copy: str
    # Around a hit
    also_in: str
    only_nearest: str
    missing_phrases: str
    more_like_this: str
    less_like_this: str
    neighbours: str
    passage_before: str
    passage_after: str
    no_neighbours: str
    related: str
    near_duplicates: str
    related_passages: str
    nothing_related: str
    reason_sentence: str
    reason_words: str
    reason_meaning: str
    loading: str
    not_loaded: str
    # Why a hit is one
    answering_sentence: str
    score_parts: str
    part_each_word: str
    part_sentence: str
    part_meaning: str
    part_words: str
    part_numbers: str
    part_other: str
    list_separator: str
    clause_separator: str
    probability: str
    confidence_very_likely: str
    confidence_likely: str
    confidence_perhaps: str
    confidence_unlikely: str
    # The source of a hit
    back: str
    to_passage: str
    file: str
    format_and_encoding: str
    fingerprint: str
    characters: str
    replaced: str
    standing_verified: str
    standing_moved_on: str
    standing_changed: str
    standing_gone: str
    unknown_passage: str
    # The views
    tab_ask: str
    tab_compare: str
    tab_map: str
    # Comparing
    side_a: str
    side_b: str
    document_a: str
    document_b: str
    swap: str
    choose_two: str
    too_few_documents: str
    shared_with: str
    kind_verbatim: str
    kind_same: str
    kind_reworded: str
    kind_related: str
    only_a: str
    only_b: str
    kind_count: str
    disagree_count: str
    nothing_in_common: str
    moved: str
    likeness: str
    open_side: str
    source_short: str
    numbers_disagree: str
    dates_disagree: str
    names_disagree: str
    # What documents share
    overlap: str
    find_overlap: str
    nothing_shared: str
    heat_map: str
    heat_map_explained: str
    left_out: str
    document: str
    none_shared: str
    heat_cell: str
    most_alike: str
    pair_verbatim: str
    pair_reworded: str
    earlier: str
    earliest: str
    most_shared: str
    in_documents: str
    places: str
    # The map
    map_label: str
    map_count: str
    map_sample: str
    map_no_question: str
    map_question: str
    map_explained: str
    question_sign: str
    clusters: str
    zoom_in: str
    zoom_out: str
    zoom_all: str
    # What is being done
    step_working: str
    step_reading: str
    step_runs: str
    step_sentences: str
    step_layout: str
    step_names: str


_ZH = Texts(
    html_lang="zh-CN",
    tagline="向一堆文档提问，得到带出处的原文段落",
    language="语言",
    question="问题",
    question_placeholder="想从这些文档里知道什么？",
    ask="提问",
    passages_shown="显示段落数",
    examples="可以这样问",
    no_examples="用一句完整的话提问，比只写几个关键词更容易找到答案；可以用中文，也可以用别的语言。",
    collection_facts="{documents} 篇文档，{passages} 个段落 · 模型 {model} · {folder}",
    results="结果",
    found_count="{count} 个段落",
    found_time="{milliseconds} 毫秒",
    nothing_answers="这批文档里没有能回答这个问题的段落。",
    nearest_passages="下面是意思最接近的段落，未必回答了问题。",
    nothing_found="没有找到任何段落。",
    empty_collection="这里还没有文档。先在终端里建立索引：",
    empty_question="请先写下问题。",
    failed="没能完成：",
    paragraph="第 {number} 段",
    page="第 {number} 页",
    date="日期",
    source="来源",
    author="作者",
    url="网址",
    open_source="打开原文",
    copy_quote="复制引文",
    copied="已复制",
    why="为何命中",
    why_meaning_first="意思最接近",
    why_meaning_rank="意思接近度第 {rank}",
    why_words="含有：{words}",
    why_pieces="有相同的字",
    why_no_words="没有相同的词，只凭意思找到",
    matched_words="相同的词，及其在用词得分中的份额",
    syntax_hint="“…” 里的字句必须原样出现；-词 表示不要含有这个词的段落。",
    filters="筛选",
    filter_documents="文档（可多选，也可写标题的一部分）",
    filter_since="从",
    filter_until="到",
    section="章节",
    filter_section_hint="标题中的字句",
    filter_where="元数据（字段=值）",
    clear_filters="清除筛选",
    narrowed_to="只看：",
    nothing_left="按现在的筛选或要求，没有可以看的段落；请放宽或清除。",
    past_questions="这次问过的（{count}）",
    moved_more="更像标出的 {count} 段",
    moved_less="不要像标出的 {count} 段",
    forget_marks="取消标记",
    export_as="保存为",
    exported="{date} 提问",
    rank="名次",
    confidence="把握",
    title="标题",
    place="位置",
    page_no="页码",
    quote_start="引文起点",
    quote_end="引文终点",
    quote="引文",
    reference="参考文献",
    cite="引用",
    style_plain="纯文本",
    copy="复制",
    also_in="另见",
    only_nearest="只是意思最接近",
    missing_phrases="没有任何段落原样含有{phrases}。",
    more_like_this="更像这段",
    less_like_this="不要像这段",
    neighbours="上下文",
    passage_before="前一段",
    passage_after="后一段",
    no_neighbours="这份文档只有这一段。",
    related="相关段落",
    near_duplicates="几乎相同",
    related_passages="相关",
    nothing_related="没有找到相关的段落。",
    reason_sentence="有一句话说的是同一件事",
    reason_words="共有的词：{words}",
    reason_meaning="意思相近",
    loading="正在读取…",
    not_loaded="没能读取，请收起后再展开一次。",
    answering_sentence="最能回答的一句",
    score_parts="排名得分的组成",
    part_each_word="问题里的词逐个在段落里找到对应",
    part_sentence="有一句话整体对得上问题",
    part_meaning="整段的意思与问题接近",
    part_words="用了与问题相同的词",
    part_numbers="问题里的数字段落里也有（问题没有数字时各段相同）",
    part_other="其他",
    list_separator="、",
    clause_separator="，",
    probability="回答了问题的概率约 {percent}%",
    confidence_very_likely="很可能回答了问题",
    confidence_likely="多半回答了问题",
    confidence_perhaps="也许回答了问题",
    confidence_unlikely="不大可能回答了问题",
    back="返回结果",
    to_passage="回到引文",
    file="文件",
    format_and_encoding="格式与编码",
    fingerprint="SHA-256",
    characters="字符数",
    replaced="其中 {count} 处无法解码",
    standing_verified="已核对：引文与文件原文逐字一致",
    standing_moved_on="文件在建立索引后改动过，但引文仍在原处",
    standing_changed="文件在建立索引后改动过，引文已不在原处；这里显示的是索引时的文本",
    standing_gone="现在读不到这个文件，无法核对；这里显示的是索引时的文本",
    unknown_passage="这个段落已不在文档集中，请重新提问。",
    tab_ask="提问",
    tab_compare="对照",
    tab_map="图谱",
    side_a="甲",
    side_b="乙",
    document_a="甲：第一篇",
    document_b="乙：第二篇",
    swap="对调",
    choose_two="选两篇文档，逐句对照：哪些话一样，哪些改写过，哪些只在一篇里。",
    too_few_documents="对照需要至少两篇文档。",
    shared_with="{percent} 的文字也见于{other}",
    kind_verbatim="一字不差",
    kind_same="大体相同",
    kind_reworded="改写",
    kind_related="相关",
    only_a="只在甲",
    only_b="只在乙",
    kind_count="{kind} {count}",
    disagree_count="说法不一致 {count} 处",
    nothing_in_common="这两篇没有相同、改写或相关的句子。",
    moved="次序不同",
    likeness="相似度 {value}，最高为 1",
    open_side="在{side}的原文中看这一句",
    source_short="原文",
    numbers_disagree="数字不一致：",
    dates_disagree="日期不一致：",
    names_disagree="名称不一致：",
    overlap="整个文档集的重合",
    find_overlap="找出文档之间的重合",
    nothing_shared="这些文档之间没有相同或改写的句子。",
    heat_map="重合表",
    heat_map_explained="每行文档有百分之几的文字也逐字见于该列的文档；点一格，对照那两篇。",
    left_out="另有 {count} 篇重合得更少，没有列出。",
    document="文档",
    none_shared="没有",
    heat_cell="《{a}》的 {percent} 见于《{b}》",
    most_alike="重合最多的文档",
    pair_verbatim="逐字相同：前者的 {a}，后者的 {b}",
    pair_reworded="改写：{a}，{b}",
    earlier="较早：{title}",
    earliest="最早：{title}",
    most_shared="出现最多的句子",
    in_documents="见于 {count} 篇文档",
    places="各处",
    map_label="段落分布图",
    map_count="{count} 个段落，意思相近的靠在一起。",
    map_sample="{total} 个段落中随机抽取了 {count} 个；意思相近的靠在一起。",
    map_no_question="先提一个问题，再到这里，就能看到它和找到的段落落在哪里。",
    map_question="“{question}”：找到的 {count} 个段落已连线标出。",
    map_explained="指向一点看是哪一段，点一下打开原文；键盘用方向键和回车。",
    question_sign="问",
    clusters="各群的代表词",
    zoom_in="放大",
    zoom_out="缩小",
    zoom_all="看全图",
    step_working="正在处理……",
    step_reading="正在读取……",
    step_runs="正在找逐字相同的文字……",
    step_sentences="正在找改写的句子……",
    step_layout="正在排布段落……",
    step_names="正在给各群命名……",
)

_EN = Texts(
    html_lang="en",
    tagline="Ask a pile of documents, get the passages that answer",
    language="Language",
    question="Question",
    question_placeholder="What would you like to know from these documents?",
    ask="Ask",
    passages_shown="Passages",
    examples="For example",
    no_examples="A whole sentence finds more than a few keywords; ask in Chinese, English or "
    "another language.",
    collection_facts="Documents: {documents} · Passages: {passages} · Model: {model} · {folder}",
    results="Results",
    found_count="Passages: {count}",
    found_time="{milliseconds} ms",
    nothing_answers="Nothing in this collection answers this question.",
    nearest_passages="Below are the passages nearest in meaning; they may not answer it.",
    nothing_found="No passage was found.",
    empty_collection="There are no documents here yet. Index some in a terminal first:",
    empty_question="Write a question first.",
    failed="That did not work:",
    paragraph="¶ {number}",
    page="p. {number}",
    date="Date",
    source="Source",
    author="Author",
    url="Address",
    open_source="Open the source",
    copy_quote="Copy the quote",
    copied="Copied",
    why="Why this passage",
    why_meaning_first="nearest in meaning",
    why_meaning_rank="no. {rank} in meaning",
    why_words="holds {words}",
    why_pieces="parts of words in common",
    why_no_words="no words in common, found by meaning alone",
    matched_words="Words in common, with their share of the overlap",
    syntax_hint="“…” must stand there word for word; -word leaves out passages that hold the word.",
    filters="Filters",
    filter_documents="Documents (any of these, or a part of a title)",
    filter_since="From",
    filter_until="To",
    section="Section",
    filter_section_hint="words of a heading",
    filter_where="Metadata (field=value)",
    clear_filters="Clear the filters",
    narrowed_to="Only: ",
    nothing_left="These filters and conditions leave nothing to look at; widen or clear them.",
    past_questions="Asked so far ({count})",
    moved_more="more like {count} marked",
    moved_less="less like {count} marked",
    forget_marks="Forget the marks",
    export_as="Save as",
    exported="Asked on {date}",
    rank="Rank",
    confidence="Confidence",
    title="Title",
    place="Place",
    page_no="Page",
    quote_start="Start",
    quote_end="End",
    quote="Quote",
    reference="Reference",
    cite="Cite",
    style_plain="Plain text",
    copy="Copy",
    also_in="Also in",
    only_nearest="only the nearest in meaning",
    missing_phrases="No passage holds {phrases} as it stands.",
    more_like_this="More like this",
    less_like_this="Less like this",
    neighbours="Before and after",
    passage_before="The passage before",
    passage_after="The passage after",
    no_neighbours="This document has no other passage.",
    related="Related",
    near_duplicates="Nearly the same",
    related_passages="Related passages",
    nothing_related="Nothing related was found.",
    reason_sentence="one sentence says the same",
    reason_words="words in common: {words}",
    reason_meaning="near in meaning",
    loading="Loading…",
    not_loaded="That could not be loaded; fold it and open it again.",
    answering_sentence="The sentence that answers best",
    score_parts="What its rank is made of",
    part_each_word="each word of the question finds its match",
    part_sentence="one sentence matches the question as a whole",
    part_meaning="the passage is near the question in meaning",
    part_words="the same words as in the question",
    part_numbers="the question's numbers are there (equal for all if it has none)",
    part_other="other",
    list_separator=", ",
    clause_separator=", ",
    probability="probability that it answers: about {percent}%",
    confidence_very_likely="Very likely answers the question",
    confidence_likely="Likely answers the question",
    confidence_perhaps="Perhaps answers the question",
    confidence_unlikely="Unlikely to answer the question",
    back="Back to results",
    to_passage="To the quote",
    file="File",
    format_and_encoding="Format and encoding",
    fingerprint="SHA-256",
    characters="Characters",
    replaced="of which {count} could not be decoded",
    standing_verified="Verified: the quote stands in the file, word for word",
    standing_moved_on="The file has changed since it was indexed; the quote still stands in its "
    "place",
    standing_changed="The file has changed since it was indexed and the quote no longer stands in "
    "its place; this is the text as it was indexed",
    standing_gone="The file cannot be read now, so the quote cannot be verified; this is the text "
    "as it was indexed",
    unknown_passage="This passage is no longer in the collection; ask again.",
    tab_ask="Ask",
    tab_compare="Compare",
    tab_map="Map",
    side_a="A",
    side_b="B",
    document_a="A: first document",
    document_b="B: second document",
    swap="Swap",
    choose_two="Choose two documents to lay them side by side: what is the same, "
    "what is reworded, what only one of them has.",
    too_few_documents="It takes two documents to compare.",
    shared_with="{percent} of the text is in {other} as well",
    kind_verbatim="Word for word",
    kind_same="Nearly the same",
    kind_reworded="Reworded",
    kind_related="Related",
    only_a="Only in A",
    only_b="Only in B",
    kind_count="{kind}: {count}",
    disagree_count="Disagreements: {count}",
    nothing_in_common="These two have no sentence that is the same, reworded or related.",
    moved="moved",
    likeness="Likeness {value}, where 1 is the most",
    open_side="Open this sentence in its source, {side}",
    source_short="Source",
    numbers_disagree="Numbers disagree:",
    dates_disagree="Dates disagree:",
    names_disagree="Names disagree:",
    overlap="What the whole collection shares",
    find_overlap="Find what the documents share",
    nothing_shared="These documents share no sentence, neither word for word nor reworded.",
    heat_map="Table of overlap",
    heat_map_explained="Per cent of the text of each row’s document that stands word for word in "
    "the column’s; a cell opens the two side by side.",
    left_out=" Not shown, because they share less: {count}.",
    document="Document",
    none_shared="none",
    heat_cell="{percent} of “{a}” is in “{b}”",
    most_alike="Documents that share most",
    pair_verbatim="Word for word: {a} of the first, {b} of the second",
    pair_reworded="Reworded: {a}, {b}",
    earlier="Earlier: {title}",
    earliest="First in: {title}",
    most_shared="Sentences that most documents have",
    in_documents="In {count} documents",
    places="Places",
    map_label="Passages on a plane",
    map_count="Passages: {count}. Those alike in meaning lie together.",
    map_sample="A random sample of {count} of {total} passages. "
    "Those alike in meaning lie together.",
    map_no_question="Ask a question first, and it is drawn in here with its passages.",
    map_question="“{question}”: the passages found are joined to it, {count} of them.",
    map_explained="Point at a dot to see which passage it is, click to open its source; "
    "or use the arrow keys and Enter.",
    question_sign="Q",
    clusters="Words that tell the clusters apart",
    zoom_in="Zoom in",
    zoom_out="Zoom out",
    zoom_all="Show everything",
    step_working="Working …",
    step_reading="Reading …",
    step_runs="Looking for text that is the same word for word …",
    step_sentences="Looking for reworded sentences …",
    step_layout="Laying out the passages …",
    step_names="Naming the clusters …",
)

TEXTS: Final[dict[Language, Texts]] = {"zh": _ZH, "en": _EN}
LANGUAGES: Final[tuple[tuple[str, Language], ...]] = (("中文", "zh"), ("English", "en"))

_ACCEPTED = re.compile(r"\s*([a-zA-Z]+)[\w-]*\s*(?:;\s*q\s*=\s*([\d.]+))?\s*$")


def preferred_language(accept_language: str | None) -> Language:
    """The language that a browser's Accept-Language asks for; Chinese where that is unclear.

    >>> preferred_language("en-GB,en;q=0.9,zh;q=0.8"), preferred_language("fr,zh;q=0.5,en;q=0.4")
    ('en', 'zh')
    >>> preferred_language(None), preferred_language("de")
    ('zh', 'zh')
    """
    weights: dict[str, float] = {}
    for part in (accept_language or "").split(","):
        match = _ACCEPTED.match(part)
        if match:
            weights.setdefault(match[1].lower(), _weight(match[2]))
    return "en" if weights.get("en", 0.0) > weights.get("zh", 0.0) else "zh"


def known_language(value: object) -> Language:
    """A language that came from outside; Chinese where it is none of ours."""
    return "en" if value == "en" else "zh"


def _weight(text: str | None) -> float:
    try:
        return 1.0 if text is None else float(text)
    except ValueError:
        return 0.0
