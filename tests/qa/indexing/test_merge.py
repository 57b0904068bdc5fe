"""Parts of the files indexed apart and merged are as if they had been indexed in one run."""

import json
import shutil
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus import CollectionError, UsageError
from embeddings import PassageVectors
from qa import Collection, Shard, ask, index_paths, merge
from qa.commands.command_line import main
from qa.indexing.known_vectors import stored_vectors
from tests.qa.test_sites import write_page
from tests.small_encoder import SmallEncoder

SHARDS = 3
QUESTIONS = ["第31座桥通车", "渡口的茶叶", "工期三年", "谁点收了瓷器"]


class NoEncoder(SmallEncoder):
    """Has no passage to encode."""

    def encode_passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[tuple[int, int]]],
        contexts: Sequence[str] | None = None,
    ) -> PassageVectors:
        assert not texts, "a passage is encoded again"
        return super().encode_passages(texts, sentences, contexts)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Text of several passages, one content under three names, an archive of rows."""
    folder = tmp_path / "files"
    (folder / "下").mkdir(parents=True)
    for number in range(24):
        text = f"第{number}座桥通车\n\n桥长{number * 37}里，工期三年。\n\n渡口点收茶叶{number}担。"
        (folder / ("下" if number % 2 else ".") / f"桥{number}.txt").write_text(text, "utf-8")
    for name in ("甲", "乙", "丙"):
        (folder / f"同文{name}.txt").write_text("作坊的瓷器由渡口转运，点收的人没有留名。", "utf-8")
    rows = [json.dumps({"text": f"第{number}号记录，铁器点收。"}) for number in range(5)]
    (folder / "rows.jsonl").write_text("\n".join(rows), "utf-8")
    return folder


def in_parts(files: Path, target: Path) -> list[Collection]:
    """The files indexed by each of several machines."""
    opened = []
    for number in range(1, SHARDS + 1):
        collection = Collection.open(target / f"part{number}", create=True)
        index_paths(collection, SmallEncoder(), [files], shard=Shard(number, SHARDS))
        opened.append(collection)
    return opened


def contents(collection: Collection) -> dict[str, tuple[object, ...]]:
    """By id all that the collection has of each passage, but for its row."""
    store = collection.store
    rows = store.passage_rows().tolist()
    vectors = stored_vectors(collection, rows)
    return {
        passage.id: (
            passage,
            *(part.tobytes() for part in vectors.part(number, number + 1)._asdict().values()),
        )
        for number, passage in enumerate(store.passages(rows).values())
    }


def told(collection: Collection) -> list[list[tuple[object, ...]]]:
    return [
        [
            (hit.passage.id, hit.score, hit.confidence, hit.citation.quote, hit.citation.document)
            for hit in ask(collection, SmallEncoder(), question, 10).hits
        ]
        for question in QUESTIONS
    ]


def test_merged_parts_are_like_one_run(files: Path, tmp_path: Path) -> None:
    parts = in_parts(files, tmp_path)
    assert all(part.store.document_count() for part in parts)
    with (
        Collection.open(tmp_path / "one", create=True) as one,
        Collection.open(tmp_path / "all", create=True) as merged,
    ):
        index_paths(one, SmallEncoder(), [files])
        gained = merge(merged, parts, NoEncoder())
        assert gained[:2] == (one.store.document_count(), one.store.passage_count())
        assert gained.documents == 24 + 1 + 5
        assert contents(merged) == contents(one)
        assert merged.store.documents() == one.store.documents()
        assert told(merged) == told(one) and len(told(one)[0]) == 10
        report = index_paths(merged, NoEncoder(), [files])  # nothing has changed for it
        assert report.unchanged == 24 + 3 + 1
        assert merge(merged, parts, NoEncoder())[:2] == (0, 0)


def test_parts_leave_out_nothing_and_do_not_depend_on_the_place(
    files: Path, tmp_path: Path
) -> None:
    parts = in_parts(files, tmp_path)
    paths = [set(part.store.paths()) for part in parts]
    assert sum(map(len, paths)) == len(set().union(*paths)) == 24 + 3 + 1
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(files, elsewhere)
    shard = Shard(2, SHARDS)
    here, there = (
        {
            path.relative_to(folder)
            for path in sorted(folder.rglob("*.*"), reverse=folder == files)
            if shard.holds(path, [folder])
        }
        for folder in (files, elsewhere)
    )
    assert here == there == {Path(path).relative_to(files) for path in paths[1]}


def test_a_part_is_told_by_the_name_in_either_form() -> None:
    name = "café.txt"
    for total in range(1, 9):
        numbers = [
            [
                number
                for number in range(1, total + 1)
                if Shard(number, total).holds(Path("a") / form, [Path("a")])
            ]
            for form in (name, unicodedata.normalize("NFD", name))
        ]
        assert len(numbers[0]) == 1 and numbers[0] == numbers[1]
    assert Shard(1, 2).holds(Path("x/y.txt"), [Path("x/y.txt")]) != Shard(2, 2).holds(
        Path("z/y.txt"), [Path("z")]
    )


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/0", "-1/2"])
def test_what_is_no_part(text: str) -> None:
    with pytest.raises(UsageError, match="is no part; write 1/4"):
        Shard.parse(text)


def test_pages_of_one_site_are_compared_across_parts(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    pages = [write_page(folder, name) for name in "甲乙丙丁"]
    with (
        Collection.open(tmp_path / "one", create=True) as one,
        Collection.open(tmp_path / "all", create=True) as merged,
        Collection.open(tmp_path / "p1", create=True) as first,
        Collection.open(tmp_path / "p2", create=True) as second,
    ):
        index_paths(one, SmallEncoder(), pages)
        index_paths(first, SmallEncoder(), pages[:2])
        index_paths(second, SmallEncoder(), pages[2:])
        apart = contents(first)  # two pages do not tell what is a menu
        whole = contents(one)
        assert any(whole[ident] != passage for ident, passage in apart.items())
        encoder = SmallEncoder()
        merge(merged, [first, second], encoder)
        assert contents(merged) == contents(one)
        assert told(merged) == told(one)
        assert 0 < encoder.encoded <= one.store.passage_count()


def test_a_run_that_is_stopped_goes_on(files: Path, tmp_path: Path) -> None:
    parts = in_parts(files, tmp_path)

    def stop(done: int, total: int) -> None:
        if done == total // 2:
            raise KeyboardInterrupt

    with (
        Collection.open(tmp_path / "one", create=True) as one,
        Collection.open(tmp_path / "all", create=True) as merged,
    ):
        index_paths(one, SmallEncoder(), [files])
        with pytest.raises(KeyboardInterrupt):
            merge(merged, parts, NoEncoder(), stop)
        some = merged.store.passage_count()
        assert 0 < some < one.store.passage_count()
        gained = merge(merged, parts, NoEncoder())
        assert gained.passages == one.store.passage_count() - some
        assert contents(merged) == contents(one) and told(merged) == told(one)


def test_a_file_that_has_changed_takes_the_place_of_the_older(tmp_path: Path) -> None:
    path = tmp_path / "桥.txt"
    with (
        Collection.open(tmp_path / "a", create=True) as older,
        Collection.open(tmp_path / "b", create=True) as newer,
    ):
        for collection, text in ((older, "旧桥二十年前修过。"), (newer, "新桥今年通车。")):
            path.write_text(text, "utf-8")
            index_paths(collection, SmallEncoder(), [path])
        merge(older, [newer], NoEncoder())
        assert contents(older) == contents(newer)
        assert [one.paths for one in older.store.documents()] == [(str(path),)]


def test_another_model_is_refused_before_anything_is_taken(files: Path, tmp_path: Path) -> None:
    other = SmallEncoder(fingerprint="other")
    other.name = "other-model"
    with (
        Collection.open(tmp_path / "a", create=True) as collection,
        Collection.open(tmp_path / "b", create=True) as same,
        Collection.open(tmp_path / "c", create=True) as different,
    ):
        index_paths(same, SmallEncoder(), [files])
        index_paths(different, other, [files])
        with pytest.raises(
            CollectionError, match=r"c was made with the model other-model, .*small"
        ):
            merge(collection, [same, different], NoEncoder())
        assert collection.store.document_count() == 0


def test_the_commands(files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for part in in_parts(files, tmp_path):
        part.close()
    parts = [str(tmp_path / f"part{number}") for number in range(1, SHARDS + 1)]
    assert main(["merge", *parts, "--collection", str(tmp_path / "all")]) == 0
    printed = capsys.readouterr().out
    assert "in 30 documents; the collection has" in printed
    assert main(["merge", *parts, "--collection", parts[0]]) == 2
    assert "merged with itself" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["index", str(files), "--shard", "3/2"])
    assert "3/2 is no part" in capsys.readouterr().err
    with Collection.open(tmp_path / "all") as merged:
        assert np.array_equal(merged.finder.rows, merged.store.passage_rows())
