"""What is read again when the reader changes: everything that may come out otherwise, and nothing else."""

from __future__ import annotations

import ast
import functools
import gc
import importlib
import io
import random
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from extract_archive import dump, make_archive, rows
from mixed_archive import PAGES

from extract import pipeline, readerversion, sources
from extract.document import Document, Paragraph
from extract.figure import Issue
from extract.pipeline import ExtractOptions, extract
from extract.pool import read_all
from extract.readerversion import ENTRANCES, LIBRARIES, Reader, files_of, modules_of, program
from extract.reading import CaptureReader, Outcome
from storage.archive import Archive
from storage.database.database import open_database

REPORTS = {"narrative", "namesake", "statutory", "wrong sums", "pdf", "workbook", "text", "attached"}
FORMS = {"statutory", "wrong sums", "pdf", "workbook", "text"}
READ_AGAIN = {
    "core": {*PAGES} - {"picture", "file", "half a scan"},
    "html": {"list", "news", "budget", "narrative", "namesake", "statutory", "wrong sums", "attached", "pictured"},
    "text": {"text"},
    "pdf": {"pdf"},
    "word": {"attached"},
    "sheet": {"workbook"},
    "scan": {"pictured"},
    "placed": {"pdf", "pictured"},
    "tables": FORMS | {"budget"},
    "arithmetic": FORMS,
    "bodies": REPORTS | {"pictured"},
    "hosts": {"namesake"},
    "prose": REPORTS,
    "checks": REPORTS | {"pictured"},
    "withdrawn": set(),
}
NAMES = {page.url: name for name, page in PAGES.items()}


@pytest.fixture(autouse=True)
def without_divisions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load_lists", lambda db: None)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive as this program reads it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_lists", lambda db: None)
        archive = make_archive(tmp_path_factory.mktemp("read") / "archive", list(PAGES.values()))
        assert reading(patch, archive) == READ_AGAIN["core"]
    return archive.root


@pytest.fixture
def archive(tmp_path: Path, read: Path) -> Archive:
    return Archive.open(shutil.copytree(read, tmp_path / "archive"))


def change(monkeypatch: pytest.MonkeyPatch, *parts: str) -> None:
    """Have the program differ in some parts."""
    now = {**program().parts, **dict.fromkeys(parts, "changed")}
    monkeypatch.setattr(pipeline, "program", lambda: Reader(now))
    monkeypatch.setattr(pipeline, "sources", lambda: "+".join(sorted(parts)))


def reading(monkeypatch: pytest.MonkeyPatch, archive: Archive) -> set[str]:
    """Extract, and tell what was read."""
    read: list[str] = []

    def noting(archive: Archive, captures: Collection[str], workers: int) -> Iterator[Outcome]:
        read.extend(captures)
        yield from read_all(archive, list(captures), workers)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "read_all", noting)
        extract(archive)
    urls = dict(rows(archive, "SELECT id, url FROM captures"))
    assert len(read) == len(set(read))
    return {NAMES[urls[capture]] for capture in read}


def test_every_part_has_its_captures() -> None:
    assert all(sources.path_of(name) for names in ENTRANCES.values() for name in names)
    assert all(sources.path_of(name) for name in (LIBRARIES.keys() | readerversion.DECLARED.keys()) - {"withdrawn"})
    assert READ_AGAIN.keys() == ENTRANCES.keys() == program().parts.keys()


@pytest.mark.parametrize("part", READ_AGAIN)
def test_only_what_used_a_part_is_read_again(monkeypatch: pytest.MonkeyPatch, archive: Archive, part: str) -> None:
    assert reading(monkeypatch, archive) == set()
    change(monkeypatch, part)
    assert reading(monkeypatch, archive) == READ_AGAIN[part]
    assert reading(monkeypatch, archive) == set()


def test_what_does_not_say_what_it_used_is_read_again(monkeypatch: pytest.MonkeyPatch, archive: Archive) -> None:
    with open_database(archive.database_path) as db, db.writing():
        db.store.run("UPDATE reader SET parts = NULL, sources = NULL")
    assert reading(monkeypatch, archive) == READ_AGAIN["core"]


