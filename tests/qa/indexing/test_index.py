import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus import Skipped, encoding_rule, read_file
from embeddings import PassageVectors, from_codes, to_codes
from qa import Collection, Outcome, Report, ask, index_paths, remove
from tests.small_encoder import SmallEncoder


def ids(collection: Collection) -> set[str]:
    return {document.id for document in collection.store.documents()}


def test_an_unchanged_file_costs_nothing(collection: Collection, files: Path) -> None:
    encoder = SmallEncoder()
    report = index_paths(collection, encoder, [files])
    assert (len(report.added), report.passages, report.unchanged) == (3, 3, 0)
    before = encoder.encoded
    again = index_paths(collection, encoder, [files])
    assert (again.unchanged, again.passages, encoder.encoded) == (3, 0, before)


def test_what_is_indexed_is_not_mapped_into_memory(collection: Collection, files: Path) -> None:
    mapped = []

    class Looking(SmallEncoder):
        def encode_passages(self, *texts: Any) -> PassageVectors:
            mapped.append(collection.store.mapped)
            return super().encode_passages(*texts)

    usual = collection.store.mapped
    index_paths(collection, Looking(), [files])
    assert set(mapped) == {0}
    assert collection.store.mapped == usual > 0


def test_a_touched_file_is_not_encoded_again(collection: Collection, files: Path) -> None:
    encoder = SmallEncoder()
    index_paths(collection, encoder, [files])
    os.utime(files / "a.txt", (1, 1))
    assert index_paths(collection, encoder, [files]).unchanged == 3
    assert encoder.encoded == 3


def test_a_changed_file_replaces_its_passages(collection: Collection, files: Path) -> None:
    index_paths(collection, SmallEncoder(), [files])
    before = ids(collection)
    (files / "a.txt").write_text("改过的甲文件，更长。", "utf-8")
    report = index_paths(collection, SmallEncoder(), [files])
    assert [path.name for path in report.changed] == ["a.txt"]
    assert len(ids(collection) - before) == 1 and len(ids(collection)) == 3
    assert collection.store.passage_count() == len(collection.vectors) == len(collection.words) == 3


def test_files_are_read_again_when_that_is_asked_for(collection: Collection, files: Path) -> None:
    encoder = SmallEncoder()
    index_paths(collection, encoder, [files])
    store = collection.store
    before = {one.id: store.rows_in(one.id) for one in store.documents()}
    texts = store.texts(store.passage_rows())
    report = index_paths(collection, encoder, [files], again=True)
    assert (len(report.changed), report.unchanged, report.passages) == (3, 0, 3)
    after = {one.id: store.rows_in(one.id) for one in store.documents()}
    assert set(after) == set(before) and all(after[one] != before[one] for one in before)
    assert sorted(store.texts(store.passage_rows()).values()) == sorted(texts.values())
    assert encoder.encoded == 3  # what reads as before has its vectors
    assert len(collection.vectors) == 3


