"""Token vectors that take more room than they may."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus import UsageError
from embeddings import SentenceEncoder
from qa import Collection, ask, index_paths
from qa.collection.token_table import StoredTokens
from qa.indexing import fit_tokens as fitting
from qa.indexing import merge, parse_space, remove, set_token_space
from qa.indexing.fit_tokens import fit_tokens, token_space
from qa.indexing.watcher import Watcher
from qa.json_form.report import report_json
from tests.small_encoder import SmallEncoder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name in "abcdef":
        (folder / f"{name}.txt").write_text(f"{name}桥的第一句话。{name}桥的第二句话，长一些。\n")
    return folder


def kept(collection: Collection) -> dict[str, bytes]:
    """The token vectors of all passages, by passage."""
    store = collection.store
    rows = store.passage_rows().tolist()
    tokens = store.tokens.of(rows, collection.token_size)
    return {store.ids([row])[row]: tokens[row].tokens.tobytes() for row in rows}


def counted(collection: Collection) -> int:
    """What the token vectors take, as the file has it."""
    query = "SELECT coalesce(sum(length(tokens)), 0) FROM passage_tokens"
    return int(collection.store._db.execute(query).fetchone()[0])


def test_what_fits_is_kept_as_it_is(collection: Collection, files: Path) -> None:
    report = index_paths(collection, SmallEncoder(), [files])
    tokens = collection.store.tokens
    assert not tokens.is_coarse and not report_json(report)["coarser_tokens"]
    assert tokens.space == counted(collection) > 0
    remove(collection, [str(files / "a.txt")])
    assert tokens.space == counted(collection)


def test_what_does_not_fit_is_kept_at_half_the_size(collection: Collection, files: Path) -> None:
    index_paths(collection, SmallEncoder(), [files])
    fine = collection.store.tokens.space
    (files / "g.txt").write_text("g桥的第一句话。")
    set_token_space(collection, fine)
    report = index_paths(collection, SmallEncoder(), [files])
    assert report_json(report)["coarser_tokens"] and collection.store.tokens.is_coarse
    assert not collection.store.tokens.is_being_coarsened
    assert fine / 2 <= collection.store.tokens.space == counted(collection) < fine * 3 / 4
    again = index_paths(collection, SmallEncoder(), [files], again=True)
    assert not again.coarser_tokens  # that was said before
    assert collection.store.tokens.space == counted(collection) < fine * 3 / 4


def test_it_does_not_matter_what_came_first(tmp_path: Path, files: Path) -> None:
    forms = []
    for number, names in enumerate(("abcdef", "fedcba", "cfabde")):
        with Collection.open(tmp_path / str(number), create=True) as collection:
            set_token_space(collection, 2 * 1000)
            for name in names:
                index_paths(collection, SmallEncoder(), [files / f"{name}.txt"])
            assert collection.store.tokens.is_coarse
            forms.append(kept(collection))
    assert forms[0] == forms[1] == forms[2]


def test_what_was_stopped_on_the_way_goes_on(
    collection: Collection, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_paths(collection, SmallEncoder(), [files])
    monkeypatch.setattr(fitting, "_AT_ONCE", 2)
    set_token_space(collection, collection.store.tokens.space - 1)
    stops = iter([False, True])
    with collection.writing():
        fit_tokens(collection, lambda: next(stops))
        half = kept(collection)
        assert collection.store.tokens.is_being_coarsened
        set_token_space(collection, 10**9)  # what was begun is finished: all are kept alike
        fit_tokens(collection)
        assert not collection.store.tokens.is_being_coarsened
    whole = kept(collection)
    assert sum(half[one] == whole[one] for one in whole) == 2
    assert collection.store.tokens.space == counted(collection)


def test_who_stops_a_run_need_not_wait_for_it(
    collection: Collection, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopping(Watcher):
        def stopped(self) -> bool:
            return collection.store.tokens.is_coarse

    monkeypatch.setattr(fitting, "_AT_ONCE", 2)
    set_token_space(collection, 0)
    stopped = index_paths(collection, SmallEncoder(), [files], Stopping())
    assert collection.store.tokens.is_being_coarsened and not stopped.coarser_tokens
    finished = index_paths(collection, SmallEncoder(), [files])
    assert not collection.store.tokens.is_being_coarsened and finished.coarser_tokens


@pytest.mark.parametrize(
    ("ours", "others"), [(0, [None]), (None, [0]), (None, [0, None]), (None, [None, 0])]
)
def test_collections_kept_otherwise_become_one_that_is_coarse(
    tmp_path: Path, files: Path, ours: int | None, others: list[int | None]
) -> None:
    def made(name: str, space: int | None, *names: str) -> Collection:
        collection = Collection.open(tmp_path / name, create=True)
        set_token_space(collection, space)
        index_paths(collection, SmallEncoder(), [files / f"{one}.txt" for one in names])
        return collection

    with (
        made("ours", ours, "a", "b") as collection,
        made("first", others[0], "c", "d") as first,
        made("second", others[-1], "e", "f") as second,
        made("all", 0, *"abcdef") as everything,
    ):
        merged = merge(collection, [first, second], SmallEncoder())
        assert kept(collection) == kept(everything)
        assert collection.store.tokens.space == counted(collection) == counted(everything)
        assert merged.coarser_tokens == (ours is None)
        assert not merge(collection, [first, second], SmallEncoder()).coarser_tokens


def test_what_is_merged_may_take_no_more_than_what_is_indexed(tmp_path: Path, files: Path) -> None:
    with (
        Collection.open(tmp_path / "other", create=True) as other,
        Collection.open(tmp_path / "ours", create=True) as collection,
    ):
        index_paths(other, SmallEncoder(), [files])
        set_token_space(collection, other.store.tokens.space - 1)
        assert merge(collection, [other], SmallEncoder()).coarser_tokens


def test_a_size_may_be_as_large_as_one_likes() -> None:
    assert parse_space("9" * 400) == int("9" * 400)


def test_by_default_half_of_what_is_free_may_be_taken(
    collection: Collection, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 500

    monkeypatch.setattr("shutil.disk_usage", lambda folder: Usage)
    assert token_space(collection) == 250
    set_token_space(collection, 70)
    assert token_space(collection) == 70
    set_token_space(collection, None)
    assert token_space(collection) == 250
    Usage.free = 10**9
    (files / "long.txt").write_text("这座桥的句子很多。" * 3000)
    index_paths(collection, SmallEncoder(), [files])
    own, store = collection.store.tokens.space, collection.store
    assert token_space(collection) == (10**9 + own + store.unused) // 2
    remove(collection, [str(path) for path in files.iterdir()])
    assert store.unused > 0 and token_space(collection) == (10**9 + store.unused) // 2


def test_a_disk_that_others_have_filled_changes_nothing_that_is_there(
    collection: Collection, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 0

    index_paths(collection, SmallEncoder(), [files])
    monkeypatch.setattr("shutil.disk_usage", lambda folder: Usage)
    monkeypatch.setattr(type(collection.store), "unused", 0)
    assert not index_paths(collection, SmallEncoder(), [files]).coarser_tokens
    assert not collection.store.tokens.is_coarse
    (files / "g.txt").write_text("g桥的第一句话。")
    assert index_paths(collection, SmallEncoder(), [files]).coarser_tokens


def test_the_only_document_is_read_again_as_it_was(collection: Collection, files: Path) -> None:
    set_token_space(collection, 0)
    index_paths(collection, SmallEncoder(), [files / "a.txt"])
    before = kept(collection)
    set_token_space(collection, 10**9)
    index_paths(collection, SmallEncoder(), [files / "a.txt"], again=True)
    assert collection.store.tokens.is_coarse and kept(collection) == before


def test_what_was_emptied_is_kept_fine_again(collection: Collection, files: Path) -> None:
    set_token_space(collection, 0)
    index_paths(collection, SmallEncoder(), [files])
    assert collection.store.tokens.is_coarse
    remove(collection, [str(path) for path in files.iterdir()])
    assert collection.store.tokens.space == 0 and not collection.store.tokens.is_coarse


def test_new_ones_become_what_older_ones_became(collection: Collection) -> None:
    collection.bind(SmallEncoder())
    tokens = collection.store.tokens
    some = np.random.default_rng(1).integers(-60, 61, (50, 128)).astype(np.int8)
    with collection.store.transaction():
        tokens.add({1: StoredTokens(some, np.array([50]))})
        assert not tokens.coarsen(128, 2)
        tokens.add({2: StoredTokens(some, np.array([50]))})
    found = tokens.of([1, 2], 128)
    assert (found[1].tokens == found[2].tokens).all()


@pytest.mark.parametrize("text", ["", "eight", "-1", "8 GiB", "1e9", "٨GB" * 2])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="write 500MB, 8GB or auto"):
        parse_space(text)


def test_the_real_model_still_finds_what_answers(
    sample_collection: Path, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    folder = shutil.copytree(sample_collection, tmp_path / "sample")
    with Collection.open(folder) as collection:
        set_token_space(collection, 0)
        with collection.writing():
            fit_tokens(collection)
        assert collection.store.tokens.is_coarse
        answer = ask(collection, encoder, "望澜桥上最多允许多少人同时停留？")
    assert answer.answered and "一千二百人" in answer.hits[0].citation.quote
