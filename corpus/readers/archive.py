"""Archives: the documents of their members, one after the other, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..errors import ReadError, WenjuError
from ..said import Said, one_after_the_other, said
from .bounds import DEEPEST, LARGEST_TOTAL, MOST_MEMBERS
from .member import Member, Members, is_hidden, label
from .reading import Reader, Reading
from .safely import read_safely
from .unsupported import unsupported

_NAMED = 5  # notes that an error repeats


class _FullError(WenjuError):
    """The whole archive is more than its bounds."""


@dataclass(frozen=True, slots=True)
class ArchiveReader:
    """A reader for the kind of archive that `members` opens.

    `reader_for` and `members_for` find by its name how a member is read, or how it is opened where
    it is an archive itself; None if it is not.
    """

    members: Members
    reader_for: Callable[[str], Reader | None]
    members_for: Callable[[str], Members | None]

    def __call__(self, data: bytes) -> Iterator[Reading]:
        """The documents of the members, each unpacked when its turn comes.

        What is left out stands in the notes of the document before it.

        Raises:
            ReadError: no member can be read.
        """
        unpacking = _Unpacking(self.reader_for, self.members_for)
        return _noted(unpacking.whole(self.members(data)))


@dataclass
class _Unpacking:
    """One pass over an archive and the archives in it: documents, and notes on what is none."""

    reader_for: Callable[[str], Reader | None]
    members_for: Callable[[str], Members | None]
    unpacked: int = 0
    members: int = 0
    names: Counter[str] = field(default_factory=Counter)

    def whole(self, members: Iterator[Member]) -> Iterator[Reading | str]:
        try:
            yield from self._archive(members, "", 0)
        except _FullError as full:
            yield said("{why}; what follows is not read", why=full.said)

    def _archive(self, members: Iterator[Member], name: str, depth: int) -> Iterator[Reading | str]:
        try:
            for member in members:
                if not is_hidden(member.name):
                    yield from self._member(member, f"{name}/{member.name}", depth)
        except ReadError as error:
            yield _skipped(name, error.said) if name else error.said

    def _member(self, member: Member, path: str, depth: int) -> Iterator[Reading | str]:
        name = label(path)
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise _FullError(said("it has more than {most:,} members", most=MOST_MEMBERS))
        opened, reader = self.members_for(name), self.reader_for(name)
        refused = member.refused and said("it {refused}", refused=member.refused)
        if not refused and opened and depth >= DEEPEST:
            refused = said(
                "it is an archive in {count} archives in an archive; unpack it", count=DEEPEST
            )
        if not refused and not opened and not reader:
            refused = unsupported(name)
        if refused:
            yield _skipped(name, refused)
        elif opened:
            yield from self._nested(member, opened, name, depth)
        elif reader:
            yield from self._documents(member, reader, name)

    def _nested(
        self, member: Member, opened: Members, name: str, depth: int
    ) -> Iterator[Reading | str]:
        try:
            data = self._bytes(member)
        except ReadError as error:
            yield _skipped(name, error.said)
        else:
            yield from self._archive(opened(data), name, depth + 1)

    def _documents(self, member: Member, reader: Reader, name: str) -> Iterator[Reading | str]:
        self.names[name] += 1
        if self.names[name] > 1:
            name = f"{name} ({self.names[name]})"
        try:
            for reading in read_safely(reader, self._bytes(member)):
                notes = tuple(
                    said("{name}: {reason}", name=name, reason=note) for note in reading.notes
                )
                inside = f"{name}/{reading.member}" if reading.member else name
                yield replace(reading, member=inside, notes=notes)
        except ReadError as error:
            yield _skipped(name, error.said)

    def _bytes(self, member: Member) -> bytes:
        data = member.read()
        self.unpacked += len(data)
        if self.unpacked > LARGEST_TOTAL:
            raise _FullError(said("it unpacks to more than {most:,} bytes", most=LARGEST_TOTAL))
        return data


def _noted(found: Iterable[Reading | str]) -> Iterator[Reading]:
    """The documents, each with the notes that come after it; the first also with those before."""
    held: Reading | None = None
    notes: list[str] = []
    for item in found:
        if isinstance(item, str):
            notes.append(item)
            continue
        if held is not None:
            yield replace(held, notes=(*held.notes, *notes))
            notes = []
        held = item
    if held is None:
        raise ReadError(said("nothing in it can be read: {why}", why=_first(notes)))
    yield replace(held, notes=(*held.notes, *notes))


def _skipped(name: str, reason: str) -> Said:
    return said("skipped {name}: {reason}", name=name, reason=reason)


def _first(notes: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    if not notes:
        return said("it is empty")
    named = one_after_the_other(notes[:_NAMED])
    more = len(notes) - _NAMED
    return said("{notes} and {more:,} more", notes=named, more=more) if more > 0 else named
