import shutil
from pathlib import Path

import pytest

from corpus import CollectionError
from embeddings import NeighbourIndex
from qa import Collection, Hit, ask, cite, index_paths, remove, search
from qa.collection.collection import STORE_FILE
from tests.small_encoder import SmallEncoder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of two files."""
    files = tmp_path / "files"
    files.mkdir()
    (files / "桥.txt").write_text("望澜桥于2019年开工修缮。桥上的石头换了三十七块。", "utf-8")
    (files / "食堂.txt").write_text("社区食堂每天供应午餐。老人用餐有补贴。", "utf-8")
    with Collection.open(tmp_path / "c", create=True) as collection:
        index_paths(collection, SmallEncoder(), [files])
    return tmp_path / "c"


def first(folder: Path, question: str = "望澜桥哪年开工") -> str:
    with Collection.open(folder) as collection:
        return Path(
            ask(collection, SmallEncoder(), question).hits[0].citation.document.source.path
        ).name


def test_asking(folder: Path) -> None:
    assert first(folder) == "桥.txt"
    assert first(folder, "午餐有补贴吗") == "食堂.txt"


@pytest.mark.parametrize("damaged", ["derived.json", "vectors.faiss", "words"])
def test_a_missing_or_damaged_index_is_built_again(folder: Path, damaged: str) -> None:
    path = folder / damaged
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert first(folder) == "桥.txt"
    assert (folder / "derived.json").exists()


def test_only_the_store_is_needed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    shutil.copy(folder / STORE_FILE, tmp_path / "bare" / STORE_FILE)
    assert first(tmp_path / "bare") == "桥.txt"


def test_an_index_that_was_not_finished_is_built_again(folder: Path) -> None:
    path = folder / "vectors.faiss"
    vectors = NeighbourIndex.load(path)
    vectors.remove(vectors.rows[1:])
    vectors.save(path)
    assert first(folder, "午餐有补贴吗") == "食堂.txt"
    assert len(NeighbourIndex.load(path)) == 2


def test_an_open_collection_sees_what_another_one_writes(folder: Path, tmp_path: Path) -> None:
    encoder = SmallEncoder()
    with Collection.open(folder) as reader, Collection.open(folder) as writer:
        assert len(ask(reader, encoder, "有轨电车").hits) == 2
        (tmp_path / "电车.txt").write_text("有轨电车推迟建设。", "utf-8")
        index_paths(writer, encoder, [tmp_path / "电车.txt"])
        assert ask(reader, encoder, "有轨电车").hits[0].passage.text == "有轨电车推迟建设。"


def test_a_reader_goes_on_while_another_program_writes(folder: Path) -> None:
    encoder = SmallEncoder()
    with Collection.open(folder) as reader, Collection.open(folder) as writer:
        ask(reader, encoder, "望澜桥")
        with writer.writing(), writer.store.transaction():
            writer.store.remove_file(str(folder.parent / "files" / "桥.txt"))
        with writer.writing():
            hits = ask(reader, encoder, "望澜桥").hits
        assert [Path(hit.citation.document.source.path).name for hit in hits] == ["食堂.txt"]


def test_two_programs_do_not_write_at_once(folder: Path) -> None:
    with (
        Collection.open(folder) as one,
        Collection.open(folder) as other,
        one.writing(),
        pytest.raises(CollectionError, match="another program is writing"),
    ):
        index_paths(other, SmallEncoder(), [folder.parent / "files"])


def test_another_model_is_refused_by_name(folder: Path) -> None:
    other = SmallEncoder(fingerprint="other")
    other.name = "other-model"
    with Collection.open(folder) as collection:
        for use in (
            lambda: ask(collection, other, "望澜桥"),
            lambda: index_paths(collection, other, [folder.parent / "files"]),
        ):
            with pytest.raises(
                CollectionError, match=r"model small, not with other-model.*--model"
            ):
                use()


def test_a_model_whose_files_have_changed_is_not_offered_again(folder: Path) -> None:
    trained_further = SmallEncoder(fingerprint="trained further")
    with (
        Collection.open(folder) as collection,
        pytest.raises(CollectionError, match="a model small whose files were others"),
    ):
        ask(collection, trained_further, "望澜桥")


def test_no_collection_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"python -m qa index"):
        Collection.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_an_empty_collection_answers_nothing(tmp_path: Path) -> None:
    with Collection.open(tmp_path / "c", create=True) as collection:
        answer = ask(collection, SmallEncoder(), "有吗")
        assert (answer.answered, answer.hits) == (False, ())


def test_what_is_read_together_is_of_one_moment(folder: Path) -> None:
    encoder = SmallEncoder()
    with Collection.open(folder) as reader, Collection.open(folder) as writer:
        with reader.reading():
            before = ask_inside(reader)
            assert remove(writer, [before[0].citation.document.id]) == []
            assert ask_inside(reader) == before
        assert len(ask(reader, encoder, "望澜桥哪年开工").hits) == 1


def ask_inside(collection: Collection) -> tuple[Hit, ...]:
    return cite(collection, search(collection, SmallEncoder(), "望澜桥哪年开工"), 5).hits


def test_another_one_beside_takes_over_the_indexes(folder: Path) -> None:
    encoder = SmallEncoder()
    with Collection.open(folder) as one:
        alone = ask(one, encoder, "望澜桥哪年开工").hits
        with one.beside() as other:
            assert other.in_memory and other.vectors is one.vectors
            assert ask(other, encoder, "望澜桥哪年开工").hits == alone
            assert remove(other, [alone[0].citation.document.id]) == []
            assert one.vectors is not other.vectors and len(one.vectors) == 1
