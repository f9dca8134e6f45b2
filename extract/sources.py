"""What the source files of the reader say: a digest of each without its comments and layout, and what it imports."""

from __future__ import annotations

import ast
import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extract.errors import TemplateError

ROOT = Path(__file__).parent.parent
OURS = ("extract", "lexicon")
DEFINED = (ast.Module, ast.ClassDef, ast.FunctionDef)
BODIES = ("body", "orelse", "handlers", "finalbody", "cases")


def path_of(module: str) -> Path | None:
    """The file of a module of ours, None for anything else."""
    path = ROOT.joinpath(*module.split("."))
    found = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in found if file.is_file()), None)


def loaded_with(entrances: Iterable[str], stops: Iterable[str]) -> set[str]:
    """Modules, and what of extract and lexicon they import, at once or when it is needed, but for `stops`."""
    known, left = set(stops), list(entrances)
    found = set(left)
    while left:
        path = path_of(left.pop())
        new = source_of(path).imports - known - found if path else set()
        found |= new
        left.extend(new)
    return found


def digest_of(path: Path) -> bytes:
    """The same for two files of which no reading could differ: code without comments, docstrings and line breaks,
    the values of a TOML file; anything else byte for byte.
    """
    return source_of(path).digest


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says, and the modules of extract and lexicon that it imports."""

    digest: bytes
    imports: frozenset[str] = frozenset()


@cache
def source_of(path: Path) -> Source:
    """A file, read once; raises TemplateError for one that is not TOML although its name says so."""
    match path.suffix:
        case ".py":
            tree = ast.parse(path.read_bytes())
            imports = frozenset(_imported(tree.body))
            _leave_words_out(tree)
            return Source(_digest(ast.dump(tree, annotate_fields=False).encode()), imports)
        case ".toml":
            return Source(_digest(repr(_declared(path)).encode()))
        case _:
            return Source(_digest(path.read_bytes()))


def _declared(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise TemplateError(f"{path.relative_to(ROOT)}: {error}; correct the file") from error


def _digest(said: bytes) -> bytes:
    return hashlib.sha256(said).digest()


def _imported(body: Iterable[ast.AST]) -> Iterator[str]:
    """`from a.b import c` is the module a.b.c, if there is one, else a.b; what only types need is not imported."""
    for line in body:
        if isinstance(line, ast.ImportFrom) and line.module and line.module.split(".")[0] in OURS:
            inner = (f"{line.module}.{name.name}" for name in line.names)
            yield from (module if path_of(module) else line.module for module in inner)
        elif not (isinstance(line, ast.If) and ast.unparse(line.test) == "TYPE_CHECKING"):
            yield from _imported(_inside(line))


def _leave_words_out(node: ast.AST) -> None:
    """Take out the strings that stand for themselves: docstrings, of constants too."""
    if isinstance(node, DEFINED):
        node.body = [line for line in node.body if not _is_words(line)]
    for inner in _inside(node):
        _leave_words_out(inner)


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """The statements in a statement; only these hold others, and an expression's many parts are not looked through."""
    for name in BODIES:
        yield from getattr(node, name, ())


def _is_words(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
