"""What the source files of the reader say: a digest of each without its comments and layout, and what it imports."""

from __future__ import annotations

import ast
import hashlib
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = ("extract", "lexicon")
DEFINED = (ast.Module, ast.ClassDef, ast.FunctionDef)


def path_of(module: str) -> Path | None:
    """The file of a module of ours, None for anything else."""
    path = ROOT.joinpath(*module.split("."))
    found = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in found if file.is_file()), None)


def loaded_with(entrances: Iterable[str], stops: Iterable[str]) -> set[str]:
    """Modules, and what of extract and lexicon they import as they are loaded, but for `stops`.

    An import inside a function leads into another part.
    """
    known, left = set(stops), list(entrances)
    found = set(left)
    while left:
        new = {module for module in imports(left.pop()) if module not in known | found}
        found |= new
        left.extend(new)
    return found


@cache
def imports(module: str) -> frozenset[str]:
    """The modules of extract and lexicon that a module imports as it is loaded."""
    path = path_of(module)
    return frozenset(_imported(_tree(path))) if path else frozenset()


def _imported(tree: ast.Module) -> Iterator[str]:
    """`from a.b import c` is the module a.b.c, if there is one, else a.b."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS:
            inner = (f"{node.module}.{name.name}" for name in node.names)
            yield from (module if path_of(module) else node.module for module in inner)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


@cache
def digest_of(path: Path) -> bytes:
    """The same for two files of which no reading could differ: code without comments, docstrings and line breaks,
    the values of a TOML file; anything else byte for byte.
    """
    match path.suffix:
        case ".py":
            said = ast.dump(_without_words(_tree(path)), annotate_fields=False).encode()
        case ".toml":
            said = repr(tomllib.loads(path.read_text(encoding="utf-8"))).encode()
        case _:
            said = path.read_bytes()
    return hashlib.sha256(said).digest()


def _without_words(tree: ast.Module) -> ast.Module:
    """Without the strings that stand for themselves: docstrings, of constants too."""
    for node in ast.walk(tree):
        if isinstance(node, DEFINED):
            node.body = [line for line in node.body if not _is_words(line)]
    return tree


def _is_words(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
