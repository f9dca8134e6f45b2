"""Which captures a run reads: those a newer reader may read otherwise, each content of an address once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from extract.attachments import files_of
from extract.corrections import CORRECTED, STALE, read_corrections
from storage.archive import Archive
from storage.capture import Capture
from storage.database.database import Database
from storage.withdrawn import why_withdrawn, withdrawn_captures

PASSED_OVER = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")
"""Media types that are never a report's page; pictures are read as attachments of one."""
NEVER = frozenset({"robots", "asset"})
PAGES = frozenset({"", "text/plain", "application/json", "text/xml"})
WITHDRAWN = ("core", "withdrawn")
"""The parts of the reader by which a capture is passed over because it was withdrawn."""
Ids = dict[str, None]
"""Ids of captures, each once, in order."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What to read, in the order it lies: pages (that may claim attachments), files, pages as a browser rendered them;
    and what needs no reading of its own, because it was withdrawn or for another reason.
    """

    pages: Ids = field(default_factory=dict)
    files: Ids = field(default_factory=dict)
    rendered: Ids = field(default_factory=dict)
    passed: Ids = field(default_factory=dict)
    withdrawn: Ids = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return any((self.pages, self.files, self.rendered, self.passed, self.withdrawn))

    def read(self, capture: Capture, by_browser: Collection[str]) -> None:
        """Have a capture read with its kind."""
        page = self.pages if is_page(capture) else self.files
        (self.rendered if capture.id in by_browser else page)[capture.id] = None


def select(
    db: Database, fresh: Collection[str], also: Iterable[str], *, warcs: Collection[str], everything: bool
) -> Selection:
    """What to read: what no reader of `fresh` has read, the captures `also`, and pages to which something else is new.

    Those are pages that asked for an address when they were read and now have a new answer there, pages with parts
    that were withdrawn since, and what a browser made of any of these.
    """
    chosen, by_browser = Selection(), db.rendered()
    for capture in db.captures_to_read(fresh, warcs, everything):
        if why_withdrawn(capture):
            chosen.withdrawn[capture.id] = None
        elif not worth_opening(capture):
            chosen.passed[capture.id] = None
        elif capture.id in by_browser:
            chosen.rendered[capture.id] = None
        else:
            once(db, chosen, capture, named=bool(warcs))
    chosen.withdrawn.update(dict.fromkeys(newly_withdrawn(db, fresh)))
    again = {*asking(db, warcs), *beside(db, chosen.withdrawn), *also}
    for known in filter(None, map(db.capture, sorted(again))):
        if not why_withdrawn(known):
            chosen.read(known, by_browser)
    chosen.rendered.update(dict.fromkeys(rendered_of(db, by_browser, chosen.pages)))
    return chosen


def once(db: Database, chosen: Selection, capture: Capture, *, named: bool) -> None:
    """Of captures with the same content at the same address the first is read: revisits and repeats are one page.

    `named`: only some WARC files are read, and the first may lie in another.
    """
    first, *repeats = db.alike(capture)
    if capture.id == first:
        chosen.read(capture, ())
        chosen.passed.update(dict.fromkeys(repeats))
        return
    chosen.passed[capture.id] = None
    if named:
        chosen.read(replace(capture, id=first), ())


def newly_withdrawn(db: Database, fresh: Collection[str]) -> Iterator[str]:
    """The captures that the list of what was withdrawn names, but those passed over for it already."""
    done = {version for version, parts in db.readers().items() if version in fresh and parts.keys() == set(WITHDRAWN)}
    for public in withdrawn_captures(db):
        ((read_by,),) = db.query("SELECT read_by FROM captures WHERE id = ?", (public,))
        if read_by not in done:
            yield public


def alone(db: Database, files: Iterable[str]) -> list[str]:
    """Those of some files, parts of a report until now, that may be one by themselves."""
    captures = filter(None, map(db.capture, sorted(files)))
    may_be = (file for file in captures if worth_opening(file) and not why_withdrawn(file))
    return [file.id for file in may_be if db.alike(file)[:1] == [file.id]]


def asking(db: Database, warcs: Collection[str]) -> Iterator[str]:
    """The pages that asked for what has been archived since they were read; the same once more is nothing new."""
    for answer in db.new_answers(warcs):
        pages = db.pages_asking(addresses(answer))
        if pages and not db.is_repeated(answer):
            yield from pages


def beside(db: Database, files: Iterable[str]) -> Iterator[str]:
    """The pages that took some files as parts of their reports, or opened them and did not."""
    for file in filter(None, map(db.capture, files)):
        yield from (*db.pages_claiming([file.id]), *db.pages_asking(addresses(file)))


def addresses(answer: Capture) -> list[str]:
    """The addresses by which a page may have asked for an answer."""
    found = answer.found
    on_page = [files_of(found.page)] if found and found.role == "attachment" and found.page else []
    return [answer.url, *on_page]


def rendered_of(db: Database, by_browser: Mapping[str, str], pages: Collection[str]) -> Iterator[str]:
    """What a browser made of some pages: what the plain answer makes now decides whether it is read."""
    for public, url in by_browser.items():
        if any(row[0] in pages for row in db.query("SELECT id FROM captures WHERE url = ?", (url,))):
            yield public


def needless(db: Database) -> list[str]:
    """Rendered pages whose plain answer made a report: what the server sent is read, not what became of it."""
    sql = """SELECT 1 FROM captures AS plain JOIN reports ON reports.capture_id = plain.id
             WHERE plain.url = ? AND reports.status <> 'unread'
                   AND json_extract(plain.verdict, '$.kind') IS NOT 'rendered' LIMIT 1"""
    return [public for public, url in db.rendered().items() if db.query(sql, (url,))]


def worth_opening(capture: Capture) -> bool:
    """Whether a capture can hold a report at all, by what it was fetched for and its media type."""
    role = capture.found.role if capture.found else ""
    if role in NEVER:
        return False
    return role == "attachment" or not capture.media_type.startswith(PASSED_OVER)


def is_page(capture: Capture) -> bool:
    """Whether a capture is a page (that may have attachments) and no file."""
    return "html" in capture.media_type or capture.media_type in PAGES


def corrected(db: Database, archive: Archive) -> Iterator[str]:
    """The pages of reports that a correction names or named."""
    said = db.query("SELECT DISTINCT report_id FROM issues WHERE kind IN (?, ?)", (CORRECTED, STALE))
    for report in sorted({*read_corrections(archive), *(row[0] for row in said)}):
        yield from (row[0] for row in db.query("SELECT capture_id FROM reports WHERE id = ?", (report,)))
