"""Who calls, where a reverse proxy stands between: `X-Forwarded-For`, from trusted proxies and from nobody else."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from sms_callback.errors import SmsCallbackError

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Proxies:
    """The networks of proxies whose `X-Forwarded-For` is believed; with none of them, nobody's is."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, texts: Sequence[str]) -> Proxies:
        """Read networks in CIDR notation; an address alone is a network of one.

        Raises:
            SmsCallbackError: one is neither.
        """
        found: list[Network] = []
        for text in texts:
            try:
                found.append(ipaddress.ip_network(text, strict=False))
            except ValueError:
                raise SmsCallbackError(
                    f"The trusted proxy {text!r} is no network.", "Write 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32."
                ) from None
        return cls(tuple(found))

    def caller(self, peer: str, forwarded: str) -> str:
        """The address that a request came from, as far as it can be believed.

        Each proxy adds at the right end whom it had it from, so the rightmost address that is no trusted proxy is the
        caller; what stands left of it is the caller's own word.

        Args:
            peer: the other end of the socket.
            forwarded: the header `X-Forwarded-For`, several of them joined by commas; '' if there is none.
        """
        if not self.networks or not forwarded or not self._trusted(peer):
            return peer
        believed = peer
        for part in reversed(forwarded.split(",")):
            address = parsed(_without_port(part.strip()))
            if address is None:
                break
            believed = str(address)
            if not self._trusted(believed):
                break
        return believed

    def _trusted(self, address: str) -> bool:
        found = parsed(address)
        return found is not None and any(found in network for network in self.networks)


@lru_cache(1024)
def parsed(text: str) -> IpAddress | None:
    """An address, IPv4 in IPv6 as the IPv4 address that it is; None for any other text."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _without_port(text: str) -> str:
    """Some proxies add the caller's port: `192.0.2.7:4711`, `[2001:db8::7]:4711`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    host, colon, _ = text.partition(":")
    return host if colon and text.count(":") == 1 else text
