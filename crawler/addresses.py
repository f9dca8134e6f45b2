"""Addresses: joining what pages write, one key for one page, and which hosts belong together.

An address is fetched as the page wrote it, but for session ids; `key` is what two spellings of one page share.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

LONGEST = 1500
PLACEHOLDER = re.compile(r"<\?|\?>|<%|%>|\{\{|\}\}|\$\{|\[%|%5B%|\{%")
GLUED = re.compile(r"^https?://[^/]*?(https?:?//.+)$", re.IGNORECASE)
BROKEN_SCHEME = re.compile(r"^(https?)\s*:?\s*/+\s*", re.IGNORECASE)
SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
SESSION_KEYS = frozenset(("jsessionid", "phpsessid", "aspsessionid", "sessionid", "session_id", "wzws_sid"))
VOLATILE_KEYS = frozenset(("_", "rand", "random", "timestamp", "nocache", "_t"))
COOKIELESS = re.compile(r"/\([A-Z]\(\w+\)\)", re.IGNORECASE)
INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jhtml|aspx?|jspx?|php|do)$", re.IGNORECASE)
FRONT = re.compile(r"/?|/[\w-]{1,20}/?|/(?:[\w-]{1,20}/)?(?:index|default|main|home)\.\w{3,5}", re.IGNORECASE)
DATE_KEYS = frozenset(("date", "day", "month", "calendar"))
SECOND_LEVEL = frozenset(("gov", "com", "net", "org", "edu", "ac", "mil"))


def join(base: str, href: str, encoding: str = "utf-8") -> str | None:
    """The absolute http(s) address of a link, or None for what is none (`javascript:`, `#`, a template's gap)."""
    href = re.sub(r"[\t\r\n]", "", href).strip(" 　\xa0\"'").replace("\\", "/")
    if not href or href.startswith("#") or PLACEHOLDER.search(href) or len(href) > LONGEST:
        return None
    if glued := GLUED.match(href):
        href = glued.group(1)
    if re.match(r"https?[\s:/]", href, re.IGNORECASE):
        href = BROKEN_SCHEME.sub(lambda match: match.group(1).lower() + "://", href)
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and plausible_host(parts.hostname or "") and (parts.port or 1) > 0
        return tidy(url, encoding) if usable else None
    except ValueError:  # UnicodeEncodeError, too: half of a character
        return None


def plausible_host(host: str) -> bool:
    """Whether a name can be looked up: an address, or labels with dots (`localhost` for tests)."""
    return bool(re.fullmatch(r"[\w-]+(\.[\w-]+)+|localhost|[0-9a-fA-F:]+", host))


def tidy(url: str, encoding: str = "utf-8") -> str:
    """The address as it is asked for: quoted, without fragment and session id."""
    parts = urlsplit(url)
    path = SESSION.sub("", re.sub(r"/{2,}", "/", _undot(parts.path)))
    query = "&".join(item for item in parts.query.split("&") if item.partition("=")[0].lower() not in SESSION_KEYS)
    return str(safe_url_string(urlunsplit((parts.scheme, parts.netloc.lower(), path or "/", query, "")), encoding))


def _undot(path: str) -> str:
    """`/../x` climbs no further than the root, as in browsers."""
    while path.startswith("/../"):
        path = path[3:]
    return path


def key(url: str) -> str:
    """What http and https, www. or not, `index.html` or `/` of one page share, whatever the order of the query."""
    parts = urlsplit(url)
    query = parts.query
    if "=" in query:
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode(sorted(pair for pair in pairs if pair[0] not in VOLATILE_KEYS))
    path = COOKIELESS.sub("", parts.path)
    path = INDEX.sub("/", path) if not query else path
    netloc = parts.netloc.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
    return urlunsplit(("", netloc, path or "/", query, ""))


def with_value(url: str, name: str, value: str) -> str:
    """The address with one value of its query set; the order of the rest stays."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    known = any(key_ == name for key_, _ in pairs)
    changed = [(key_, value if key_ == name else old) for key_, old in pairs] + ([] if known else [(name, value)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(changed), ""))


def host_of(url: str) -> str:
    """The host name in lower case: politeness is kept towards it, whatever the port."""
    return (urlsplit(url).hostname or "").lower()


def origin_of(url: str) -> str:
    """Scheme, host and port: robots.txt speaks for these."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def netloc_of(url: str) -> str:
    """Host and port as portals are told apart by them: without `www.` and the ports that go without saying."""
    return urlsplit(url).netloc.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")


def is_front(url: str) -> bool:
    """Whether an address is the front page of a site by its look: no query, at most one folder and an index page."""
    parts = urlsplit(url)
    return not parts.query and bool(FRONT.fullmatch(parts.path))


def site_of(host: str) -> str:
    """The registered name under which hosts belong together: `xxgk.suzhou.gov.cn` → `suzhou.gov.cn`."""
    if is_address(host):
        return host
    labels = host.split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])


def same_site(one: str, other: str) -> bool:
    """Whether two host names belong to one registered name."""
    return site_of(one.lower()) == site_of(other.lower())


def is_address(host: str) -> bool:
    """Whether a host is a bare IP address."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether a host is this machine (test portals)."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host.strip("[]")).is_loopback)


def trap(url: str) -> str | None:
    """Why an address looks like an endless space, or None."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    if len(url) > LONGEST or len(steps) > 16:
        return "address too long"
    if any(steps.count(step) > 2 for step in set(steps)):
        return "folder repeated"
    if {name.lower() for name, _ in parse_qsl(parts.query)} & DATE_KEYS:
        return "calendar"
    return None
