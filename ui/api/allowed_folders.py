"""Which files a program may have indexed: those in folders that were opened to it, no others."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import UsageError


@dataclass(frozen=True, slots=True)
class AllowedFolders:
    """Folders with everything in them; none of them needs to be there yet."""

    folders: tuple[Path, ...]

    def select(self, paths: Sequence[str]) -> list[Path]:
        """The files and folders of these names, each in one of the folders, links followed.

        A name that is not absolute counts from the first folder that has it.

        Raises:
            UsageError: one lies outside, is not there, or has a link in it that leads out. Of what
                lies outside nothing is told, not even whether it is there.
        """
        if not paths:
            raise UsageError("name at least one file or folder to index")
        return [self._allowed(name) for name in paths]

    def _allowed(self, name: str) -> Path:
        typed = Path(name)
        if not name.strip() or "\0" in name or ".." in typed.parts:
            raise UsageError(f"{name!r} is no path; write it without '..'")
        inside = [path for path in self._candidates(typed) if self._holds(path)]
        if not inside:
            raise UsageError(
                f"{name} is outside the folders that may be indexed; copy it into "
                f"{self.folders[0]}, or start Wenju with --allow-folder"
            )
        found = next((path for path in inside if path.exists()), None)
        if found is None:
            raise UsageError(f"there is no such file or folder: {name}")
        self._refuse_links_out(found)
        return found

    def _candidates(self, typed: Path) -> Iterator[Path]:
        """Where a name may point to; joined to a folder, an absolute one stays what it is."""
        return (folder.absolute() / typed for folder in self.folders)

    def _holds(self, path: Path) -> bool:
        real = Path(os.path.realpath(path))
        return any(real.is_relative_to(os.path.realpath(folder)) for folder in self.folders)

    def _refuse_links_out(self, folder: Path) -> None:
        seen = {os.path.realpath(folder)}
        for place, folders, files in os.walk(folder, followlinks=True):
            for path in (Path(place, name) for name in (*folders, *files)):
                if path.is_symlink() and not self._holds(path):
                    raise UsageError(
                        f"{path} is a link that leads out of the folders that may be indexed; "
                        "take it away, or allow where it leads with --allow-folder"
                    )
            real = {name: os.path.realpath(Path(place, name)) for name in folders}
            folders[:] = [name for name in folders if real[name] not in seen]
            seen.update(real.values())
