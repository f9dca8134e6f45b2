"""Which addresses a request may reach, checked when a connection is made: a name can point anywhere.

A portal on a public address reaches public addresses only; one on loopback (tests) reaches loopback only; link-local,
metadata, private and reserved addresses never.
"""

from __future__ import annotations

import ipaddress

from crawler.addresses import host_of, is_loopback
from crawler.errors import Refused
from storage.found import Found


def check(address: str, local: bool) -> None:
    """Refused unless an IP address may be connected to; `local`: the portal is a test portal on loopback."""
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        raise Refused(f"{address}: not an IP address; the request was not sent") from None
    ip = ip.ipv4_mapped or ip if isinstance(ip, ipaddress.IPv6Address) else ip
    if local:
        if not ip.is_loopback:
            raise Refused(f"{address}: a portal on loopback reaches loopback only; the request was not sent")
    elif not ip.is_global or ip.is_multicast:
        raise Refused(f"{address}: not a public address; the request was not sent")


def is_local(found: Found | None) -> bool:
    """Whether an address was found through a test portal on loopback."""
    return bool(found and found.seed and is_loopback(host_of(found.seed.home_url)))


def check_for(found: Found | None, address: str) -> None:
    """The check at connect time for a request that was found so: Refused unless it may go there."""
    check(address, is_local(found))
