"""Makes `files/*.pdf` anew with chromium: run once, by hand; the PDFs are committed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from demo.document import HERE, read_toml, report, report_html

STYLE = (
    "@page { size: A4; margin: 20mm 18mm } body { font: 11pt/1.7 'Noto Sans CJK SC' }"
    "h1 { font-size: 17pt; text-align: center }"
    "h1, strong { font-weight: normal }"
    "table { border-collapse: collapse; width: 100%; font-size: 8pt; line-height: 1.3 }"
    "td { border: 1px solid #000; padding: 2px }"
    "td p { margin: 0; text-align: center }"
)


def print_pdf(name: str) -> Path:
    """Print one report; the file is named in its `attachment`."""
    one = report(name)
    body = report_html(read_toml(f"reports/{name}.toml"))
    html = f"<meta charset=utf-8><style>{STYLE}</style><h1>{one.title}</h1>{body}"
    target = HERE / "files" / one.attachment
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, "utf-8")
        subprocess.run(  # noqa: S603 - the browser of this machine on a page of ours
            [_chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run", f"--user-data-dir={folder}/profile",
             "--no-pdf-header-footer", "--disable-pdf-tagging", f"--print-to-pdf={target}", page.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return target


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("chromium is needed to print: install it and run this again")
    return found


if __name__ == "__main__":
    for file in sorted((HERE / "reports").glob("*.toml")):
        if "attachment" in read_toml(f"reports/{file.name}"):
            sys.stdout.write(f"{print_pdf(file.stem)}\n")
