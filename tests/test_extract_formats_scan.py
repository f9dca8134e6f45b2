"""Pictures of tables: recorded reports drawn as scans, straight, askew, blurred, with faults; where the extra is."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from pdf_printer import pdf_of
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from recorded_reports import FOLDER, Recorded, said

from extract.attachments import attachment_urls
from extract.document import Cell, Document, Link, Paragraph, Table
from extract.errors import Unreadable
from extract.figure import Figure
from extract.formats import read
from extract.formats.printed.pdf import read_pdf
from extract.formats.scans import extra
from extract.formats.scans.scan import read_image
from extract.tables.figures import TableReading, read_tables
from extract.tables.placed import tabulated
from extract.tables.scanned import settle
from extract.tables.template import recognise

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
)
needs_extra = pytest.mark.skipif(find_spec("rapidocr") is None, reason="the ocr extra is not installed: make extras")
BOX = re.compile(r"@image\d*:([\d,]+) ")
Said = Mapping[str, tuple[Any, str]]


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(next(path for path in FONTS if Path(path).exists()), size)


def drawn(tables: tuple[Table, ...], width: int = 1300, size: int = 18, *, lines: bool = True) -> Image.Image:
    """The tables one below the other, ruled if `lines`, as a page of a scan."""
    page = Image.new("L", (width, 3000), 255)
    draw, letters, y = ImageDraw.Draw(page), font(size), 60
    for table in tables:
        y = _table(draw, table, letters, y, lines=lines) + 50
    return page.crop((0, 0, width, y))


def _table(draw: ImageDraw.ImageDraw, table: Table, letters: ImageFont.FreeTypeFont, y: int, *, lines: bool) -> int:
    size, step = int(letters.size), 1180 / len(table.grid[0])
    xs = [60 + round(step * column) for column in range(len(table.grid[0]) + 1)]
    texts = {
        cell: _wrapped(cell.text, letters, xs[cell.column + cell.colspan] - xs[cell.column] - (10 if lines else 32))
        for cell in table.cells
    }
    heights = [size + 18] * len(table.grid)
    for cell in sorted(table.cells, key=lambda cell: cell.rowspan):
        more = len(texts[cell]) * (size + 12) + 10 - sum(heights[cell.row : cell.row + cell.rowspan])
        heights[cell.row + cell.rowspan - 1] += max(more, 0)
    ys = [y + sum(heights[:row]) for row in range(len(heights) + 1)]
    for cell in table.cells:
        box = (xs[cell.column], ys[cell.row], xs[cell.column + cell.colspan], ys[cell.row + cell.rowspan])
        if lines:
            draw.rectangle(box, outline=0, width=2)
        draw.multiline_text((box[0] + 7, box[1] + 4), "\n".join(texts[cell]), fill=0, font=letters, spacing=2)
    return ys[-1]


def _wrapped(text: str, letters: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines = [""]
    for char in text.replace("\n", ""):
        if letters.getlength(lines[-1] + char) > room and lines[-1]:
            lines.append("")
        lines[-1] += char
    return lines


def noisy(page: Image.Image) -> bytes:
    """A bad scan: askew by 0.8 degrees, blurred, grey, compressed."""
    turned = page.rotate(0.8, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    grey = turned.filter(ImageFilter.GaussianBlur(0.9)).point(lambda value: 40 + value * 0.75)
    return file(grey, "JPEG", quality=45)


def file(page: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    page.save(out, kind, **options)
    return out.getvalue()


@cache
def source() -> tuple[tuple[Table, ...], dict[str, tuple[Any, str]]]:
    report = Recorded(FOLDER / "2021/word-markup")
    return tuple(table for _, table in recognise(read(report.content)).tables), report.expected


def figures(document: Document) -> tuple[dict[str, tuple[Any, str]], TableReading]:
    match = recognise(document)
    reading = settle(read_tables(document, match), match.generation)
    return said(reading.figures), reading


def faults(found: Said, expected: Said) -> set[str]:
    """Codes of which something else is said than the page prints: never allowed; unread is."""
    return {code for code, figure in found.items() if figure[1] != "unreadable" and figure != expected.get(code)}


def recall(found: Said, expected: Said) -> float:
    return sum(found.get(code) == figure for code, figure in expected.items()) / len(expected)


@needs_extra
def test_a_picture_of_the_form_says_what_the_form_says() -> None:
    tables, expected = source()
    document = read_image(file(drawn(tables), "PNG"))
    found, reading = figures(document)
    assert not faults(found, expected)
    assert recall(found, expected) > 0.75
    valued = [figure for figure in reading.figures if figure.state == "value"]
    assert all("@image:" in figure.locator and figure.derived.startswith("optical reading") for figure in valued)
    assert document.media == "image"


@needs_extra
def test_a_bad_scan_is_right_or_unread() -> None:
    tables, expected = source()
    found, _ = figures(read_image(noisy(drawn(tables))))
    assert not faults(found, expected)
    assert recall(found, expected) > 0.75


@needs_extra
def test_a_pdf_of_pictures_is_read_page_by_page() -> None:
    tables, expected = source()
    small = tables[-1:]
    document = read_pdf(file(drawn(small), "PDF", resolution=150))
    found, _ = figures(document)
    assert found
    assert not faults(found, expected)
    assert any("@image1:" in cell.place for table in document.tables() for cell in table.cells)


def box(locator: str) -> tuple[int, int, int, int]:
    found = BOX.search(locator)
    assert found is not None, locator
    left, top, right, bottom = map(int, found[1].split(","))
    return left, top, right, bottom


@needs_extra
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_is_read_and_its_boxes_lie_on_the_picture_as_it_came(degrees: int) -> None:
    tables, expected = source()
    page = drawn(tables[-1:]).rotate(degrees, expand=True)
    document = read_image(file(page, "PNG"))
    found, reading = figures(document)
    assert found
    assert not faults(found, expected)
    boxes = [box(figure.locator) for figure in reading.figures]
    assert all(0 <= x0 < x1 <= page.width and 0 <= y0 < y1 <= page.height for x0, y0, x1, y1 in boxes)
    inked = [min(page.crop(box).tobytes()) < 128 for box in boxes]
    assert sum(inked) >= sum(figure.state != "blank" for figure in reading.figures)


@needs_extra
def test_a_table_without_lines_is_read_by_labels_and_places() -> None:
    tables, expected = source()
    page = drawn((tables[0], tables[-1]), lines=False)
    found, reading = figures(tabulated(read_image(file(page, "PNG"))))
    assert not faults(found, expected)
    valued = [figure for figure in reading.figures if figure.state == "value"]
    assert len(valued) > 15
    assert all("@image:" in figure.locator for figure in valued)


@needs_extra
@pytest.mark.parametrize(("mark", "said"), [("—", "—"), ("/", "/"), ("-", "—"), ("1", "1"), ("7", "7")])
def test_lone_marks_are_told_from_digits_by_their_shape(mark: str, said: str) -> None:
    page = Image.new("L", (60, 40), 255)
    ImageDraw.Draw(page).text((20, 6), mark, fill=0, font=font(20))
    import numpy as np

    from extract.formats.scans.engine import engine
    from extract.formats.scans.ink import said as say

    (text,) = say(engine(), [np.asarray(page)])
    assert text.text.strip() == said


def test_a_picture_on_a_page_of_text_is_named_where_the_extra_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.formats.printed.pdf_pictures.engine", refuse)
    document = read_pdf(text_and_picture())
    assert document.text.startswith("one two three four five six")
    assert [fault for fault in document.faults if "picture" in fault] == [
        f"page 1 holds a picture that was not read: {extra.MISSING}"
    ]


@needs_extra
def test_a_table_pasted_as_a_picture_into_a_page_of_text_is_read() -> None:
    _, expected = source()
    found, reading = figures(read_pdf(text_and_picture()))
    assert found
    assert not faults(found, expected)
    assert all("@image1:" in figure.locator for figure in reading.figures)


def refuse() -> None:
    raise Unreadable(extra.MISSING)


def text_and_picture() -> bytes:
    """A page with a line of text and, below it, a table as a picture."""
    tables, _ = source()
    picture = drawn(tables[-1:])
    high = round(480 * picture.height / picture.width)
    drawing = f"BT /F 12 Tf 60 780 Td (one two three four five six) Tj ET q 480 0 0 {high} 60 500 cm /P Do Q"
    scan = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % picture.size
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>/XObject<</P 5 0 R>>>>"
        b"/Contents 6 0 R>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        scan + b"/Length %d>>stream\n%s\nendstream" % (len(picture.tobytes()), picture.tobytes()),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing.encode()),
    )


@needs_extra
def test_a_picture_without_text_is_unread() -> None:
    random.seed(5)
    stain = Image.effect_noise((400, 300), 12)
    with pytest.raises(Unreadable, match="no text"):
        read_image(file(stain.point(lambda _: 255), "PNG"))


@needs_extra
@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n broken", "cannot be opened"),
        (file(Image.new("L", (40, 40), 255), "PNG"), "too few"),
        (file(Image.new("1", (9000, 9000), 1), "PNG"), "more than"),
    ],
)
def test_broken_small_and_huge_pictures_are_refused(payload: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_image(payload)


def test_without_the_extra_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(Unreadable, match="make extras"):
        extra.loaded("rapidocr")
    code = (
        "import sys; sys.modules['rapidocr'] = None\n"
        "from extract.formats.scans.scan import read_image\n"
        "try: read_image(b'')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.startswith("Unreadable")
    assert "make extras" in said


def scanned(code: str, value: int, score: float) -> Figure:
    return Figure(code, value, "value", str(value), "件", "table", f"t1r1c1@image:1,2,3,4 {score:.2f}")


NEW = {f"app_new__{kind}": 1 for kind in ("person", "business", "research", "charity", "legal", "other_org")}


def settled(values: Mapping[str, int], score: float) -> dict[str, str]:
    reading = settle(TableReading(tuple(scanned(code, value, score) for code, value in values.items())), "2021")
    return {figure.indicator: figure.state for figure in reading.figures}


def test_a_low_score_counts_where_the_sum_holds() -> None:
    assert set(settled({**NEW, "app_new__total": 6}, 0.4).values()) == {"value"}


def test_numbers_that_break_their_only_sum_are_unread() -> None:
    assert set(settled({**NEW, "app_new__total": 7}, 0.99).values()) == {"unreadable"}


def test_a_stroke_that_may_be_a_dash_is_unread() -> None:
    stroke = scanned("app_new__person", 1, 0.99)._replace(raw="一")
    assert [figure.state for figure in settle(TableReading((stroke,)), "2021").figures] == ["unreadable"]


def test_without_a_sum_the_score_decides() -> None:
    assert settled({"app_new__person": 3}, 0.95) == {"app_new__person": "value"}
    assert settled({"app_new__person": 3}, 0.85) == {"app_new__person": "unreadable"}


def test_figures_of_other_carriers_stay_as_they_are() -> None:
    figure = Figure("app_new__person", 3, "value", "3", "件", "table", "t1r1c1@page1:1,2,3,4")
    reading = TableReading((figure,))
    assert settle(reading, "2021") is reading


def test_pictures_are_opened_where_the_tables_should_be() -> None:
    text, picture = Paragraph("本年收到申请若干，详见下表。" * 40, "p1"), Link("http://a.example/t.png", "", "image")
    filled, about = (
        Table(1, tuple(Cell(text, row, 0, 1, 1, f"t1r{row + 1}c1") for row, text in enumerate(texts)))
        for texts in (("12", "3件", "0", "7"), ("索引号", "11220000-1", "文号", "12"))
    )
    assert list(attachment_urls(Document((text,), links=(picture,)))) == [picture.url]
    assert list(attachment_urls(Document((text, about), links=(picture,)))) == [picture.url]
    assert list(attachment_urls(Document((text, filled), links=(picture,)))) == []


def test_a_menu_above_the_heading_is_no_text_beside_pictures() -> None:
    lines = (*(f"政府信息公开目录{number}" for number in range(40)), "2020年年报", "附图")
    blocks = tuple(Paragraph(line, f"p{number}") for number, line in enumerate(lines))
    filled = Table(1, tuple(Cell("3", row, 0, 1, 1, f"t1r{row + 1}c1") for row in range(4)))
    document = Document((*blocks, filled), title="2020年年报", links=(Link("http://a.example/t.png", "", "image"),))
    assert list(attachment_urls(document)) == ["http://a.example/t.png"]
