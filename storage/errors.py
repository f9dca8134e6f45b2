"""What can go wrong with what is kept. Each message is one line that says what to do next.

StorageError
├── NotAnArchive       the folder is not an archive
├── ArchiveBusy        another process writes to it
├── NewerSchema        made by a later release
├── NotADatabase       gongkai.sqlite or crawl/frontier.sqlite is something else
├── UnknownVersion     no extraction by that version
├── NothingFound       the database holds no such row
├── NotAWarc           an input file that is no WARC, ARC or WACZ
├── BrokenRecord       a record that cannot be read; the rest of the file may be whole
│   ├── DigestMismatch its bytes are not those that were archived
│   └── TooLarge       its decoded content passes the limit
├── CaptureMissing     nothing in the archive answers to that capture
└── WriteFailed        the disk refused; what was committed stays
"""


class StorageError(Exception):
    """Root of the tree; the command line prints it as one line and exits with status 2."""


class NotAnArchive(StorageError):
    """The folder is not an archive."""


class ArchiveBusy(StorageError):
    """Another process holds the archive's lock."""


class NewerSchema(StorageError):
    """A database made by a later release."""


class NotADatabase(StorageError):
    """The file is no SQLite database."""


def not_a_frontier(path: object) -> NotADatabase:
    """For crawl/frontier.sqlite."""
    return NotADatabase(f"{path} is not an SQLite database: move it away; the next crawl makes a new one")


class UnknownVersion(StorageError):
    """The database holds nothing that this reader version wrote."""


class NothingFound(StorageError):
    """The database holds no row of that name."""


class NotAWarc(StorageError):
    """The file is none of WARC, ARC and WACZ."""


class BrokenRecord(StorageError):
    """A record that cannot be read."""


class DigestMismatch(BrokenRecord):
    """The bytes differ from those that were archived."""


class TooLarge(BrokenRecord):
    """Decoding would pass the limit set for one document."""


class CaptureMissing(StorageError):
    """No record answers to the capture."""


class WriteFailed(StorageError):
    """The disk is full or refuses; the archive is whole up to the last committed record."""


REMEDIES = (
    (("SQLITE_FULL", "SQLITE_IOERR"), "make room, then start again"),
    (("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"), "make it writable, then start again"),
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "end the program that holds it, then start again"),
)


def advice(error: BaseException) -> str:
    """What to do about a refusal of SQLite; a statement that it does not take is our fault."""
    name = getattr(error, "sqlite_errorname", "")
    known = (remedy for names, remedy in REMEDIES if name.startswith(names))
    return next(known, "this is a fault of gongkai: report it with this line")
