"""The private names of Scrapy and Twisted that crawler/fetch/tap.py leans on.

When an upgrade turns this red: open the new `scrapy/core/downloader/handlers/http11.py` and `twisted/web/client.py`,
find where the thing named in the failing line went, adapt crawler/fetch/tap.py, and run tests/test_crawler_wire.py,
which compares every byte with what a server sent. Only when that is green widen the version range in pyproject.toml.
"""

from __future__ import annotations

import inspect

import scrapy
from scrapy.core.downloader.handlers import http11
from twisted.internet import endpoints
from twisted.web import _newclient, client

from crawler.fetch import tap


def test_the_versions_are_those_that_were_read() -> None:
    assert scrapy.version_info[:2] == (2, 19)


def test_scrapy_builds_connections_by_a_factory_of_its_pool() -> None:
    source = inspect.getsource(http11.HTTP11DownloadHandler.__init__)
    assert "self._pool: HTTPConnectionPool = HTTPConnectionPool(reactor, persistent=True)" in source
    assert "self._pool._factory = _LenientHTTP11ClientFactory" in source
    assert "pool=self._pool" in inspect.getsource(http11.HTTP11DownloadHandler.download_request)


def test_the_client_protocol_is_the_one_we_listen_in() -> None:
    assert issubclass(http11._LenientHTTP11ClientProtocol, _newclient.HTTP11ClientProtocol)
    assert "_LenientHTTP11ClientProtocol(self._quiescentCallback)" in inspect.getsource(
        http11._LenientHTTP11ClientFactory.buildProtocol
    )
    for name in ("makeConnection", "dataReceived", "request", "_finishResponse"):
        assert name in vars(tap.TapProtocol)
        assert hasattr(_newclient.HTTP11ClientProtocol, name)
    assert list(inspect.signature(_newclient.HTTP11ClientProtocol._finishResponse).parameters)[1:] in (
        ["rest"],
        ["args", "kwargs"],
    )
    assert "HTTPClientParser(request, self._finishResponse)" in inspect.getsource(
        _newclient.HTTP11ClientProtocol.request
    )
    assert "self._parser.__class__ = _LenientHTTPClientParser" in inspect.getsource(
        http11._LenientHTTP11ClientProtocol.request
    )


def test_the_pool_hands_out_connections_where_we_tie_them() -> None:
    source = inspect.getsource(client.HTTPConnectionPool.getConnection)
    assert "newConnection = lambda: self._newConnection(key, endpoint)" in source
    assert "return self._newConnection(key, endpoint)" in source
    assert "factory = self._factory(quiescentCallback, repr(endpoint))" in inspect.getsource(
        client.HTTPConnectionPool._newConnection
    )
    assert "self._clientProtocol = clientProtocol" in inspect.getsource(client._RetryingHTTP11ClientProtocol.__init__)


def test_endpoints_connect_through_the_reactor_we_guard() -> None:
    assert "self._reactor = reactor" in inspect.getsource(endpoints.HostnameEndpoint.__init__)
    assert "self._wrappedEndpoint = wrappedEndpoint" in inspect.getsource(endpoints._WrapperEndpoint.__init__)
    assert "self._reactor.connectTCP(" in inspect.getsource(endpoints.TCP4ClientEndpoint.connect)
    assert "self._reactor.connectTCP(" in inspect.getsource(endpoints.TCP6ClientEndpoint._resolvedHostConnect)
