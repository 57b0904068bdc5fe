"""Every error that Wenju raises on purpose, in one tree. Each message says what a user can do."""

from __future__ import annotations

from .said import Said, said


class WenjuError(Exception):
    """Anything that went wrong and that the user can act on."""

    @property
    def said(self) -> str:
        """The message, with what was filled into it where it is a `Said`."""
        return self.args[0] if self.args and isinstance(self.args[0], Said) else str(self)


class ModelError(WenjuError):
    """A model cannot be found, reached, unpacked or used."""


class ReadError(WenjuError):
    """A file cannot be read: it is missing, unreadable, or of no supported format."""


class FileError(ReadError):
    """A file cannot be read; the message names the file, `reason` is the rest of it."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(said("{path}: {reason}", path=path, reason=reason))
        self.reason = reason


class CollectionError(WenjuError):
    """A collection on disk is missing, damaged, in use, or made with another model."""


class UnreachableError(CollectionError):
    """What another program holds of a collection cannot be reached, or not be used."""


class UsageError(WenjuError):
    """A question, option or set that makes no sense as given."""


class NothingAskedError(UsageError):
    """A question only says what to leave out."""


class NothingLeftError(UsageError):
    """Filters, phrases or exclusions leave nothing to look at."""


class NoDateError(UsageError):
    """What was given as a date is none."""


class DatesTurnedError(UsageError):
    """The first of two dates lies after the last."""


class NoConditionError(UsageError):
    """What was given as a condition on metadata is none."""
