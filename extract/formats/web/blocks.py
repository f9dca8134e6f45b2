"""The walk over a page's nodes: paragraphs, headings and tables in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from extract.formats.building import MAX_BLOCKS, MAX_ROWS, Builder, RawCell, note
from extract.formats.web.words import page_words
from extract.tuples import maker

BREAK = "\u2028"  # stands for <br> while the text of a node is taken in one call
MAX_DEPTH = 120
_INLINE = frozenset(page_words("inline"))
_SKIPPED = frozenset(page_words("skipped"))
_STRUCK = frozenset(page_words("struck"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|footer|foot|share|bdshare|related|sidebar|crumbs?|breadcrumbs?|position|toolbar|pager|"
    r"copyright|header|top-?bar|search|xgwz|xglj|fenxiang)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TEXTLESS = {"script", "style", "textarea", "embed", "param", "map"}  # gone by now, or without text
_UNLIKE = ", ".join(sorted((_SKIPPED | _STRUCK | {"sup"}) - _TEXTLESS))  # what makes a cell more than the text in it
_MARK = "\uf8f1"  # of the private use area: between the pieces of a cell's text
_raw_cell = maker(RawCell)
ONE = (1, 1)
_LONG_CELL = 400  # characters: a table of such cells lays out a page, it holds no data
_NUMERIC = re.compile(r"[\s\d.,，/—-]{0,20}\Z")


class Walk:
    """Reads one container into a builder.

    `whole`: the container is the body, so navigation is passed over. `inputs`: the page has input fields; `hides`: it
    has elements that are not displayed. Hidden rows, cells and words are passed over; hidden tables (of a tab that a
    click shows, of a copy for small screens, of another year) come after all that is shown.
    """

    def __init__(self, builder: Builder, *, whole: bool, inputs: bool, hides: bool) -> None:
        self._builder = builder
        self._whole = whole
        self._inputs = inputs
        self._hides = hides
        self._line: list[str] = []
        self._later: list[tuple[LexborNode, str, int, int]] = []

    def read(self, node: LexborNode) -> None:
        """Read everything below the node."""
        self._blocks(node, 0, 0)
        self._end_line(0)
        for block in self._later:
            self._block(*block)

    def _blocks(self, node: LexborNode, level: int, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._line.append(node.text())
            return
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._line.append(child.text())
            elif tag in _INLINE:
                if not self._hidden(child):
                    self._blocks(child, level, depth + 1)
            elif tag not in _SKIPPED and not self._is_navigation(child):
                if self._hidden(child) and (tag == "table" or child.css_first("table") is not None):
                    self._later.append((child, tag, level, depth))
                else:
                    self._block(child, tag, level, depth)

    def _block(self, node: LexborNode, tag: str, level: int, depth: int) -> None:
        if len(self._builder.blocks) > MAX_BLOCKS:
            return
        self._end_line(level)
        if tag == "table":
            self._table(node, level, depth)
            return
        inner = _HEADINGS.get(tag, level)
        self._blocks(node, inner, depth + 1)
        self._end_line(inner)

    def _end_line(self, level: int) -> None:
        if self._line:
            text = "".join(self._line)
            self._line.clear()
            for line in text.split(BREAK):
                self._builder.paragraph(_joined(line), level)

    def _is_navigation(self, node: LexborNode) -> bool:
        if not self._whole or node.tag not in {"div", "ul", "header", "section", "td"}:
            return False
        attributes = node.attributes
        name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        return bool(name.strip() and _NAVIGATION.search(name) and not node.css_first("table td"))

    def _hidden(self, node: LexborNode) -> bool:
        if not self._hides:
            return False
        attributes = node.attributes
        return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))

    def _shown(self, nodes: Iterator[LexborNode]) -> list[LexborNode]:
        return [node for node in nodes if not self._hidden(node)] if self._hides else list(nodes)

    def _table(self, table: LexborNode, level: int, depth: int) -> None:
        rows = [self._shown(_own(row, ("td", "th"))) for row in self._shown(_table_rows(table))]
        if self._is_layout(table, rows):
            for cell in (cell for row in rows for cell in row):
                self._blocks(cell, level, depth + 1)
                self._end_line(level)
            return
        caption = table.css_first("caption")
        if caption is not None:
            self._builder.paragraph(caption.text().replace(BREAK, " "))
        spans = {cell.mem_id: _spans(cell) for cell in table.css("[rowspan], [colspan]")}  # most tables have none
        text = self._cell_text if self._hides or table.css_first(_UNLIKE) is not None else self._whole_text
        if spans:
            self._builder.table([[RawCell(text(cell), *spans.get(cell.mem_id, ONE)) for cell in row] for row in rows])
        else:
            self._builder.table([[_raw_cell((text(cell), 1, 1, "")) for cell in row] for row in rows])

    def _is_layout(self, table: LexborNode, rows: list[list[LexborNode]]) -> bool:
        count = sum(len(row) for row in rows)
        inner = table.css("table")[1:] if count else []
        if any(len(nested.css("td, th")) > 1 for nested in inner):
            return True
        texts = [cell.text().strip() for row in rows for cell in row] if count < 12 or inner else None
        if _is_column(table, rows):
            return True
        if texts is None:
            return len(table.text()) > _LONG_CELL * count
        longest = max(len(text) for text in texts)
        return longest > _LONG_CELL or (longest > 60 and not any(_NUMERIC.match(text) for text in texts))

    def _whole_text(self, cell: LexborNode) -> str:
        """The text of a cell that hides nothing: one piece however it is wrapped, or to be read part by part."""
        text = cell.text(separator=_MARK)
        if _MARK in text:
            pieces = [piece for piece in text.split(_MARK) if not piece.isspace()]
            if len(pieces) > 1:
                return self._cell_text(cell)
            text = "".join(pieces)
        if not text or text.isspace():
            return self._input_value(cell) if self._inputs else ""
        return _joined(text.replace(BREAK, "\n")) if BREAK in text else text

    def _cell_text(self, cell: LexborNode) -> str:
        text = "".join(self._cell_parts(cell, 0)).replace(BREAK, "\n")
        if self._inputs and (not text or text.isspace()):
            return self._input_value(cell)
        return text

    def _cell_parts(self, node: LexborNode, depth: int) -> Iterator[str]:
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text" or depth > 20:
                yield _joined(child.text())
            elif tag in _SKIPPED or tag in _STRUCK or self._hidden(child):
                continue
            elif tag == "sup":
                yield note(child.text())
            elif tag in _INLINE:
                yield from self._cell_parts(child, depth + 1)
            else:
                yield "\n"
                yield from self._cell_parts(child, depth + 1)
                yield "\n"

    def _input_value(self, cell: LexborNode) -> str:
        field = cell.css_first("input")
        if field is None or (field.attributes.get("type") or "text").lower() not in {"text", "number"}:
            return ""
        return field.attributes.get("value") or ""


def _table_rows(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of this table, not those of tables inside it."""
    count = 0
    for child in table.iter():
        for row in (child,) if child.tag == "tr" else _own(child, ("tr",)):
            count += 1
            if count > MAX_ROWS:
                return
            yield row


def _is_column(table: LexborNode, rows: list[list[LexborNode]]) -> bool:
    """Whether a table is one cell, or one column with a text in it: its rows are parts of a page."""
    count = sum(len(row) for row in rows)
    return count <= 1 or (all(len(row) < 2 for row in rows) and table.text().count("。") > 1)


def _own(node: LexborNode, tags: tuple[str, ...]) -> Iterator[LexborNode]:
    return (child for child in node.iter() if child.tag in tags)


def _joined(text: str) -> str:
    """Source line breaks are white space on a page, not lines; tabs between words are kept where no line ends."""
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", text) if "\n" in text or "\r" in text else text


def _spans(cell: LexborNode) -> tuple[int, int]:
    """Rows and columns that a cell declares to cover."""
    attributes = cell.attributes
    return _span(attributes.get("rowspan") or ""), _span(attributes.get("colspan") or "")


def _span(text: str) -> int:
    digits = text.strip()
    return int(digits) if digits.isdigit() and len(digits) < 5 else 1
