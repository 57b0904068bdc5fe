"""Questions that are answered at the same time, while documents come and go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from corpus import CollectionError
from embeddings import QuestionVectors, cores
from qa import Answer, Collection, index_paths, remove
from tests.small_encoder import SmallEncoder
from ui import ReadingRoom
from ui.readers import READERS, Readers

THREADS = 8
KEPT = {
    f"kept{number}.txt": f"第{number}号灯塔建于一八{number:02}年，守塔人姓{name}。"
    for number, name in enumerate("赵钱孙李周吴郑王冯陈")
}
QUESTIONS = {f"第{n}号灯塔的守塔人是谁？": text for n, text in enumerate(KEPT.values())}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in KEPT.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def room(
    folder: Path, collection: Collection, small_encoder: SmallEncoder
) -> Iterator[ReadingRoom]:
    index_paths(collection, small_encoder, [folder])
    with closing(ReadingRoom(collection, small_encoder)) as room:
        yield room


def together(do: Callable[[str], Answer], texts: list[str]) -> list[Answer]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(do, texts))


def test_answers_are_those_of_asking_alone(room: ReadingRoom) -> None:
    questions = list(QUESTIONS) * 6
    alone = [room.ask(question, 3).hits for question in questions]
    assert [one.hits for one in together(lambda text: room.ask(text, 3), questions)] == alone


class NotesItsCores(SmallEncoder):
    def __init__(self) -> None:
        super().__init__()
        self.noted: list[int] = []
        self.asked = threading.Event()

    def encode_question(self, text: str) -> QuestionVectors:
        self.noted.append(cores())
        self.asked.set()
        return super().encode_question(text)


def test_beside_another_a_question_is_encoded_by_one_core(
    folder: Path, collection: Collection
) -> None:
    encoder = NotesItsCores()
    index_paths(collection, encoder, [folder])
    room = ReadingRoom(collection, encoder)
    room.ask("灯塔", 1)
    encoder.asked.clear()
    with room._answerers._turns.one():
        second = threading.Thread(target=room.ask, args=("守塔人", 1))
        second.start()
        assert encoder.asked.wait(30)
    second.join()
    room.close()
    assert encoder.noted == [cores(), 1]


def test_no_more_than_are_meant_to(collection: Collection) -> None:
    readers = Readers(collection)
    with readers.one() as first:
        assert first is collection
        first.refresh()
    inside: set[int] = set()
    most = 0
    lock = threading.Lock()

    def read(_: int) -> None:
        nonlocal most
        with readers.one() as one:
            with lock:
                assert id(one) not in inside
                inside.add(id(one))
                most = max(most, len(inside))
            one.store.passage_count()
            with lock:
                inside.remove(id(one))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(read, range(200)))
    assert 1 <= most <= READERS


def test_every_answer_is_right_while_documents_come_and_go(room: ReadingRoom, folder: Path) -> None:
    """What is kept is always found; whatever is cited stands, whole, in a text that once was."""
    room.ask("灯塔", 1)
    texts = set(KEPT.values())
    versions = [f"第{n}号灯塔的守塔人换成了第{n}班，\n\n从此每晚点灯{n}次。" for n in range(12)]
    texts.update(versions)
    done = threading.Event()
    answers: list[tuple[str, Answer]] = []

    def client(number: int) -> None:
        questions = list(QUESTIONS)
        while not done.is_set():
            number = (number + 3) % len(questions)
            answers.append((questions[number], room.ask(questions[number], 5)))

    clients = [threading.Thread(target=client, args=(number,)) for number in range(THREADS)]
    for one in clients:
        one.start()
    try:
        with Collection.open(room.folder) as writing:
            for number, version in enumerate(versions):
                file = folder / f"passing{number % 3}.txt"
                file.write_text(version, "utf-8")
                index_paths(writing, SmallEncoder(), [file])
                if number % 2:
                    remove(writing, [str(file)])
    finally:
        done.set()
        for one in clients:
            one.join()
    assert len(answers) >= THREADS
    for question, answer in answers:
        assert QUESTIONS[question] in [hit.citation.quote for hit in answer.hits]
        for hit in answer.hits:
            cited = hit.citation
            assert cited.document.text in texts
            assert cited.document.text[cited.start : cited.end] == cited.quote
            assert hit.passage.document_id == cited.document.id


def test_who_asked_has_an_answer_though_no_second_reader_opens(
    room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Collection) -> Collection:
        raise CollectionError("the disk is full")

    monkeypatch.setattr(Collection, "beside", fail)
    question, text = next(iter(QUESTIONS.items()))
    for _ in range(2):
        assert room.ask(question, 1).hits[0].citation.quote == text
