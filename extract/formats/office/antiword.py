"""Word files of before 1997, by way of antiword."""

from __future__ import annotations

import resource
import shutil
import subprocess
from tempfile import NamedTemporaryFile

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.text import read_text

_SECONDS = 20
_MEMORY = 512 * 2**20


def read_by_antiword(payload: bytes) -> Document:
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
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))

    try:
        done = subprocess.run(  # noqa: S603  # a fixed program on a file of ours, limited and without a shell
            [program, "-w", "0", "-m", "UTF-8.txt", path],
            capture_output=True,
            timeout=_SECONDS,
            preexec_fn=limit,  # limits only; no locks are taken in it
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Unreadable("antiword could not read the .doc in time") from error
    return done.stdout.decode("utf-8", "replace")
