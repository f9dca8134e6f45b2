"""TLS step by step: what is safe first, what old servers need only for the hosts that failed it.

Certificates are not verified: expired and self-signed ones are common, and what was agreed is on record with each
capture. A host on the second step is offered TLS 1.0, old ciphers and renegotiation as before 2010.
"""

from __future__ import annotations

from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from twisted.internet.ssl import AcceptableCiphers, TLSVersion

from crawler.manners.hosts import OLD_TLS

LEGACY_SERVER = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT
OLD_CIPHERS = "ALL:!aNULL:!eNULL:@SECLEVEL=0"


class LadderContextFactory(_ScrapyClientContextFactory):
    """Scrapy's context factory with a second step for the hosts in `OLD_TLS`."""

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's name
        if hostname.decode("ascii", "replace").lower() not in OLD_TLS:
            return super().creatorForNetloc(hostname, port)
        return _Legacy().creatorForNetloc(hostname, port)


class _Legacy(_ScrapyClientContextFactory):
    def __init__(self) -> None:
        super().__init__(method=None, tls_min_version=TLSVersion.TLSv1_0, tls_ciphers="ALL")
        self.tls_ciphers = AcceptableCiphers.fromOpenSSLCipherString(OLD_CIPHERS)  # type: ignore[no-untyped-call]

    def _get_cert_options(self) -> Any:
        options = super()._get_cert_options()
        context: SSL.Context = options.getContext()
        context.set_cipher_list(OLD_CIPHERS.encode())
        context.set_options(LEGACY_SERVER)
        return options
