"""DOCX: paragraphs and tables in order, merged cells as one; DOC by way of antiword."""

from __future__ import annotations

import io
import resource
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from tempfile import NamedTemporaryFile
from typing import Any

import docx
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.building import MAX_ROWS, Builder, RawCell
from extract.formats.flat import fold_rows
from extract.formats.text import read_text

MAX_MEMBERS = 2_000
MAX_TOTAL = 200 * 2**20  # bytes of all members once unpacked
MAX_RATIO = 200
_ANTIWORD_SECONDS = 20
_ANTIWORD_MEMORY = 512 * 2**20


def read_docx(payload: bytes) -> Document:
    """A document from DOCX bytes; raises Unreadable for a broken, oversized or entity-laden file."""
    check_archive(payload)
    builder = Builder("docx")
    try:
        document = docx.Document(io.BytesIO(payload))
        builder.metadata = _properties(document)
        for item in document.iter_inner_content():
            _add(builder, item)
    except Exception as error:  # python-docx raises whatever a broken file provokes
        raise Unreadable(f"the DOCX cannot be read: {type(error).__name__}") from error
    fold_rows(builder)
    return builder.build()


def check_archive(payload: bytes) -> None:
    """Refuse a ZIP of too many members, of too much once unpacked, or with XML entities."""
    try:
        fault = _fault(payload)
    except Exception as error:  # zipfile and zlib raise whatever a broken archive provokes
        raise Unreadable("the file is a broken or locked ZIP archive") from error
    if fault:
        raise Unreadable(fault)


def _fault(payload: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or total > MAX_TOTAL or total > MAX_RATIO * max(len(payload), 2**16):
            return f"the file unpacks to {total} bytes in {len(members)} members: refused as a bomb"
        texts = (member for member in members if member.filename.endswith((".xml", ".rels")))
        entities = any(b"<!ENTITY" in _head(archive, member) for member in texts)
    return "the file declares XML entities: refused" if entities else ""


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as stream:
        return stream.read(65_536)


def _properties(document: Any) -> dict[str, str]:
    properties = document.core_properties
    pairs = {"Title": properties.title, "Author": properties.author, "Subject": properties.subject}
    return {key: value for key, value in pairs.items() if value}


def _add(builder: Builder, item: DocxParagraph | DocxTable) -> None:
    if isinstance(item, DocxTable):
        rows = [list(_cells(row)) for row in _table_rows(item)]
        builder.table(_with_heights(rows))
        return
    style = (item.style.name or "") if item.style is not None else ""
    level = int(style[-1]) if style.startswith(("Heading ", "标题 ")) and style[-1].isdigit() else 0
    for line in item.text.split("\n"):
        builder.paragraph(line, min(level, 6))


def _table_rows(table: DocxTable) -> list[Any]:
    return list(table._tbl.tr_lst)[:MAX_ROWS]  # noqa: SLF001  # the public rows repeat merged cells, cell by cell and slowly


def _cells(row: Any) -> Iterator[tuple[RawCell, bool]]:
    """The cells a row really has, and whether each goes on from the row above."""
    skipped = row.grid_before if hasattr(row, "grid_before") else 0
    if skipped:
        yield RawCell("", colspan=skipped), False
    for cell in row.tc_lst:
        text = "\n".join(_paragraph_text(paragraph) for paragraph in cell.p_lst)
        inner = cell.findall("./{*}tbl//{*}t")
        text = text or "".join(node.text or "" for node in inner)
        yield RawCell(text, colspan=cell.grid_span), cell.vMerge == "continue"


def _paragraph_text(paragraph: Any) -> str:
    return str(paragraph.text) if hasattr(paragraph, "text") else ""


def _with_heights(rows: list[list[tuple[RawCell, bool]]]) -> list[list[RawCell]]:
    """Turn the chain of vertically merged cells into row spans."""
    heads: dict[int, tuple[int, int]] = {}
    result: list[list[RawCell]] = []
    for row in rows:
        line: list[RawCell] = []
        column = 0
        for cell, continued in row:
            head = heads.get(column)
            if continued and head is not None:
                y, x = head
                result[y][x] = result[y][x]._replace(rowspan=len(result) - y + 1)
            else:
                heads[column] = (len(result), len(line))
                line.append(cell)
            column += cell.colspan
        result.append(line)
    return result


def read_doc(payload: bytes) -> Document:
    """A document from a binary Word file, through antiword; raises Unreadable where the system has none."""
    program = shutil.which("antiword")
    if program is None:
        raise Unreadable("a binary .doc needs antiword, which this system has not (Debian: apt-get install antiword)")
    with NamedTemporaryFile(suffix=".doc") as file:
        file.write(payload)
        file.flush()
        text = _antiword(program, file.name)
    if not text.strip():
        raise Unreadable("antiword found no text in the .doc: it may be another format or locked")
    return read_text(text, "utf-8", "doc")


def _antiword(program: str, path: str) -> str:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (_ANTIWORD_MEMORY, _ANTIWORD_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_ANTIWORD_SECONDS, _ANTIWORD_SECONDS))

    try:
        done = subprocess.run(  # noqa: S603  # a fixed program on a file of ours, limited and without a shell
            [program, "-w", "0", "-m", "UTF-8.txt", path],
            capture_output=True,
            timeout=_ANTIWORD_SECONDS,
            preexec_fn=limit,  # limits only; no locks are taken in it
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unreadable("antiword could not read the .doc in time") from error
    return done.stdout.decode("utf-8", "replace")
