"""Where a request comes from, as limits count it."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

IPV6_PREFIX = 64  # what one connection gets; by single addresses nobody with IPv6 could be limited


def network_of(request: HttpRequest) -> str:
    """The visitor's IPv4 address, or the /64 of an IPv6 one. Proxies that we trust are looked through."""
    return as_network(get_adapter(request).get_client_ip(request))


def as_network(address: str) -> str:
    """As limits count ``address``. Raises ValueError when it is none."""
    ip = ipaddress.ip_address(unmapped(address))
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ipaddress.IPv6Network((int(ip), IPV6_PREFIX), strict=False))


def unmapped(address: str) -> str:
    """An IPv4 address that came as ``::ffff:192.0.2.1``, which would share its /64 with all others, as it is."""
    ip = ipaddress.ip_address(address)
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return str(mapped or ip)
