"""Writes the pages of docs/reference/ that the code itself can say: `python docs/build_reference.py`.

The tests compare: a family, form or code that changed without its page fails the build.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from extract.codebook import codes, indicators
from storage.database.columns import relations
from storage.rows import IndicatorRow

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "reference"
MADE = "<!-- made by docs/build_reference.py -->"


def build() -> dict[str, str]:
    """Name of each page to its text."""
    pages = {"families": families(), "templates": templates(), "indicators": codebook(), "tables": tables()}
    return {f"{name}.md": "\n".join([MADE, *lines]).rstrip() + "\n" for name, lines in pages.items()}


def families() -> Iterator[str]:
    """Every CMS family with what its file says of it."""
    yield from ("# Families", "", "The makes of portal that the crawler knows: `crawler/families/<name>.toml`.")
    yield from ("All others are read by the general reader.", "", "| family | what it is | note |", "|---|---|---|")
    for path in sorted((ROOT / "crawler" / "families").glob("*.toml")):
        declared = tomllib.loads(path.read_text("utf-8"))
        yield f"| `{path.stem}` | {declared['title']} | {declared.get('note', '')} |"


def templates() -> Iterator[str]:
    """Every form with the comment at the head of its file."""
    yield from (
        "# Templates",
        "",
        "The forms of report that are read: `extract/templates/<name>.toml`. A form is recognised by the",
    )
    yield "labels of its tables. A report of prose has the template of the year it reports on."
    for path in sorted((ROOT / "extract" / "templates").glob("*.toml")):
        comment = (line[2:] for line in path.read_text("utf-8").split("\n\n")[0].splitlines() if line.startswith("# "))
        count = len(codes(tomllib.loads(path.read_text("utf-8"))["codebook"]))
        yield from ("", f"## `{path.stem}`", "", *comment, "", f"{count} codes in [the codebook](indicators.md).")


TABLES = """\
# Tables

The database is `gongkai.sqlite` in the archive. These are its public relations: names that queries may rely on. Tables
with a singular name (`figure`, `capture`) are packed and internal; read them through the views.

Rules of names: a code, an id and a digest say so (`_code`, `_id`, `_digest`); what is true or false begins with `is_`
or is a past participle, and is 1 or 0; `year` is the year a report is about, never the year it was published. Dates are
ISO 8601. Ids come from content and are the same on every machine.

```sql
-- every county of a prefecture, with the requests it received in each year
SELECT jurisdictions.name, reports.year, figures.value
FROM reports
JOIN jurisdictions ON jurisdictions.code = reports.jurisdiction_code AND jurisdictions.level = 'county'
JOIN figures ON figures.report_id = reports.id AND figures.indicator = 'app_new__total'
WHERE reports.is_current AND reports.jurisdiction_code LIKE '3415%' AND figures.state = 'value'
ORDER BY jurisdictions.code, reports.year;
```"""


def tables() -> Iterator[str]:
    """Every public relation with its columns."""
    yield from TABLES.splitlines()
    for relation in relations():
        yield from ("", f"## `{relation.name}`", "", relation.about, "", "| column | holds |", "|---|---|")
        yield from (f"| `{column.name}` | {column.about} |" for column in relation.columns)


def codebook() -> Iterator[str]:
    """Every code of every form; the cells of table 3, which differ by applicant only, as one row."""
    yield from (
        "# Indicators",
        "",
        "One code is one meaning, whatever the form. In table 3 of 2019 and 2021 a code is a row and a kind of",
    )
    yield "applicant: `__person` 自然人, `__business` 商业企业, `__research` 科研机构, `__charity` 社会公益组织,"
    yield "`__legal` 法律服务机构, `__other_org` 其他, `__total` 总计. The whole list: `extract/indicators.csv`."
    for template in dict.fromkeys(row.template for row in indicators()):
        rows = (row for row in indicators() if row.template == template)
        yield from ("", f"## {template}", "", "| code | label | unit | in English |", "|---|---|---|---|")
        yield from map(_code, (row for row in rows if "__" not in row.code or row.code.endswith("__person")))


def _code(row: IndicatorRow) -> str:
    stem, split, _ = row.code.partition("__")
    label = (
        row.row_label
        if split or row.column_label in ("", row.row_label, "数量")
        else f"{row.row_label}: {row.column_label}"
    )
    return (
        f"| `{stem}{'__…' if split else ''}` | {label} | {row.unit} | {row.label_en.replace(', natural persons', '')} |"
    )


if __name__ == "__main__":
    for page, text in build().items():
        (PAGES / page).write_text(text, "utf-8")
