"""The WARC files of a WACZ, within limits; the names in it never become paths."""

from __future__ import annotations

import zipfile
from pathlib import Path

from storage.errors import NotAWarc
from storage.importing.taking import Taking
from storage.warc import intake
from storage.warc.body import STEP

WACZ_MEMBERS = 10_000
WACZ_TOTAL = 1 << 36  # 64 GB
WACZ_RATIO = 200


def take_wacz(taking: Taking, path: Path, stem: str) -> list[Path]:
    """The WARC files of a WACZ, one after another, each through a file of its own; its names never become paths."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = [one for one in packed.infolist() if _is_warc(one)]
            _check_limits(path, packed, names)
            return [
                file
                for number, one in enumerate(names)
                for file in _take_member(taking, packed, one, f"{stem}-{number:05d}.warc.gz")
            ]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotAWarc(f"{path}: a damaged or locked zip file ({error}); get the file again") from error


def _is_warc(one: zipfile.ZipInfo) -> bool:
    endings = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
    return one.filename.startswith("archive/") and one.filename.endswith(endings)


def _check_limits(path: Path, packed: zipfile.ZipFile, names: list[zipfile.ZipInfo]) -> None:
    if not names:
        raise NotAWarc(f"{path}: a zip file without archive/*.warc.gz, so no WACZ; unpack it and import what is in it")
    total = sum(one.file_size for one in names)
    ratio = max(one.file_size / max(1, one.compress_size) for one in names)
    if len(packed.infolist()) > WACZ_MEMBERS or total > WACZ_TOTAL or ratio > WACZ_RATIO:
        raise NotAWarc(f"{path}: over the limits for a WACZ (members, size or compression); unpack it with care")


def _take_member(taking: Taking, packed: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> list[Path]:
    copy = taking.archive.warc_dir / f"{name}.source.part"
    try:
        with packed.open(one) as source, copy.open("wb") as out:
            left = one.file_size
            while data := source.read(min(STEP, left + 1)):
                left -= len(data)
                if left < 0:
                    raise NotAWarc(f"{taking.source_name}: {one.filename[:80]!r} is larger than it says; get it again")
                out.write(data)
        return taking.take(copy, intake.sniff(copy), name)
    finally:
        copy.unlink(missing_ok=True)
