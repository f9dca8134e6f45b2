"""Which reader read a capture: the parts of the program that its reading used, each by a digest of what it says.

A part is what its entrances import, with the declared files that those modules read; `core` is what every reading
uses and stops at the entrances of the others. A reading notes the parts that it asked
(`extract.used`). While those say the same it cannot come out otherwise, whatever changed in the rest:

* A carrier (`html`, `text`, `pdf`, `word`, `sheet`, `scan`) is used by what came in it, a page's attachments too.
* `placed` makes tables of words that only have places: used by PDF and pictures, and it knows every form.
* `tables`, with every form and the codebook, is used by each document with a table or with words of a form's header:
  a form that is new or wider may be met in any of them, and in no other. `arithmetic` proves or doubts the
  cells of a form that was found.
* `bodies` (whose report: names, divisions, portals), `prose` and `checks` are used by reports only, and `hosts` by the
  few whose body is told by the address. Lists, news and look-alikes are not touched by them.
* `withdrawn` is used where something was passed over because it was withdrawn.

A new way to read gets an entrance here and says `use` where it is entered; `tests/test_extract_again.py` tells what was
forgotten. Comments, docstrings and layout say nothing (`extract.sources`). The libraries a part reads with, and the
Python it runs on, are in its digest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extract.sources import ROOT, digest_of, loaded_with, path_of

CORE = "core"
ENTRANCES = {
    CORE: (
        "extract.reading", "extract.selection", "storage.capture", "storage.found", "storage.warc.body",
        "storage.warc.decoding", "storage.warc.gz", "storage.warc.member", "storage.warc.message",
        "storage.warc.reading", "storage.withdrawn",
    ),
    "html": ("extract.formats.web.html",),
    "text": ("extract.formats.text",),
    "pdf": ("extract.formats.printed.pdf",),
    "word": ("extract.formats.office.word", "extract.formats.office.doc"),
    "sheet": ("extract.formats.office.sheet",),
    "scan": ("extract.formats.scans.scan", "extract.formats.scans.engine"),
    "placed": ("extract.tables.placed",),
    "tables": ("extract.tables.template", "extract.tables.figures"),
    "arithmetic": ("extract.tables.second", "extract.tables.scanned"),
    "bodies": ("extract.identity.identify",),
    "hosts": ("lexicon.hosts",),
    "prose": ("extract.prose.stated",),
    "checks": ("extract.checks",),
    "withdrawn": (),
}  # fmt: skip
APART = ("hosts", "scan")
"""Parts that others import and ask only now and then: they stop at their entrances as `core` does at all."""
DECLARED = {
    "extract.checks.rules": ("extract/checks/*.toml",),
    "extract.codebook": ("extract/indicators.csv",),
    "extract.formats.web.words": ("extract/formats/web/page.toml",),
    "extract.prose.wordings": ("extract/prose/sentences/*.toml",),
    "extract.tables.template": ("extract/templates/*.toml",),
    "lexicon.bodies": ("lexicon/places.toml",),
    "lexicon.hosts": ("seeds/portals.csv",),
    "lexicon.place_index": ("lexicon/places.toml", "seeds/jurisdictions.csv"),
    "lexicon.place_spots": ("lexicon/places.toml",),
    "withdrawn": ("seeds/withdrawn.csv",),
}
"""Files that modules, or a part without any, read beside the TOML file of a module's own name."""
LIBRARIES = {
    "extract.formats.office.biff": ("olefile",),
    "extract.formats.decoding": ("resiliparse",),
    "extract.formats.office.doc_file": ("olefile",),
    "extract.formats.office.package": ("lxml",),
    "extract.formats.web.page": ("selectolax",),
    "extract.formats.printed.pdf": ("pdfplumber", "pdfminer.six", "pypdfium2"),
    "extract.formats.scans.extra": ("rapidocr", "onnxruntime"),
    "extract.formats.scans.picture": ("pillow",),
    "extract.formats.sniff": ("olefile",),
    "extract.tables.second": ("beautifulsoup4", "lxml"),
    "lexicon.script": ("opencc",),
    "lexicon.spelling": ("pypinyin",),
}
PROGRAMS = {"extract.formats.office.antiword": ("antiword",)}
PATTERNS = ("extract/**/*.py", "extract/**/*.toml", "extract/*.csv", "lexicon/*.py", "lexicon/*.toml")


@dataclass(frozen=True)
class Reader:
    """A program, or what one reading used of it: a digest for each part."""

    parts: Mapping[str, str]

    @cached_property
    def version(self) -> str:
        """Twelve characters; another value means that a capture may be read differently."""
        return hashlib.sha256(json.dumps(self.parts, sort_keys=True).encode()).hexdigest()[:12]

    def using(self, names: Collection[str]) -> Reader:
        """The reader that used these parts; `()`: all of them, where it is not known."""
        return Reader({name: self.parts[name] for name in sorted(names or self.parts)})

    def reads_as(self, parts: Mapping[str, str]) -> bool:
        """Whether what used these parts would be read the same; what does not say what it used would not."""
        return CORE in parts and all(self.parts.get(name) == digest for name, digest in parts.items())


@cache
def sources() -> str:
    """A digest of the files as they lie there and of what they run on: while it is the same, so are the parts."""
    digest = hashlib.sha256(repr(sorted(_beside({*LIBRARIES, *PROGRAMS}))).encode())
    declared = {path for patterns in DECLARED.values() for path in _matching(patterns)}
    storage = {path for name in ENTRANCES[CORE] if (path := path_of(name))}
    for path in sorted({*_matching(PATTERNS), *declared, *storage}):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


@cache
def program() -> Reader:
    """The program as it stands."""
    return Reader({part: _digest(part) for part in ENTRANCES})


def modules_of(part: str) -> set[str]:
    """What the entrances of a part import, themselves among it."""
    stops = {name for other, names in ENTRANCES.items() if part == CORE or other in APART for name in names}
    return loaded_with(ENTRANCES[part], stops - set(ENTRANCES[part]))


def files_of(part: str) -> set[Path]:
    """The source files of a part and the declared files that they read."""
    modules = modules_of(part)
    paths = {path for module in modules if (path := path_of(module))}
    tables = {path.with_suffix(".toml") for path in paths if path.with_suffix(".toml").is_file()}
    return paths | tables | {path for name in (*modules, part) for path in _matching(DECLARED.get(name, ()))}


def _digest(part: str) -> str:
    digest = hashlib.sha256(repr(sorted(_beside(modules_of(part)))).encode())
    for path in sorted(files_of(part)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + digest_of(path))
    return digest.hexdigest()[:12]


def _beside(modules: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What modules run on: Python, libraries, programs of the system; an extra that is not there counts too."""
    yield "python", f"{sys.version_info.major}.{sys.version_info.minor}"
    for module in modules:
        yield from ((library, _installed(library)) for library in LIBRARIES.get(module, ()))
        yield from ((name, str(shutil.which(name) is not None)) for name in PROGRAMS.get(module, ()))


@cache
def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _matching(patterns: Iterable[str]) -> Iterator[Path]:
    return (path for pattern in patterns for path in ROOT.glob(pattern))