def test_of_a_changed_file_only_what_is_new_is_encoded(
    collection: Collection, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    parts = [f"第{n}段，" + f"说的是第{n}件事，" * 20 + "完。" for n in range(6)]
    file.write_text("\n".join(parts), "utf-8")
    encoder = SmallEncoder()
    index_paths(collection, encoder, [tmp_path])
    parts[2] = "这一段，" + "改过了，" * 30 + "完。"
    file.write_text("\n".join(parts), "utf-8")
    index_paths(collection, encoder, [tmp_path])
    assert encoder.encoded == 6 + 1
    (document,) = collection.store.documents()
    stored = list(collection.store.passages_of(document.id).values())
    fresh = encoder.encode_passages([p.text for p in stored], [p.sentences for p in stored])
    rows = collection.store.rows_in(document.id)
    np.testing.assert_allclose(collection.store.vectors(rows).vectors, fresh.passages, atol=5e-4)
    tokens = collection.store.tokens.of(rows, encoder.token_size)
    joined = np.concatenate([tokens[row].tokens for row in rows])
    kept = from_codes([to_codes(fresh.tokens)], encoder.token_size)[0]
    np.testing.assert_array_equal(joined, kept)


def test_the_same_content_is_indexed_once_under_both_names(
    collection: Collection, files: Path
) -> None:
    (files / "z.txt").write_bytes((files / "a.txt").read_bytes())
    report = index_paths(collection, SmallEncoder(), [files])
    assert report.passages == 3 and collection.store.document_count() == 3
    names = [document.paths for document in collection.store.documents()]
    assert (str(files / "a.txt"), str(files / "z.txt")) in names


def test_unreadable_files_are_named_and_the_rest_is_indexed(
    collection: Collection, files: Path
) -> None:
    (files / "empty.txt").write_text("")
    (files / "image.bin").write_bytes(b"\x00\x01")
    report = index_paths(collection, SmallEncoder(), [files])
    assert {skipped.path.name for skipped in report.skipped} == {"empty.txt", "image.bin"}
    assert all(isinstance(skipped, Skipped) and skipped.reason for skipped in report.skipped)
    assert len(report.added) == 3


def test_a_removed_file_is_reported_and_can_be_removed(collection: Collection, files: Path) -> None:
    index_paths(collection, SmallEncoder(), [files])
    (files / "a.txt").unlink()
    assert index_paths(collection, SmallEncoder(), [files]).missing == [str(files / "a.txt")]
    assert remove(collection, [str(files / "a.txt"), "no-such"]) == ["no-such"]
    assert collection.store.document_count() == len(collection.words) == 2


def test_removing_by_id(collection: Collection, files: Path) -> None:
    index_paths(collection, SmallEncoder(), [files])
    assert remove(collection, ids(collection)) == []
    assert collection.store.passage_count() == len(collection.vectors) == 0


def texts(collection: Collection) -> set[str]:
    store = collection.store
    return {store.document(document.id).text for document in store.documents()}


def test_an_encoding_that_is_asked_for_is_used_and_remembered(
    collection: Collection, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    (folder / "old").mkdir(parents=True)
    (folder / "old" / "a.txt").write_bytes("Tomás".encode("cp1252"))
    (folder / "b.txt").write_bytes("Tomás".encode())

    def run(*rules: str) -> Report:
        return index_paths(
            collection, SmallEncoder(), [folder], encodings=[encoding_rule(rule) for rule in rules]
        )

    first = run()
    assert [Path(source.path).name for source in first.doubtful] == ["a.txt"]
    assert first.encodings == {"cp1252": 1, "utf-8": 1}
    assert texts(collection) == {"Tomás"}
    asked = run("old=cp1251")
    assert ([path.name for path in asked.changed], asked.unchanged) == (["a.txt"], 1)
    assert texts(collection) == {"Tomбs", "Tomás"}
    assert run().unchanged == 2 and texts(collection) == {"Tomбs", "Tomás"}
    os.utime(folder / "old" / "a.txt", (1, 1))
    assert run().unchanged == 2 and texts(collection) == {"Tomбs", "Tomás"}
    assert [path.name for path in run("*.txt=cp1251", "b.txt=auto", "a.txt=auto").changed] == [
        "a.txt"
    ]
    assert texts(collection) == {"Tomás"}
    assert run("nowhere/*=gbk").notes == ["no file matches --encoding nowhere/*=gb18030"]


def test_the_same_text_in_two_formats_is_named_and_both_can_be_cited(
    collection: Collection, tmp_path: Path
) -> None:
    text = "老桥修好了，大家都来看。\n桥上站满了人，热闹极了，一直到晚上。"
    (tmp_path / "a.txt").write_text(f"　　{text}\n", "utf-8")
    (tmp_path / "b.html").write_text(f"<p>{text}</p>".replace("\n", "<br>"), "utf-8")
    (tmp_path / "c.txt").write_bytes(f"　　{text}\n".encode("gbk"))
    (tmp_path / "d.txt").write_text("短", "utf-8")
    (tmp_path / "e.md").write_text("短 ", "utf-8")
    report = index_paths(collection, SmallEncoder(), [tmp_path])
    same = [str(tmp_path / name) for name in ("a.txt", "b.html", "c.txt")]
    assert report.same_text == [tuple(same)]
    for summary in collection.store.documents():
        document = collection.store.document(summary.id)
        assert read_file(Path(document.source.path))[0].text == document.text
        assert set(summary.same_text_as) == (
            set(same) - set(summary.paths) if summary.paths[0] in same else set()
        )
    assert index_paths(collection, SmallEncoder(), [tmp_path]).same_text == []
    assert remove(collection, same[:2]) == []
    assert [d.same_text_as for d in collection.store.documents()] == [(), (), ()]


def test_the_report_counts_passages_that_stand_nearly_the_same_elsewhere(
    collection: Collection, tmp_path: Path
) -> None:
    text = "社区食堂每天中午供应三种套餐，七十岁以上的老人每餐补贴三元，行动不便的可以送餐。"
    (tmp_path / "1.txt").write_text(text, "utf-8")
    (tmp_path / "2.txt").write_text(text + "好。", "utf-8")
    assert index_paths(collection, SmallEncoder(), [tmp_path / "1.txt"]).near_duplicates == 0
    assert index_paths(collection, SmallEncoder(), [tmp_path / "2.txt"]).near_duplicates == 2
    assert index_paths(collection, SmallEncoder(), [tmp_path / "2.txt"]).near_duplicates is None


def test_every_file_has_its_own_report(collection: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "old.txt").write_bytes("Tomás".encode("cp1252"))
    (folder / "new.md").write_text("# 新的一章\n\n社区食堂开张了。", "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    report = index_paths(collection, SmallEncoder(), [folder])
    empty, new, old = sorted(report.files, key=lambda file: file.path)
    assert (new.title, new.format, new.documents, new.passages) == ("新的一章", "markdown", 1, 1)
    assert (dict(new.encodings), new.least_sure) == ({"utf-8": 1}, 1.0)
    assert (old.doubtful, old.least_sure is not None and old.least_sure < 0.9) == (
        report.doubtful,
        True,
    )
    assert empty.outcome is Outcome.SKIPPED and empty.reason == report.skipped[0].reason


@pytest.mark.parametrize("paragraphs", [1, 40])
def test_a_text_may_move_to_another_file_that_changes_too(
    collection: Collection, tmp_path: Path, paragraphs: int
) -> None:
    def text(name: str) -> str:
        return "\n".join(
            f"{name}的第{i}段，" + f"内容{i}各不相同。" * 12 for i in range(paragraphs)
        )

    a, b = tmp_path / "a.txt", tmp_path / "b.txt"
    a.write_text(text("甲"), "utf-8")
    b.write_text(text("乙"), "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    a.write_text(text("丙丁"), "utf-8")
    b.write_text(text("甲"), "utf-8")
    index_paths(collection, SmallEncoder(), [tmp_path])
    held = [
        collection.store.document(one).text[:1]
        for one in sorted(
            (*collection.store.documents_in(str(a)), *collection.store.documents_in(str(b)))
        )
    ]
    assert sorted(held) == ["丙", "甲"]
    assert collection.store.document_count() == 2
    assert ask(collection, SmallEncoder(), "甲的第0段").hits
