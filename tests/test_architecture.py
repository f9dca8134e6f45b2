"""The shape of the code: who imports whom, no cycles, and the size band that keeps it readable."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]["include"]
PACKAGES = tuple(name.removesuffix("*") for name in DECLARED)
MAY_IMPORT = {
    "storage": set(),
    "lexicon": set(),
    "crawler": {"storage", "lexicon"},
    "extract": {"storage", "lexicon"},
    "demo": {"storage", "lexicon", "crawler", "extract"},
    "cli": {"storage", "lexicon", "crawler", "extract", "demo"},
}
MANY_ARGUMENTS: dict[str, str] = {
    # function: why it takes more than five
    "extract.checks.run_checks": "what is known of a report, each fact optional; every rule takes what it needs",
}
NOT_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.ENCODING,
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, Path]:
    """Every module of the project by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text("utf-8"))


def imports(name: str, *, nested: bool) -> Iterator[str]:
    """Modules of ours that a module imports; `nested` counts imports inside functions too."""
    nodes = ast.walk(tree(name)) if nested else iter(tree(name).body)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (known for alias in node.names if (known := longest(alias.name)))
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (known for alias in node.names if (known := longest(f"{node.module}.{alias.name}")))


def longest(dotted: str) -> str | None:
    """The module of ours that a dotted name lies in."""
    while dotted and dotted not in modules():
        dotted = dotted.rpartition(".")[0]
    return dotted or None


def code_lines(name: str) -> set[int]:
    """Lines that hold code: no blanks, comments or docstrings."""
    source = modules()[name].read_text("utf-8")
    lines = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in NOT_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    documented = (node for node in ast.walk(tree(name)) if isinstance(node, (ast.Module, ast.ClassDef, Function)))
    for node in documented:
        if ast.get_docstring(node, clean=False) is not None:
            lines -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return lines


@cache
def functions() -> dict[str, tuple[Function, int]]:
    """Every function by `module:line name`, with its length in code lines."""
    found = {}
    for name in modules():
        code = code_lines(name)
        for node in ast.walk(tree(name)):
            if isinstance(node, Function):
                length = len(code & set(range(node.lineno, (node.end_lineno or 0) + 1)))
                found[f"{name}:{node.lineno} {node.name}"] = (node, length)
    return found


def arguments(function: Function) -> Iterator[ast.arg]:
    """What a caller passes."""
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return (argument for argument in every if argument.arg not in ("self", "cls"))


def complexity(function: Function) -> int:
    """McCabe's number: one, and one for each place where the path forks."""
    forks = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case)
    count = 1
    for node in ast.walk(function):
        count += isinstance(node, forks)
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
    return count


def test_every_package_is_declared() -> None:
    folders = {str(path.parent.relative_to(ROOT)) for path in ROOT.glob("*/__init__.py")}
    assert folders == set(PACKAGES)
    assert set(MAY_IMPORT) == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_it_may(package: str) -> None:
    wrong = {
        f"{name} imports {target}"
        for name in modules()
        if name.split(".")[0] == package
        for target in imports(name, nested=True)
        if target.split(".")[0] not in MAY_IMPORT[package] | {package}
    }
    assert not wrong


def test_no_import_cycles() -> None:
    graph = {name: set(imports(name, nested=False)) - {name} for name in modules()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_modules_stay_within_the_band() -> None:
    sizes = {name: len(code_lines(name)) for name in modules() if modules()[name].name != "__init__.py"}
    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert median(sizes.values()) <= 90


def test_functions_stay_short() -> None:
    lengths = sorted(length for _, length in functions().values())
    assert lengths[int(len(lengths) * 0.95)] <= 30
    assert {name for name, (_, length) in functions().items() if length > 60} == set()


def test_functions_stay_simple() -> None:
    assert {name: forks for name, (node, _) in functions().items() if (forks := complexity(node)) > 15} == {}


def test_functions_take_few_arguments() -> None:
    counts = {
        f"{name.split(':')[0]}.{node.name}": len(list(arguments(node))) for name, (node, _) in functions().items()
    }
    assert sorted(counts.values())[int(len(counts) * 0.95)] <= 4
    verbs = {f"{module}.command" for module in modules() if module.startswith("cli.")}  # as many as they have options
    assert {name for name, count in counts.items() if count > 5} - verbs == set(MANY_ARGUMENTS)


def test_everything_is_typed() -> None:
    untyped = {
        name for name, (node, _) in functions().items() for argument in arguments(node) if argument.annotation is None
    }
    assert untyped == set()


def test_the_project_names_no_machine() -> None:
    """No path of a machine, no package index: neither in code nor in words."""
    forbidden = re.compile(r"(?<![\w.])/(?:root|home/\w+)/|https?://\S*/(?:simple|packages|debian)/|--[i]ndex")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    files = [Path(name) for name in listed.split("\0") if name]
    texts = {path: (ROOT / path).read_bytes().decode("utf-8", "replace") for path in files if (ROOT / path).is_file()}
    assert {str(path): match.group() for path, text in texts.items() if (match := forbidden.search(text))} == {}
