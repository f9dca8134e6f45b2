"""One capture read in a worker: opened, made a document, judged, read; what goes wrong is an issue, never an end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from types import FrameType

from extract import formats
from extract.attachments import Answers, attached_captures
from extract.corrections import Corrections, read_corrections
from extract.document import Document, Link
from extract.errors import Unreadable
from extract.identity.kinds import Judgement
from extract.merging import Part
from extract.report import read_report, wants_attachments
from extract.used import begin, used
from lexicon.titles import classify_title
from storage.archive import Archive
from storage.capture import Capture
from storage.database.database import Database, open_database
from storage.database.packing import NarrowReport, narrow
from storage.errors import StorageError
from storage.rows import IssueRow
from storage.warc.reading import open_content

SECONDS = 60
"""Time for one page and its attachments: past it the reading is given up with an issue."""
EXPECTED = frozenset({"report", "attachment"})


class OutOfTime(Exception):
    """A reading took longer than SECONDS."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a capture: a report or nothing, issues, and the attachments that were read with it.

    `used` are the parts of the reader it depends on, `()`: all that there are; `asked` the addresses at which files of
    the page were looked for.
    """

    capture_id: str
    report: NarrowReport | None = None
    issues: tuple[IssueRow, ...] = ()
    claimed: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass
class CaptureReader:
    """Opens captures of one archive; every worker has one."""

    archive: Archive
    database: Database = field(init=False)
    corrections: Corrections = field(init=False)
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self.database = open_database(self.archive.database_path)
        self.corrections = read_corrections(self.archive)
        self.answers = Answers(self.archive, self.database)

    def read(self, capture_id: str) -> Outcome:
        """Everything that one capture holds. Never raises for what the capture holds."""
        begin()
        self.answers.asked.clear()
        capture = self.database.capture(capture_id)
        outcome = (
            failed(capture_id, "broken_capture", "no such capture") if capture is None else self.read_capture(capture)
        )
        return replace(outcome, used=used(), asked=tuple(sorted(self.answers.asked)))

    def read_capture(self, capture: Capture) -> Outcome:
        """The outcome of a capture, with what went wrong as an issue."""
        try:
            with time_limit(SECONDS):
                return self._read(capture)
        except OutOfTime:
            return failed(capture.id, "too_slow", f"reading took more than {SECONDS} seconds and was given up")
        except Unreadable as error:
            return failed(capture.id, "unreadable", error.reason)
        except StorageError as error:
            return failed(capture.id, "broken_capture", str(error))
        except (MemoryError, RecursionError) as error:
            return failed(
                capture.id, "too_large", f"{type(error).__name__} while reading: the page is too large or too deep"
            )
        except Exception as error:  # noqa: BLE001  # a fault of ours in one page must not end the run; the issue names it
            return failed(capture.id, "reader_fault", f"{type(error).__name__}: {error}"[:300])

    def _read(self, capture: Capture) -> Outcome:
        page = Part(capture, self._page(capture), partial(open_content, self.archive, capture))
        parts, unread, claimed = [page], list[str](), list[str]()
        if wants_attachments(page):
            for attachment in attached_captures(capture, page.document, self.answers):
                try:
                    again = partial(open_content, self.archive, attachment)
                    parts.append(Part(attachment, self._document(attachment), again))
                except (Unreadable, StorageError) as error:
                    unread.append(f"{attachment.url}: {error}")
                    claimed.append(attachment.id)
        result, own = read_report(parts, unread, self.corrections)
        if isinstance(result, Judgement):
            return Outcome(capture.id, None, tuple(not_a_report(capture, result)))
        return Outcome(capture.id, narrow(result), (), (*claimed, *(part.capture.id for part in own[1:])))

    def _page(self, capture: Capture) -> Document:
        """The document of a page; a file that should be a report and no reader understands is one without text."""
        try:
            return self._document(capture)
        except Unreadable as error:
            found = capture.found
            if found is None or classify_title(found.link_title or found.link_text).kind != "report":
                raise
            return Document((), links=(Link(capture.url, "", "attachment"),), faults=(error.reason,))

    def _document(self, capture: Capture) -> Document:
        content = open_content(self.archive, capture)
        document = formats.read(content)
        if content.truncated:
            raise Unreadable(f"the answer is not whole ({content.truncated}): fetch it again")
        return document


def not_a_report(capture: Capture, judgement: Judgement) -> Iterator[IssueRow]:
    """A word on a page that is none, where a report was expected, its title is one's, or nothing says what it is."""
    found = capture.found
    expected = found is not None and found.role in EXPECTED
    titled = judgement.title == "report" or (found is None and judgement.title != "other")
    if expected or (titled and not judgement.list):
        yield IssueRow("info", "not_a_report", judgement.why, None, capture.id)


def failed(capture_id: str, kind: str, detail: str) -> Outcome:
    """Nothing but an issue."""
    level = "error" if kind == "reader_fault" else "warning"
    return Outcome(capture_id, None, (IssueRow(level, kind, detail, None, capture_id),))


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise OutOfTime inside the block after so many seconds; without effect outside the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
