"""Hosts that speak only one scheme, with certificates nobody signed and ciphers nobody should use."""

from __future__ import annotations

import ssl
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from portals.kit import Portal, home, page, report, rows, title_of


@cache
def certificate(bits: int = 2048) -> str:
    """A self-signed certificate that has expired, for another name; key and certificate in one file."""
    key = rsa.generate_private_key(65537, bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "other.example")])
    start = datetime.now(UTC) - timedelta(days=900)
    signed = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), start, start + timedelta(days=365)
    ).sign(key, hashes.SHA256())
    path = Path(mkdtemp()) / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return str(path)


def context(*, old: bool = False) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate())
    if old:
        made.set_ciphers("AES128-SHA:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is the point
            made.minimum_version = made.maximum_version = ssl.TLSVersion.TLSv1
    return made


def filled(site: Portal) -> Portal:
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    site.pages["/nb/"] = page("政府信息公开年报", rows([("/nb/1.html", title_of(2021), "2022-01-20")]))
    site.pages["/nb/1.html"] = report(title_of(2021))
    site.reports = ["/nb/1.html"]
    return site


def expired(host: str = "127.0.17.1") -> Portal:
    return filled(Portal(host, scheme="https", tls=context()))


def old(host: str = "127.0.17.2") -> Portal:
    return filled(Portal(host, scheme="https", tls=context(old=True)))


def https_only(host: str = "127.0.17.3") -> Portal:
    """Listed with http, speaks https."""
    return filled(Portal(host, scheme="http", tls=context()))


def http_only(host: str = "127.0.17.4") -> Portal:
    """Listed with https, speaks http."""
    return filled(Portal(host, scheme="https"))