def longer(read: Callable[..., Document]) -> Callable[..., Document]:
    more = Paragraph("这一段是新的读法才看得到的文字，读出来的内容因此不同，长度超过二十五个字。", "p999")
    return lambda *given: replace(done := read(*given), blocks=(*done.blocks, more))


def without_first(made: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given, **named: list(made(*given, **named))[1:]


def fewer(read: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: replace(done := read(*given), figures=done.figures[1:])


def doubtful(settle: Callable[..., Any]) -> Callable[..., Any]:
    issue = Issue("info", "tested", "a changed part says so")
    return lambda *given: replace(done := settle(*given), issues=(*done.issues, issue))


CHANGES: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "core": ("extract.report", "digest_of", lambda digest: lambda *given: digest(*given)[::-1]),
    "html": ("extract.formats.web.html", "read_html", longer),
    "text": ("extract.formats.text", "read_text", longer),
    "pdf": ("extract.formats.printed.pdf", "read_pdf", longer),
    "word": ("extract.formats.office.word", "read_docx", longer),
    "sheet": ("extract.formats.office.sheet", "read_sheet", longer),
    "scan": ("extract.formats.scans.scan", "read_image", lambda read: lambda payload: Document(())),
    "placed": ("extract.tables.placed", "tabulated", longer),
    "tables": ("extract.merging", "read_tables", fewer),
    "arithmetic": ("extract.merging", "settle", doubtful),
    "bodies": ("extract.merging", "identify", lambda ask: lambda *given: replace(ask(*given), title="改过的题目")),
    "hosts": ("extract.identity.bodyname", "code_of_host", lambda ask: lambda host: "220104"),
    "prose": ("extract.merging", "stated", without_first),
    "checks": ("extract.report", "run_checks", without_first),
}


def test_a_report_that_a_changed_part_finds_is_a_difference(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A page that was none to the first program: every figure of its report is new."""
    archive = make_archive(tmp_path / "archive", [PAGES["narrative"]])
    with monkeypatch.context() as patch:
        apply(patch, [])
        patch.setattr("extract.formats.web.html.read_html", lambda *given: Document(()))
        extract(archive)
    monkeypatch.setattr(pipeline, "load_lists", lambda db: None)
    change(monkeypatch, "html")
    extract(archive)
    with open_database(archive.database_path) as db:
        changes = list(db.changes(*db.versions()))
    assert {change.before for change in changes} == {(None, None, None)}
    assert len(changes) == len(rows(archive, "SELECT * FROM figures")) == 10


def apply(monkeypatch: pytest.MonkeyPatch, parts: Collection[str]) -> None:
    """Change what parts do, and say so."""
    for part in parts:
        module, name, changed = CHANGES[part]
        monkeypatch.setattr(f"{module}.{name}", changed(getattr(importlib.import_module(module), name)))
    change(monkeypatch, *parts)


@pytest.mark.parametrize("part", CHANGES)
def test_reading_again_gives_the_rows_of_reading_everything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, archive: Archive, part: str
) -> None:
    before = dump(archive)
    apply(monkeypatch, [part])
    extract(archive)
    scratch = make_archive(tmp_path / "scratch", list(PAGES.values()))
    extract(scratch)
    assert dump(archive) == dump(scratch) != before
    assert rows(archive, "SELECT detail FROM issues WHERE kind = 'reader_fault'") == []


@pytest.mark.parametrize("seed", range(2))
def test_the_same_after_several_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, archive: Archive, seed: int
) -> None:
    order = random.Random(seed).sample(sorted(CHANGES), 4)
    for count in range(1, len(order) + 1):
        with monkeypatch.context() as patch:
            patch.setattr(pipeline, "load_lists", lambda db: None)
            apply(patch, order[:count])
            extract(archive)
            if count == len(order):
                scratch = make_archive(tmp_path / "scratch", list(PAGES.values()))
                extract(scratch, ExtractOptions(workers=2))
    assert dump(archive) == dump(scratch)


# a part is noted wherever any of it runs


def forget() -> None:
    """Empty what functions remember, but the list of places, which takes long to load."""
    for known in gc.get_objects():
        if isinstance(known, functools._lru_cache_wrapper):
            module = known.__module__ or ""
            if module.startswith(("extract.", "lexicon.")) and not module.startswith("lexicon.place"):
                known.cache_clear()


def module_of(path: str) -> str:
    try:
        inner = Path(path).relative_to(sources.ROOT).with_suffix("")
    except ValueError:
        return ""
    return ".".join(inner.parts).removesuffix(".__init__")


def test_nothing_runs_and_nothing_is_opened_but_what_a_reading_says_it_used(
    monkeypatch: pytest.MonkeyPatch, archive: Archive
) -> None:
    reader = CaptureReader(archive)
    for capture, url in rows(archive, "SELECT id, url FROM captures WHERE media_type NOT LIKE 'image%'"):
        forget()
        with monkeypatch.context() as patch:
            outcome, ran, opened = watched(patch, partial(reader.read, capture))
        modules = {name for name in map(module_of, ran) if name.startswith(("extract.", "lexicon.", "storage.warc."))}
        assert modules - {module for part in outcome.used for module in modules_of(part)} - AROUND == set(), url
        declared = {path for path in opened if any(path.is_relative_to(folder) for folder in OURS)}
        assert declared <= {path for part in outcome.used for path in files_of(part)}, url
    reader.database.close()


def watched(patch: pytest.MonkeyPatch, read: Callable[[], Outcome]) -> tuple[Outcome, set[str], set[Path]]:
    """An outcome, the files of the code that ran, and the files that were opened."""
    ran, opened, plain = set[str](), set[Path](), io.open

    def opening(file: Any, *given: Any, **named: Any) -> Any:
        opened.add(Path(file))
        return plain(file, *given, **named)

    patch.setattr(io, "open", opening)
    sys.setprofile(lambda frame, event, arg: ran.add(frame.f_code.co_filename))
    try:
        return read(), ran, opened
    finally:
        sys.setprofile(None)


OURS = [sources.ROOT / name for name in ("extract", "lexicon", "seeds", "storage")]
"""Where our files lie; what a library opens of its own is told by its version."""
AROUND = {"storage.warc.scan", "storage.warc.index", "storage.warc.records", "storage.warc.surt"}
"""They find a record: which bytes it holds is decided elsewhere."""
BESIDE = {
    "extract.passage", "extract.pipeline", "extract.pool", "extract.readerversion", "extract.refresh",
    "extract.rivals", "extract.sources", "extract.versions", "lexicon.governments",
}  # fmt: skip
"""What decides nothing of a reading: what is done with it, and what only others ask."""


def test_every_module_and_declared_file_is_of_a_part() -> None:
    of_parts = {path for part in ENTRANCES for path in files_of(part)}
    found = {path for folder in ("extract", "lexicon") for path in (sources.ROOT / folder).rglob("*.*")}
    left = {path for path in found - of_parts if path.suffix in {".py", ".toml", ".csv"} and path.stat().st_size}
    packages = {path for path in left if path.name == "__init__.py" and not code(path)}
    assert {module_of(str(path)) for path in left - packages} == BESIDE


def code(path: Path) -> list[ast.stmt]:
    """What a file holds beside words."""
    return [line for line in ast.parse(path.read_text(encoding="utf-8")).body if not sources._is_words(line)]


@pytest.mark.parametrize("part", ENTRANCES)
def test_the_libraries_of_a_part_are_declared(part: str) -> None:
    distributions, ours = packages_distributions(), {*sys.stdlib_module_names, "extract", "lexicon", "storage"}
    modules = {module for module in modules_of(part) if not module.startswith("storage.")}
    declared = {library for module in modules for library in LIBRARIES.get(module, ())}
    paths = [path for path in map(sources.path_of, modules) if path is not None]
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    used = {name.split(".")[0] for node in nodes for name in imported(node)} - ours
    assert {name.lower() for package in used for name in distributions.get(package, [package])} <= declared


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


# which parts a change of a file changes

CARRIERS = {"html", "text", "pdf", "word", "sheet", "scan"}
FORMS_KNOWN = {"tables", "arithmetic", "placed"}
TOUCHED = [
    ("extract/prose/sentences/general.toml", "\n# a remark\n", set()),
    ("extract/prose/sentences/general.toml", '\n[[more]]\nname = "x"\n', {"prose"}),
    ("extract/formats/printed/pdf.py", '\n# a remark\nMORE = 8\n"""What it is for."""\n', {"pdf"}),
    ("extract/formats/printed/pdf.py", '\n\n# a remark\n"""Words."""\n', set()),
    ("extract/formats/building.py", "\nMORE = 8\n", CARRIERS | {"arithmetic"}),
    ("extract/templates/2021.toml", "\n[more]\nx = 1\n", FORMS_KNOWN),
    ("extract/templates/2012-new.toml", "\n[more]\nx = 1\n", FORMS_KNOWN),
    ("extract/indicators.csv", "\nx,2021,,,,,,\n", FORMS_KNOWN | {"prose"}),
    ("extract/checks/tables.toml", "\n[[more]]\nx = 1\n", {"checks", "arithmetic"}),
    ("extract/checks/years.py", "\nMORE = 8\n", {"checks"}),
    ("extract/identity/bodyname.py", "\nMORE = 8\n", {"bodies"}),
    ("extract/identity/kinds.toml", "\n[more]\nx = 1\n", {"core"}),
    ("lexicon/bodies.toml", "\n[more]\nx = 1\n", {"bodies"}),
    ("lexicon/titles.toml", "\n[more]\nx = 1\n", {"core", "bodies"}),
    ("seeds/jurisdictions.csv", "\nx\n", {"bodies", "prose"}),
    ("seeds/portals.csv", "\nx\n", {"hosts"}),
    ("seeds/withdrawn.csv", "\nx\n", {"withdrawn"}),
    ("extract/versions.py", "\nMORE = 8\n", set()),
    ("extract/pool.py", "\nMORE = 8\n", set()),
    ("storage/warc/decoding.py", "\nMORE = 8\n", {"core"}),
    ("storage/database/coverage.py", "\nMORE = 8\n", set()),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for name in ("extract", "lexicon", "storage", "seeds"):
        shutil.copytree(sources.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def parts_of(monkeypatch: pytest.MonkeyPatch, folder: Path, changed: Path | None = None) -> dict[str, str]:
    """The parts of the program that lies in a folder; of a file that changed what was known is forgotten."""
    known = sources.source_of
    with monkeypatch.context() as patch:
        patch.setattr(sources, "ROOT", folder)
        patch.setattr(readerversion, "ROOT", folder)
        patch.setattr(sources, "source_of", lambda path: known.__wrapped__(path) if path == changed else known(path))
        return dict(program.__wrapped__().parts)


@pytest.mark.parametrize(("name", "more", "changed"), TOUCHED)
def test_what_a_changed_file_changes(
    monkeypatch: pytest.MonkeyPatch, copy: Path, name: str, more: str, changed: set[str]
) -> None:
    before, file = parts_of(monkeypatch, copy), copy / name
    kept = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text((kept or "") + more, encoding="utf-8")
    after = parts_of(monkeypatch, copy, file)
    file.write_text(kept, encoding="utf-8") if kept is not None else file.unlink()
    assert {part for part in before if before[part] != after[part]} == changed


def test_a_program_of_the_system_and_an_extra_count(monkeypatch: pytest.MonkeyPatch, copy: Path) -> None:
    """What could not be read for want of them is read once they are there."""
    before = parts_of(monkeypatch, copy)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "which", lambda name: None if plain(name) else f"/{name}")
        assert {part for part, digest in parts_of(patch, copy).items() if digest != before[part]} == {"word"}
    with monkeypatch.context() as patch:
        patch.setattr(readerversion, "_installed", lambda library: "9" if library == "rapidocr" else installed(library))
        assert {part for part, digest in parts_of(patch, copy).items() if digest != before[part]} == {"scan"}


plain, installed = shutil.which, readerversion._installed


def test_a_copy_elsewhere_is_the_same_reader(monkeypatch: pytest.MonkeyPatch, copy: Path) -> None:
    assert parts_of(monkeypatch, copy) == dict(program().parts)
