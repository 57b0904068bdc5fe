from __future__ import annotations

from pathlib import Path

from qa import Collection, Hit, ask, index_paths
from qa.retrieval.announcements import with_list
from qa.retrieval.neighbours import joined
from tests.small_encoder import SmallEncoder

INTRODUCTION = (
    "做好(hǎo)老桥的养护，要靠街坊和匠人一起动手，也要靠年年记得，不等石头松了再去找人，"
    "不等栏板掉了再去写告示，有人看着桥才走得安心。桥在，街就在，老人有处歇脚，孩子有处看灯。建议从以下几个方面着手："
)
ITEMS = (
    "一是要勤看。每逢大雨过后，把九个桥孔的石缝都看一遍，松动的地方用粉笔画圈，记在本子上，隔月再看一回，"
    "比一比圈里的缝宽了没有，宽了就报给桥工队，由他们定是灌浆还是换石。桥墩下的淤泥也要看，清一次记一次。",
    "二是要善补。灰浆用糯米和石灰照老法子调，补在背阴处，先补小缝，后补大缝，补完盖上湿麻布，养足七天，"
    "再把麻布揭开，请老匠人敲一敲听声，声音发闷的地方要重新补过。补过的地方刻上年月，好叫后人知道。",
    "三是要少压。三轮车和货车绕行新桥，老桥只走行人，过节人多的时候在两头设卡，放一批走一批，桥面停留的人"
    "不许超过定下的数目，风雨大的日子暂停通行。卖糖水的摊子挪到桥头，不在桥心生火。",
)
AFTER = (
    "以上各条自明年正月起试行，试行一年以后再看有没有要改的地方，街坊们有话可以到桥头的茶棚里说，"
    "也可以写信，信投在槐树下的木箱里，逢十开箱，件件有回音，回音贴在茶棚的墙上，大家都看得见。"
)
QUESTION = "做好老桥的养护建议从哪几个方面着手"


def _indexed(folder: Path, collection: Collection, *paragraphs: str) -> list[str]:
    (folder / "桥.txt").write_text("\n\n".join(paragraphs), "utf-8")
    index_paths(collection, SmallEncoder(), [folder])
    rows = sorted(collection.store.passage_rows().tolist())
    return [collection.store.passages([row])[row].text for row in rows]


def _hits(collection: Collection, question: str) -> tuple[Hit, ...]:
    return ask(collection, SmallEncoder(), question, 9).hits


def test_what_announces_a_list_is_cited_with_it(tmp_path: Path, collection: Collection) -> None:
    texts = _indexed(tmp_path, collection, INTRODUCTION, *ITEMS, AFTER)
    assert len(texts) == 5
    first, *others = _hits(collection, QUESTION)
    assert first.passage.text == "\n".join(texts[:4])
    document = first.citation.document
    assert first.citation.quote == document.text[first.citation.start : first.citation.end]
    assert first.citation.quote == "\n\n".join((INTRODUCTION, *ITEMS))
    assert first.passage.id.endswith("-0")
    assert [hit.passage.text for hit in others] == texts[4:]
    for start, end in first.passage.sentences:
        quoted = document.text[slice(*first.passage.in_document(start, end))]
        assert quoted.replace("(hǎo)", "") == first.passage.text[start:end]
    start, end = first.why.sentence
    assert first.citation.start <= start < end <= first.citation.end


def test_an_item_that_comes_before_its_announcement_is_shown_alone(
    tmp_path: Path, collection: Collection
) -> None:
    texts = _indexed(tmp_path, collection, INTRODUCTION, *ITEMS, AFTER)
    hits = _hits(collection, "灰浆用糯米和石灰照老法子调，补在背阴处")
    assert hits[0].passage.text == texts[2]
    assert sorted(hit.passage.text for hit in hits) == sorted(texts)


def test_what_is_too_long_or_no_list_stays_apart(tmp_path: Path, collection: Collection) -> None:
    long = tuple(item + "街坊们轮流值日，各家各户都有份。" * 18 for item in ITEMS)
    _indexed(tmp_path, collection, INTRODUCTION, *long)
    stored = list(collection.store.passages_of(collection.store.documents()[0].id).values())
    introduction, *items = stored
    parts = with_list(introduction, items)
    assert parts == stored[: len(parts)] and 1 < len(parts) < len(stored)
    assert with_list(items[0], items[1:]) == [items[0]]
    assert with_list(introduction, []) == [introduction]
    assert joined([introduction]) is introduction


def test_what_is_out_of_the_scope_is_never_joined(tmp_path: Path, collection: Collection) -> None:
    texts = _indexed(tmp_path, collection, INTRODUCTION, *ITEMS, AFTER)
    excluded = _hits(collection, f"{QUESTION} -灰浆")
    assert excluded[0].passage.text == "\n".join(texts[:2])
    assert not any("灰浆" in hit.citation.quote for hit in excluded)
    required = _hits(collection, f"{QUESTION}“建议从以下”")
    assert [hit.passage.text for hit in required] == texts[:1]
    disliked = f"{collection.store.documents()[0].id}-1"
    hits = ask(collection, SmallEncoder(), QUESTION, 9, less_like=[disliked]).hits
    assert not any("一是要勤看" in hit.citation.quote for hit in hits)
