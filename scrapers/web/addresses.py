"""Which addresses may be contacted: the scheme of a URL and the network addresses its host stands for. Opens no connection."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from requests.utils import requote_uri
from urllib3.util import parse_url

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# special purposes (RFC 6890) that older Pythons take for public
_SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "2002::/16", "2001::/32", "::/96", "fec0::/10", "3fff::/20"),
    )
)
_LOOPBACK = ipaddress.ip_address("127.0.0.1")


class AddressRefused(ValueError):
    """An address that the crawl must not contact; the message says why."""


def resolve(host: str, port: int) -> list[str]:
    """Network addresses of a host, in the order the system prefers; OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


def checked_addresses(host: str, port: int, resolve: Resolve, admit_loopback: bool = False) -> list[str]:
    """The addresses of `host`, each public; AddressRefused when one is not, OSError when there is none.

    One private address among public ones refuses all: a host that answers so is misconfigured or hostile.
    """
    addresses = resolve(host, port)
    if not addresses:
        raise OSError(f"{host} has no address")
    for address in addresses:
        if reason := unfit(address, admit_loopback):
            raise AddressRefused(f"{host} stands for {address}, {reason}: only public addresses are contacted")
    return addresses


def unfit(address: str, admit_loopback: bool = False) -> str | None:
    """Why a network address must not be contacted; None when it may."""
    try:
        ip: IP = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "which is no network address"
    if admit_loopback and ip == _LOOPBACK:
        return None
    if ip in _NAT64:
        ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if any(ip in network for network in _SPECIAL):
        return "a reserved address"
    for inner in (ip, *_embedded(ip)):
        if inner.is_loopback:
            return "a loopback address"
        if inner.is_link_local:
            return "a link-local address"
        if inner.is_private:
            return "a private address"
        if inner.is_multicast or inner.is_reserved or inner.is_unspecified or not inner.is_global:
            return "a reserved address"
    return None


def _embedded(ip: IP) -> list[IP]:
    """IPv4 addresses that an IPv6 address carries inside and that a gateway would contact in its place."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return []
    return [v4 for v4 in (ip.ipv4_mapped,) if v4 is not None]


def check_url(url: str, http: bool = False) -> str:
    """The URL as it goes over the wire, without fragment; AddressRefused unless it is https (or `http` allows plain http).

    Written as it is sent (no “/../”, nothing encoded that need not be), so that robots.txt is asked about the path that is fetched.
    """
    try:
        parts = urlsplit(parse_url(requote_uri(parse_url(url).url)).url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused(f"{url!r} is no web address: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise AddressRefused(f"{url!r} is no web address: only https is fetched")
    if parts.scheme == "http" and not http:
        raise AddressRefused(f"{url} is plain http: where nothing else is served, say `http: true` in award.yaml")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(f"{url} carries a user name or password: public pages need none")
    return parts._replace(fragment="").geturl()


def redirect_target(url: str, location: str | None, http: bool = False) -> str:
    """The address a redirect leads to, checked as `check_url`.

    AddressRefused when it names none, falls back to http, or leads to a port that serves no pages: nobody who writes on a page
    chooses which services are knocked at.
    """
    if not location:
        raise AddressRefused(f"{url} redirects without saying where")
    with suppress(UnicodeError):
        # header values are read as Latin-1, and sites write UTF-8
        location = location.encode("latin-1").decode("utf-8")
    try:
        target = check_url(urljoin(url, location.strip()), http=http and urlsplit(url).scheme == "http")
    except AddressRefused:
        raise
    except ValueError as error:
        raise AddressRefused(f"{url} redirects to {location!r}, which is no web address: {error}") from error
    if (port := urlsplit(target).port) not in (None, 80, 443, urlsplit(url).port):
        raise AddressRefused(f"{url} redirects to port {port} of {host_of(target)}: only the usual ports are followed")
    return target


def host_of(url: str) -> str:
    """Host of a URL in lower case, without port: what is paced."""
    return (urlsplit(url).hostname or "").rstrip(".").casefold()


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".casefold()
