"""DOC, the binary Word file: paragraphs and tables as they are shown, in order, those of text boxes too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.building import MAX_ROWS, Builder, RawCell, note
from extract.formats.flat import fold_rows
from extract.formats.office.antiword import read_by_antiword
from extract.formats.office.doc_file import WordFile, word_file
from extract.formats.office.doc_properties import DELETED, RAISED, Properties, Row
from extract.formats.office.word_table import merged_down

_ENDS = "\r\x07\x0c"
_SIGNS = {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\x09": "\t"}
_NEAR = 40  # twentieths of a point: edges of cells that are one
_DEEPEST = 20
_BODY, _BOXES = 0, 6  # of the parts of the text


def read_doc(payload: bytes) -> Document:
    """A document from a binary Word file; raises Unreadable for a broken or locked one.

    Files of before 1997 are left to antiword.
    """
    try:
        file = word_file(payload)
    except Unreadable:
        raise
    except Exception as error:  # olefile and struct raise whatever a broken file provokes
        raise Unreadable(f"the .doc cannot be read: {type(error).__name__}") from error
    if file is None:
        return read_by_antiword(payload)
    builder = Builder("doc")
    for part in (_BODY, _BOXES):
        tables = _Tables(builder)
        for text, said in _paragraphs(file, part):
            tables.add(text, said)
        tables.close()
    fold_rows(builder)
    return builder.build()


def _paragraphs(file: WordFile, part: int) -> Iterator[tuple[str, Properties]]:
    """The paragraphs of one part of the text, with what each says of itself."""
    sizes = [max(size, 0) for size in file.stories]
    start = sum(sizes[:part])
    end = min(start + sizes[part], len(file.text))
    shown = _Shown()
    for at in range(start, end):
        sign = file.text[at]
        if sign in _ENDS:
            said = file.properties(at)
            yield shown.taken(), said._replace(ends_cell=said.ends_cell or sign == "\x07")
        else:
            shown.add(sign, file.marks[at])
    yield shown.taken(), Properties()


@dataclass
class _Shown:
    """Collects what is seen of a paragraph: no codes of fields, nothing deleted, what is raised as a note."""

    parts: list[str] = field(default_factory=list)
    raised: str = ""
    codes: list[bool] = field(default_factory=list)  # of open fields: whether the code is not over yet

    def add(self, sign: str, mark: int) -> None:
        """Take in one character."""
        if sign == "\x13":
            self.codes.append(True)
        elif sign == "\x14" and self.codes:
            self.codes[-1] = False
        elif sign == "\x15" and self.codes:
            self.codes.pop()
        elif not any(self.codes) and mark != DELETED and (sign >= " " or sign in _SIGNS):
            self._put(_SIGNS.get(sign, sign), mark)

    def _put(self, text: str, mark: int) -> None:
        if mark == RAISED:
            self.raised += text
            return
        self._lower()
        self.parts.append(text)

    def _lower(self) -> None:
        if self.raised:
            self.parts.append(note(self.raised))
            self.raised = ""

    def taken(self) -> str:
        """The text so far, and none of it any more."""
        self._lower()
        text = "".join(self.parts)
        self.parts.clear()
        self.codes.clear()
        return text


Content = list["str | _Table"]


@dataclass
class _Table:
    """Rows of cells, what is in each, and where the cells of each row stand."""

    rows: list[tuple[list[Content], Row | None]] = field(default_factory=list)
    cells: list[Content] = field(default_factory=list)
    content: Content = field(default_factory=list)

    def end_cell(self) -> None:
        self.cells.append(self.content)
        self.content = []

    def end_row(self, row: Row | None) -> None:
        if len(self.rows) < MAX_ROWS:
            self.rows.append((self.cells, row))
        self.cells, self.content = [], []


class _Tables:
    """Puts paragraphs into cells, rows and tables, and adds what is whole to a builder."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._open: list[_Table] = []

    def add(self, text: str, said: Properties) -> None:
        """Take in one paragraph."""
        depth = min(said.depth, _DEEPEST)
        self._close_to(depth)
        while len(self._open) < depth:
            self._open.append(_Table())
        if not depth:
            self._lines(text, said.level)
        elif said.ends_row:
            self._open[-1].end_row(said.row)
        else:
            self._open[-1].content.append(text)
            if said.ends_cell:
                self._open[-1].end_cell()

    def close(self) -> None:
        """End all tables."""
        self._close_to(0)

    def _close_to(self, depth: int) -> None:
        while len(self._open) > depth:
            table = self._open.pop()
            if self._open:
                self._open[-1].content.append(table)
            else:
                self._put(table)

    def _lines(self, text: str, level: int = 0) -> None:
        for line in text.split("\n"):
            self._builder.paragraph(line, level)

    def _put(self, table: _Table) -> None:
        if not _is_layout(table):
            self._builder.table(merged_down(_shaped(table)))
            return
        for part in (part for cells, _ in table.rows for content in cells for part in content):
            self._put(part) if isinstance(part, _Table) else self._lines(part)


def _is_layout(table: _Table) -> bool:
    """Whether a table only sets out what is in it: one cell, or cells with tables of more than one."""
    contents = [content for cells, _ in table.rows for content in cells]
    inner = (part for content in contents for part in content if isinstance(part, _Table))
    return len(contents) < 2 or any(sum(len(cells) for cells, _ in one.rows) > 1 for one in inner)


def _shaped(table: _Table) -> Iterator[list[tuple[RawCell, bool]]]:
    """The rows, each cell as wide as the edges of all rows make it; whether it goes on from the row above."""
    places = sorted({place for _, row in table.rows if row for place in (row.start, *(cell.end for cell in row.cells))})
    edges = [place for before, place in pairwise([-100_000, *places]) if place - before > _NEAR]
    for cells, row in table.rows:
        yield list(_row_cells([_text(content) for content in cells], row, edges))


def _row_cells(texts: Sequence[str], row: Row | None, edges: Sequence[int]) -> Iterator[tuple[RawCell, bool]]:
    if row is None or len(row.cells) != len(texts):
        yield from ((RawCell(text), False) for text in texts)
        return
    left = _index(edges, row.start)
    if left:
        yield RawCell("", colspan=left), False
    waiting: tuple[RawCell, bool] | None = None
    for text, shape in zip(texts, row.cells, strict=True):
        right = _index(edges, shape.end)
        span = max(right - left, 1)
        left = max(right, left)
        if waiting and shape.joined:
            waiting = (waiting[0]._replace(colspan=waiting[0].colspan + span), waiting[1])
            continue
        if waiting:
            yield waiting
        waiting = RawCell(text, colspan=span), shape.down
    if waiting:
        yield waiting


def _index(edges: Sequence[int], place: int) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - place))


def _text(content: Content) -> str:
    """The text of a cell, that of a table of one cell in it too."""
    parts = (
        (part,) if isinstance(part, str) else (_text(inner) for cells, _ in part.rows for inner in cells)
        for part in content
    )
    return "\n".join(text for texts in parts for text in texts)
