"""How the files of this museum were made: run it here to make them again. Each is named after its defect."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from base64 import b32encode
from pathlib import Path

import zstandard

HERE = Path(__file__).parent
DATE = "2024-01-20T08:30:00Z"
PAGE = "<html><body><h1>某县人民政府2023年政府信息公开工作年度报告</h1><p>示例。</p></body></html>".encode()


def digest(data: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(data).digest()).decode()


def http(body: bytes = PAGE, *headers: bytes) -> bytes:
    head = b"\r\n".join((b"HTTP/1.1 200 OK", b"Content-Type: text/html; charset=utf-8", *headers))
    return head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def record(number: int = 1, block: bytes | None = None, **changes: str | None) -> bytes:
    """A response record; `changes` replace a field (underscores for hyphens), None leaves it out."""
    block = http() if block is None else block
    payload = block.partition(b"\r\n\r\n")[2] if b"\r\n\r\n" in block else block
    fields: dict[str, str | None] = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "WARC-Date": DATE,
        "WARC-Target-URI": f"http://www.example.gov.cn/{number}.html",
        "WARC-Payload-Digest": digest(payload),
        "WARC-Block-Digest": digest(block),
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    version = changes.pop("version", None) or "WARC/1.0"
    fields |= {name.replace("_", "-"): value for name, value in changes.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
    return f"{version}\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def z(*records: bytes) -> bytes:
    """One gzip member a record."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def arc() -> bytes:
    about = b"1 0 SomeCrawler\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://sample.arc 0.0.0.0 20090305101112 text/plain %d\n" % len(about)
    block = http()
    line = b"http://www.example.gov.cn/a b.html 192.0.2.7 20090305101112 text/html %d\n" % len(block)
    dns = b"20090305101112\nwww.example.gov.cn. 60 IN A 192.0.2.7\n"
    name = b"dns:www.example.gov.cn 192.0.2.1 20090305101112 text/dns %d\n" % len(dns)
    return head + about + b"\n" + line + block + b"\n" + name + dns + b"\n"


def wacz(*members: tuple[str, bytes]) -> bytes:
    path = HERE / "new.wacz"
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in members:
            packed.writestr(zipfile.ZipInfo(name), data)
    made = path.read_bytes()
    path.unlink()
    return made


def zstd(dictionary: bytes | None, *records: bytes) -> bytes:
    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    press = zstandard.ZstdCompressor(dict_data=known) if known else zstandard.ZstdCompressor()
    frames = b"".join(press.compress(one) for one in records)
    if known is None:
        return frames
    raw = known.as_bytes()
    return b"\x5d\x2a\x4d\x18" + len(raw).to_bytes(4, "little") + raw + frames


