"""Which errors a person can do something about: they end as one line and exit status 2, never as a traceback."""

from __future__ import annotations


def expected() -> tuple[type[BaseException], ...]:
    """The roots of the error trees; asked for only once something was raised, as they lie beside heavy modules."""
    import sqlite3

    from sqlalchemy.exc import OperationalError

    from crawler.errors import CrawlerError
    from extract.errors import ExtractError
    from storage.errors import StorageError

    return (StorageError, CrawlerError, ExtractError, OperationalError, sqlite3.OperationalError, OSError)


def one_line(error: BaseException) -> str:
    """What to print of it."""
    import sqlite3

    from storage.errors import advice

    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    cause = getattr(error, "orig", None) or error  # the database's own words, without the statement
    if isinstance(cause, sqlite3.OperationalError):
        return f"a database of the archive refused ({cause}); {advice(cause)}: nothing is lost"
    return " ".join(str(cause).split()) or type(error).__name__
