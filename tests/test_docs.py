"""Documentation is part of the work: what users meet is named in it, and what it names exists."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from pathlib import Path

import pytest

import cli
from crawler.families.family import families
from extract.tables.template import load_all

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("seeds/*.md"), *ROOT.glob("benchmarks/*.md")]
)
REFERENCE = ROOT / "docs" / "reference"


def test_reference_pages_say_what_the_code_says() -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        made = importlib.import_module("build_reference").build()
    finally:
        sys.path.pop(0)
    stale = [name for name, text in made.items() if (REFERENCE / name).read_text("utf-8") != text]
    assert stale == [], "run: python docs/build_reference.py"
    assert all(f"`{one.name}`" in made["templates.md"] for one in load_all())
    assert all(f"`{family.name}`" in made["families.md"] for family in families())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_in_the_docs_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    code = "\n".join([*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^    (.+)$", text, re.MULTILINE)])
    verbs = re.findall(r"(?:^|/|\s)gongkai (?:--archive \S+ )?([a-z]+)\b", code)
    assert [verb for verb in verbs if verb not in cli.VERBS] == []
    goals = re.findall(r"\bmake ([a-z]+)\b", code)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert [goal for goal in goals if not re.search(rf"^{goal}:", makefile, re.MULTILINE)] == []


def test_pages_of_the_documentation_are_short_and_listed() -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        assert len(page.read_text("utf-8").splitlines()) < 500, page
        if page.name != "index.md":
            assert str(page.relative_to(ROOT / "docs")) in index, f"docs/index.md does not name {page.name}"


def test_every_kind_of_issue_is_explained_and_none_that_is_gone() -> None:
    """A kind is the second thing given to what makes an issue, or a word that is chosen for it before."""
    made, words = set[str](), set[str]()
    for path in [*(ROOT / "extract").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
                kind = node.args[1]
                if node.func.id in {"Issue", "IssueRow", "failed"} and isinstance(kind, ast.Constant):
                    made.add(str(kind.value))
    rows = re.findall(r"^\| (`[^|]+`) \|", (REFERENCE / "issues.md").read_text("utf-8"), re.MULTILINE)
    explained = set(re.findall(r"`(\w+)`", " ".join(rows)))
    assert len(made) > 20
    assert made - explained == set()
    assert explained - words == set()
