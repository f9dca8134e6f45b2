"""An archive: the folder that holds WARC files, their index, the database and the state of crawls."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from storage.errors import ArchiveBusy, CaptureMissing, NotAnArchive


@dataclass(frozen=True, slots=True)
class Archive:
    """Paths of one archive; `create` makes them, `open` checks them."""

    root: Path

    @property
    def warc_dir(self) -> Path:
        return self.root / "warc"

    @property
    def index_dir(self) -> Path:
        return self.root / "index"

    @property
    def crawl_dir(self) -> Path:
        return self.root / "crawl"

    @property
    def database_path(self) -> Path:
        return self.root / "gongkai.sqlite"

    @property
    def frontier_path(self) -> Path:
        return self.crawl_dir / "frontier.sqlite"

    @classmethod
    def create(cls, root: Path | str) -> Self:
        """Make the folders that are not there yet; NotAnArchive where a file is in the way."""
        archive = cls(Path(root))
        try:
            for folder in (archive.warc_dir, archive.index_dir, archive.crawl_dir):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = f"cannot make an archive here ({error.strerror}); choose another folder"
            raise NotAnArchive(f"{root}: {why}") from error
        return archive

    @classmethod
    def open(cls, root: Path | str) -> Self:
        """An existing archive; NotAnArchive if the folder is none."""
        archive = cls(Path(root))
        if not (archive.warc_dir.is_dir() and archive.index_dir.is_dir()):
            raise NotAnArchive(f"{root}: not an archive (no warc/ and index/ in it); gongkai crawl or import makes one")
        archive.crawl_dir.mkdir(exist_ok=True)
        return archive

    def warc_path(self, name: str) -> Path:
        """The file of a `warc_file` (`warc/NAME` or `NAME`), wherever it is now: being written or finished."""
        path = self.warc_dir / Path(name).name
        if path.exists():
            return path
        being_written = path.with_name(path.name + ".open")
        if being_written.exists():
            return being_written
        raise CaptureMissing(f"{path}: the WARC file is gone; put it back, or see gongkai verify")

    def warc_files(self) -> list[Path]:
        """Every WARC file, finished or being written, in order of name."""
        return sorted(path for path in self.warc_dir.iterdir() if path.name.endswith((".warc.gz", ".warc.gz.open")))

    def index_path(self, name: str) -> Path:
        """The index of a WARC file: same name, `.cdxj` for `.warc.gz`."""
        return self.index_dir / (Path(name).name.removesuffix(".open").removesuffix(".warc.gz") + ".cdxj")

    @contextmanager
    def lock(self, purpose: str) -> Iterator[None]:
        """Hold the archive for one purpose (`crawl`, `import`) until the block or the process ends.

        ArchiveBusy when another process has it. The kernel lets go of the lock however the holder dies.
        """
        with (self.crawl_dir / f"{purpose}.lock").open("a+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ArchiveBusy(f"{self.root}: another {purpose} is at work here; wait for it to end") from None
            yield