def files() -> dict[str, bytes]:
    one, two, three = record(1), record(2), record(3)
    wrong = record(2, WARC_Payload_Digest=digest(b"other"), WARC_Block_Digest=None)
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    bomb = http(gzip.compress(bytes(100_000_000), mtime=0), b"Content-Encoding: gzip")
    training = b"".join(record(number) for number in range(9))
    return {
        # whole, in every shape
        "whole.warc.gz": z(one, two, three),
        "uncompressed.warc": one + two + three,
        "version-1.1.warc.gz": z(record(1, version="WARC/1.1"), two),
        "one-member-for-all.warc.gz": z(one + two + three),
        "zstd.warc.zst": zstd(None, one, two),
        "zstd-dictionary.warc.zst": zstd(training, one, two),
        "sample.arc": arc(),
        "sample.arc.gz": z(arc()),
        "sample.wacz": wacz(("datapackage.json", b"{}"), ("archive/data.warc.gz", z(one, two)), ("pages/p.jsonl", b"")),
        "chunked-digest-of-payload.warc.gz": z(
            record(1, chunks, WARC_Payload_Digest=digest(PAGE), WARC_Block_Digest=None), two
        ),
        "chunked-digest-of-chunks.warc.gz": z(record(1, chunks, WARC_Block_Digest=None), two),
        "digest-in-hex.warc.gz": z(
            record(1, WARC_Payload_Digest="sha256:" + hashlib.sha256(PAGE).hexdigest(), WARC_Block_Digest=None)
        ),
        "no-digests.warc.gz": z(record(1, WARC_Payload_Digest=None, WARC_Block_Digest=None)),
        # broken
        "clipped.warc.gz": z(one, two, three)[:-60],
        "clipped-then-appended.warc.gz": z(one, two)[:-60] + z(three),
        "flipped-byte.warc.gz": (lambda data: data[:900] + bytes([data[900] ^ 64]) + data[901:])(z(one, two, three)),
        "zero-tail.warc.gz": z(one, two) + bytes(4096),
        "clipped.warc": (one + two)[:-90],
        "length-too-short.warc": record(1, Content_Length=str(len(http()) - 9)) + two + three,
        "length-too-long.warc": record(1, Content_Length=str(len(http()) + 40)) + two + three,
        "length-not-a-number.warc.gz": z(record(1, Content_Length="many"), two),
        "length-negative.warc.gz": z(record(1, Content_Length="-5"), two),
        "length-enormous.warc.gz": z(record(1, Content_Length="99999999999999"), two),
        "wrong-digest.warc.gz": z(one, wrong, three),
        "bad-date.warc.gz": z(record(1, WARC_Date="yesterday"), record(2, WARC_Date="2024-02-31T00:00:00Z"), three),
        "missing-id.warc.gz": z(record(1, WARC_Record_ID=None), two),
        "missing-type.warc.gz": z(record(1, WARC_Type=None), two),
        "missing-target.warc.gz": z(record(1, WARC_Target_URI=None), two),
        "missing-date.warc.gz": z(record(1, WARC_Date=None), two),
        "spaces-in-target.warc.gz": z(record(1, WARC_Target_URI="http://www.example.gov.cn/年 报 [1].html"), two),
        "brackets-round-target.warc.gz": z(record(1, WARC_Target_URI="<http://www.example.gov.cn/wget.html>"), two),
        "header-of-30-mb.warc.gz": z(b"WARC/1.0\r\nX: " + b"0" * 30_000_000 + b"\r\n\r\n", two),
        "many-header-lines.warc.gz": z(b"WARC/1.0\r\n" + b"X: 0\r\n" * 3_000_000 + b"\r\n", two),
        "zip-bomb-content.warc.gz": z(record(1, bomb), two),
        "junk-between.warc": one + b"no record at all\r\n\r\n" + two,
        "no-http-status.warc.gz": z(record(1, b"<html>only a body</html>", WARC_Payload_Digest=None), two),
        "dns-and-ftp.warc.gz": z(
            record(
                1, b"20240120083000\n192.0.2.7\n", WARC_Target_URI="dns:www.example.gov.cn", Content_Type="text/dns"
            ),
            record(
                2, b"data", WARC_Target_URI="ftp://example.gov.cn/a", WARC_Type="resource", Content_Type="text/plain"
            ),
            three,
        ),
        "segmented.warc.gz": z(
            record(1, WARC_Segment_Number="1"),
            record(2, b"rest", WARC_Type="continuation", WARC_Segment_Number="2"),
            three,
        ),
        "revisit-without-original.warc.gz": z(
            record(
                1,
                b"HTTP/1.1 200 OK\r\n\r\n",
                WARC_Type="revisit",
                WARC_Profile="http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
                WARC_Payload_Digest=digest(PAGE),
            )
        ),
        # nothing in it
        "text.warc": "这是一个文本文件，不是 WARC。\n".encode(),
        "empty.warc.gz": b"",
        "zeros.warc.gz": bytes(2048),
        "gzipped-text.warc.gz": gzip.compress(b"only text\n", mtime=0),
        "only-a-half.warc.gz": z(one)[:150],
        "not-a-wacz.zip": wacz(("readme.txt", b"hello")),
        "escaping-names.wacz": wacz(("archive/../../evil.warc.gz", z(one)), ("../archive/evil.warc.gz", z(one))),
        "damaged.wacz": wacz(("archive/data.warc.gz", z(one)))[:-30],
    }


if __name__ == "__main__":
    for name, data in files().items():
        (HERE / name).write_bytes(data)
        if len(data) > 40_000:
            raise SystemExit(f"{name}: {len(data)} bytes are too many for a museum")
