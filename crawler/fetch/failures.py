"""Why no answer came, in one word: the archive's failure records and coverage say the same."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from crawler.errors import Refused

WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadTimeoutError, "timeout"),
    (DownloadConnectionRefusedError, "refused"),
    (ResponseDataLossError, "torn"),
    (DownloadCancelledError, "too_large"),
    (DownloadFailedError, "disconnected"),
)


def word_for(error: BaseException) -> str:
    """The word for a failure; one that nobody foresaw is named by its type."""
    if isinstance(error, Refused):
        return error.kind
    for kind, word in WORDS:
        if isinstance(error, kind):
            said = f"{error!r} {error.__cause__!r}"
            return "tls" if any(sign in said for sign in ("SSL", "TLS", "certificate")) else word
    return type(error).__name__
