import json
import re
from pathlib import Path

import numpy as np
import pytest

from qa import Collection, ask, index_documents, map_page, passage_map
from qa.commands.command_line import main
from qa.map.passage_map import palette
from tests.qa.texts import document
from tests.small_encoder import SmallEncoder

HOSTILE = "</script><img src=x onerror=alert(1)>"


def fill(collection: Collection, count: int = 20) -> None:
    documents = [
        document(
            f"社区食堂第{n}天的午餐有{n}种套餐。{HOSTILE if n == 3 else ''}",
            f"/{n}.txt",
            f"{HOSTILE}{n}",
        )
        for n in range(count)
    ]
    index_documents(collection, SmallEncoder(), documents)


def test_every_passage_is_drawn_in_a_cluster(collection: Collection) -> None:
    fill(collection)
    drawn = passage_map(collection)
    assert (len(drawn.passages), drawn.places.shape, drawn.is_sample) == (20, (20, 2), False)
    assert [one.size for one in drawn.clusters] == np.bincount(drawn.cluster).tolist()
    assert (drawn.hits, drawn.question_place) == ((), None)


def test_a_sample_is_the_same_every_time_and_has_the_hits(collection: Collection) -> None:
    fill(collection)
    answer = ask(collection, SmallEncoder(), "第7天的午餐", 2)
    drawn, again = (passage_map(collection, answer, most=6) for _ in range(2))
    assert drawn.is_sample and drawn.passages_in_all == 20 and 6 <= len(drawn.passages) <= 8
    assert drawn.passages == again.passages
    np.testing.assert_array_equal(drawn.places, again.places)
    assert [drawn.passages[hit] for hit in drawn.hits] == [hit.passage for hit in answer.hits]
    assert drawn.question_place == tuple(np.median(drawn.places[list(drawn.hits)], axis=0).tolist())


def test_an_answer_is_drawn_into_a_map_as_if_it_had_been_made_with_it(
    collection: Collection,
) -> None:
    fill(collection)
    answer = ask(collection, SmallEncoder(), "第7天的午餐", 3)
    made, drawn = passage_map(collection, answer), passage_map(collection).with_answer(answer)
    assert (drawn.question, drawn.hits) == (made.question, made.hits) and len(drawn.hits) == 3
    assert drawn.question_place == made.question_place
    np.testing.assert_array_equal(drawn.places, made.places)


def test_the_page_stands_alone_and_escapes_everything(collection: Collection) -> None:
    fill(collection)
    answer = ask(collection, SmallEncoder(), f"午餐 {HOSTILE}", 2)
    page = map_page(passage_map(collection, answer))
    assert "<img" not in page and page.count("</script>") == 2
    assert not re.search(r"(?:src|href)\s*=|https?:|@import|url\(", page.replace("src=x", ""))
    texts = json.loads(re.search(r'id="texts">(.*?)</script>', page, re.S)[1])
    assert texts[3][0].startswith(HOSTILE) and HOSTILE in texts[3][2]
    assert page.count("<circle") == 20 and page.count('class="hit"') == 2


def test_an_empty_collection_is_an_empty_map(collection: Collection) -> None:
    drawn = passage_map(collection)
    assert (drawn.passages, drawn.clusters) == ((), ())
    assert "<circle" not in map_page(drawn)


def test_colours_are_different() -> None:
    assert len(set(palette(24))) == 24


@pytest.mark.parametrize("name", ["map.html", "map.png"])
def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    with Collection.open(tmp_path / "c", create=True) as collection:
        fill(collection)
    command = ["map", "--collection", str(tmp_path / "c"), "-o"]
    assert main([*command, str(tmp_path / name)]) == 0
    assert "20 of 20 passages" in capsys.readouterr().out
    begins = (tmp_path / name).read_bytes()[:15]
    assert begins == b"<!doctype html>" or begins.startswith(b"\x89PNG")
    assert main([*command, str(tmp_path / "no" / name)]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert main([*command, "map.pdf"]) == 2
