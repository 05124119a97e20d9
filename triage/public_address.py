"""The public address: scheme, host and folder under which browsers know the guide, whatever a request says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(
    rf"(?:{LABEL}(?:\.{LABEL}){{0,30}}\.?|\[[0-9a-f:.]{{2,45}}\])(?::[0-9]{{1,5}})?", re.ASCII | re.IGNORECASE
)
"""What can be a host with its port: names and IPv4, or IPv6 in brackets."""

PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*", re.ASCII)
"""What can stand before every address of the guide: nothing, or folders without a slash at the end."""

PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where the guide is open to the public. `prefix` starts with a slash, or is empty."""

    scheme: str
    host: str
    prefix: str = ""

    @staticmethod
    def of(url: str) -> PublicAddress:
        """Read an address such as https://example.org/guide. Raises ValueError, which says what is wrong."""
        try:
            parts = urlsplit(url)
        except ValueError:
            raise ValueError("it is not an address, such as https://guide.example") from None
        if parts.scheme not in PORTS or not HOST.fullmatch(parts.netloc):
            raise ValueError("it needs https:// (or http://) and a host, such as https://guide.example")
        prefix = parts.path.rstrip("/")
        if parts.query or parts.fragment or not plain_prefix(prefix):
            raise ValueError("after the host there can only be a folder, such as https://example.org/guide")
        return PublicAddress(parts.scheme, without_port(parts.netloc, parts.scheme), prefix)


def without_port(host: str, scheme: str) -> str:
    """Return a host in small letters, without the port that goes without saying, so that two can be compared."""
    return host.lower().removesuffix(PORTS.get(scheme, ":")).removesuffix(".")


def plain_prefix(prefix: str) -> bool:
    """Whether a prefix can stand in front of every address: folders, none of them `..`."""
    return bool(PREFIX.fullmatch(prefix)) and not {".", ".."} & set(prefix.split("/"))
