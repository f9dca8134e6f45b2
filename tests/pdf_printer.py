"""Prints tables as PDFs of many makes: what draws the lines, what a page break does to a row, how letters are set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.document import Cell, Table

MARGIN = 50.0


@dataclass(frozen=True)
class Make:
    """How a program prints.

    `ruling`: lines, rects (thin filled), boxes (a stroked one a cell), dots, sideless (no outer upright lines), lying
    (no upright lines), standing (upright ones and the frame), stripes (grey behind every other row), none. `align`:
    where numbers stand in their cells: left, middle, right.
    `break_`: what a page break does: `rows` keeps rows whole and closes them; `cut` cuts through them and leaves cells
    open; `closed` cuts through them and closes both halves. `letters`: close, blanks (one set after every character),
    wide. `lie`: by how many degrees the text lies on its page. `mark`: words printed pale and large over every page.
    `descent`: how far below its line the font says it reaches, in thousandths.
    `height` of the page in points; `gap` between tables.
    """

    ruling: str = "lines"
    break_: str = "rows"
    letters: str = "close"
    width: float = 595.0
    height: float = 842.0
    size: float = 9.0
    gap: float = 30.0
    numbers: bool = False
    head: str = ""
    bold: bool = False
    turned: bool = False
    shaded: bool = False
    padding: float = 3.0
    align: str = "left"
    lie: int = 0
    mark: str = ""
    descent: int = -140


@dataclass
class _Page:
    draw: list[str] = field(default_factory=list)


@dataclass
class Printer:
    """Sets paragraphs and tables one below the other; `pdf` gives the bytes."""

    make: Make
    pages: list[_Page] = field(default_factory=lambda: [_Page()])
    used: set[str] = field(default_factory=set)
    y: float = MARGIN

    @property
    def _bottom(self) -> float:
        return self.make.height - MARGIN

    def paragraph(self, text: str) -> None:
        """One line of text."""
        self._text(len(self.pages) - 1, MARGIN, self.y, text)
        self.y += 2 * self.make.size

    def table(self, table: Table) -> None:
        """A table, over as many pages as it needs."""
        setting = _Setting(self.make, table)
        windows = self._windows(setting)
        for page, (start, end) in enumerate(windows, len(self.pages) - 1):
            if page == len(self.pages):
                self.pages.append(_Page())
                self.y = MARGIN
            for cell in table.cells:
                self._cell(page, setting, cell, (start, end))
                for y, line in setting.lines(cell, [other for _, other in windows]):
                    if start <= y < end:
                        self._text(page, setting.left(cell, line), y + self.y - start, line)
            self.y += end - start
        self.y += self.make.gap

    def overprint(self, x: float, y: float, text: str) -> None:
        """Words at a place, over whatever stands there."""
        self._text(len(self.pages) - 1, x, y, text)

    def rule(self) -> None:
        """A line across the page, and a frame around it."""
        self.pages[-1].draw.append(f"50 {self._up(self.y)} m 500 {self._up(self.y)} l S 20 20 500 700 re S")
        self.y += self.make.size

    def hatch(self, count: int) -> None:
        """Lines and more lines, each broken, in both directions."""
        for index in range(count):
            at = 20 + 500 * index / count
            self.pages[-1].draw.append(f"{at:.2f} {20 + index % 7 * 90} m {at:.2f} {90 + index % 7 * 90} l S")
            self.pages[-1].draw.append(f"{20 + index % 7 * 60} {at:.2f} m {70 + index % 7 * 60} {at:.2f} l S")

    def _windows(self, setting: _Setting) -> list[tuple[float, float]]:
        """The stretches of the table that pages hold."""
        windows = []
        start, room = 0.0, self._bottom - self.y
        while start < setting.height - 0.1:
            end = min(start + room, setting.height)
            if self.make.break_ == "rows" and end < setting.height:
                end = max([y for y in setting.ys if start < y <= end], default=start)
            windows.append((start, end))
            start, room = end, self._bottom - MARGIN
        return windows

    def _cell(self, page: int, setting: _Setting, cell: Cell, window: tuple[float, float]) -> None:
        start, end = window
        left, right = setting.xs[cell.column], setting.xs[cell.column + cell.colspan]
        top, bottom = setting.ys[cell.row], setting.ys[cell.row + cell.rowspan]
        shift = self.y - start
        if bottom <= start or top >= end:
            return
        closed = self.make.break_ != "cut"
        sides = (top >= start or closed, bottom <= end or closed)
        if self.make.ruling == "standing":
            sides = (cell.row == 0, cell.row + cell.rowspan == len(setting.ys) - 1)
        if self.make.ruling == "stripes" and cell.row % 2:
            self._fill(page, (left, max(top, start) + shift, right, min(bottom, end) + shift), "0.9 g")
        self._frame(page, (left, max(top, start) + shift, right, min(bottom, end) + shift), sides)

    def _frame(self, page: int, box: tuple[float, float, float, float], sides: tuple[bool, bool]) -> None:
        left, top, right, bottom = box
        ruling = self.make.ruling
        if self.make.shaded:
            self._fill(page, (left, top, right, bottom), "0.9 g")
        if ruling in {"none", "stripes"}:
            return
        if ruling == "boxes":
            self.pages[page].draw.append(f"{left} {self._up(bottom)} {right - left} {bottom - top} re S")
            return
        lines = [(left, top, left, bottom), (right, top, right, bottom)]
        if ruling == "sideless":
            lines = [line for line in lines if MARGIN + 1 < line[0] < self.make.width - MARGIN - 1]
        if ruling == "lying":
            lines = []
        lines += [(left, y, right, y) for y, drawn in zip((top, bottom), sides, strict=True) if drawn]
        for line in lines:
            self._line(page, line)

    def _line(self, page: int, line: tuple[float, float, float, float]) -> None:
        x0, y0, x1, y1 = line
        if self.make.ruling == "dots":
            steps = int(max(x1 - x0, y1 - y0) // 1.5) + 1
            for x, y in ((x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(steps + 1)):
                self._fill(page, (x - 0.3, y - 0.3, x + 0.3, y + 0.3), "0 g")
        elif self.make.ruling == "rects":
            self._fill(page, (x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25), "0 g")
        else:
            self.pages[page].draw.append(f"{x0:.2f} {self._up(y0):.2f} m {x1:.2f} {self._up(y1):.2f} l S")

    def _fill(self, page: int, box: tuple[float, float, float, float], colour: str) -> None:
        x0, y0, x1, y1 = box
        self.pages[page].draw.append(f"{colour} {x0:.2f} {self._up(y1):.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f 0 g")

    def _text(self, page: int, x: float, y: float, text: str) -> None:
        if self.make.letters == "blanks":
            text = " ".join(text)
        spacing = 0.45 * self.make.size if self.make.letters == "wide" else 0
        self.used.update(text)
        code = "".join(f"{ord(char):04X}" for char in text)
        for shift in (0.0, 0.3) if self.make.bold else (0.0,):
            self.pages[page].draw.append(
                f"BT /F {self.make.size} Tf {spacing:.2f} Tc {x + shift:.2f} {self._up(y + self.make.size):.2f} Td "
                f"<{code}> Tj ET"
            )

    def _up(self, y: float) -> float:
        return self.make.height - y

    def pdf(self) -> bytes:
        """The file."""
        for number, _ in enumerate(self.pages, 1):
            if self.make.numbers:
                self._text(number - 1, self.make.width / 2, self.make.height - 30, f"- {number} -")
            if self.make.head:
                self._text(number - 1, MARGIN, 25, self.make.head)
        return pdf_of(*self._objects())

    def _marked(self, page: _Page) -> Iterator[str]:
        """What is drawn, with the mark over it."""
        yield from page.draw
        code = "".join(f"{ord(char):04X}" for char in self.make.mark)
        for y in range(100, int(self.make.height), 150) if code else ():
            yield f"BT 0.8 g /F 40 Tf 60 {y} Td <{code}> Tj ET"

    def _objects(self) -> Iterator[bytes]:
        self.used.update(self.make.mark)
        kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(self.pages)))
        yield b"<</Type/Catalog/Pages 2 0 R>>"
        yield f"<</Type/Pages/Count {len(self.pages)}/Kids[{kids}]>>".encode()
        yield b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
        yield (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/DW 1000/W[32 126 500]/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4"
            b"/FontBBox[0 -140 1000 860]/Ascent 860/Descent %d/ItalicAngle 0/StemV 80/CapHeight 700>>>>"
            % self.make.descent
        )
        yield _stream(_to_unicode(self.used))
        for index, page in enumerate(self.pages):
            box = f"0 0 {self.make.width} {self.make.height}"
            content = "\n".join(["0.5 w", *self._marked(page)])
            if self.make.turned:  # a wide page in a tall one that is shown turned
                box = f"0 0 {self.make.height} {self.make.width}"
                content = f"q 0 1 -1 0 {self.make.height} 0 cm\n{content}\nQ"
            if self.make.lie:
                box, content = self._lying(content)
            turn = "/Rotate 90" if self.make.turned else ""
            yield (
                f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]{turn}/Resources<</Font<</F 3 0 R>>>>"
                f"/Contents {7 + 2 * index} 0 R>>"
            ).encode()
            yield _stream(content.encode())

    def _lying(self, content: str) -> tuple[str, str]:
        """A page on which everything lies."""
        wide, high = self.make.width, self.make.height
        box, turn = {
            90: ((high, wide), f"0 1 -1 0 {high} 0"),
            180: ((wide, high), f"-1 0 0 -1 {wide} {high}"),
            270: ((high, wide), f"0 -1 1 0 0 {wide}"),
        }[self.make.lie]
        return f"0 0 {box[0]} {box[1]}", f"q {turn} cm\n{content}\nQ"


class _Setting:
    """Where the cells of a table stand, were the page without end."""

    def __init__(self, make: Make, table: Table) -> None:
        width = len(table.grid[0])
        step = (make.width - 2 * MARGIN) / width
        self._make = make
        self.xs = [MARGIN + step * column for column in range(width + 1)]
        heights = [make.size * 1.3 + 4.0] * len(table.grid)
        for cell in sorted(table.cells, key=lambda cell: cell.rowspan):
            needed = make.size * 1.3 * (len(self._wrapped(cell)) + (make.break_ != "rows")) + 4.0
            have = sum(heights[cell.row : cell.row + cell.rowspan])
            heights[cell.row + cell.rowspan - 1] += max(needed - have, 0.0)
        self.ys = [sum(heights[:row]) for row in range(len(heights) + 1)]
        self.height = self.ys[-1]

    def lines(self, cell: Cell, breaks: Sequence[float]) -> Iterator[tuple[float, str]]:
        """The lines of a cell, each with its top; none stands on a page break."""
        y = self.ys[cell.row] + 2.0
        for line in self._wrapped(cell):
            y = next((end for end in breaks if y < end < y + self._make.size * 1.2), y)
            yield y, line
            y += self._make.size * 1.3

    def left(self, cell: Cell, line: str) -> float:
        """Where a line of a cell begins: a number may stand elsewhere than words."""
        left = self.xs[cell.column] + self._make.padding
        if self._make.align == "left" or not line.isdigit():
            return left
        room = self.xs[cell.column + cell.colspan] - self._make.padding - left - len(line) * self._make.size / 2
        return left + (room if self._make.align == "right" else room / 2)

    def _wrapped(self, cell: Cell) -> list[str]:
        room = self.xs[cell.column + cell.colspan] - self.xs[cell.column] - 2 * self._make.padding
        wide = {"close": 1.0, "blanks": 1.5, "wide": 1.45}[self._make.letters]
        lines, used = [""], 0.0
        for char in cell.text.replace("\n", ""):
            advance = self._make.size * (0.5 if char.isascii() else 1.0) + self._make.size * (wide - 1)
            if used + advance > room and lines[-1]:
                lines.append("")
                used = 0.0
            lines[-1] += char
            used += advance
        return lines


def printed(tables: Sequence[Table], make: Make, *, between: str = "") -> bytes:
    """The tables as one PDF; `between` is a line before each."""
    printer = Printer(make)
    for table in tables:
        if between:
            printer.paragraph(between)
        printer.table(table)
    return printer.pdf()


def _to_unicode(used: set[str]) -> bytes:
    chars = sorted(used)
    groups = [chars[i : i + 100] for i in range(0, len(chars), 100)]
    body = "".join(
        f"{len(group)} beginbfchar\n" + "".join(f"<{ord(c):04X}> <{ord(c):04X}>\n" for c in group) + "endbfchar\n"
        for group in groups
    )
    head = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    return f"{head}{body}endcmap end".encode()


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def pdf_of(*objects: bytes) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
