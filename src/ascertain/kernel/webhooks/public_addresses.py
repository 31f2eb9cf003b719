"""Which IP addresses belong to the public internet.

By the registries of IANA for special purposes (RFC 6890), and not by `ipaddress.is_global` alone, which differs between versions of
Python: before 3.11.10 and 3.12.4 it took 192.0.0.8 and 64:ff9b:1::/48 for public, and it knows nothing of translated addresses.
https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
"""

import ipaddress

# Networks without receivers of HTTP are in it although they are reachable: relays, anycast services, multicast.
_SPECIAL_IPV4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private use
        "100.64.0.0/10",  # shared by the customers of a provider
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, where clouds answer with credentials
        "172.16.0.0/12",  # private use
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private use
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# The only block from which public addresses are assigned; 64:ff9b:1::/48, 100::/64, 5f00::/16, fc00::/7, fe80::/10, fec0::/10 and
# ff00::/8 are outside it.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_SPECIAL_IPV6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        # IETF protocol assignments. Teredo, 2001::/32, is among them: it carries two IPv4 addresses, and its service has ended.
        "2001::/23",
        "2001:db8::/32",  # documentation
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
# An IPv4 address behind a well-known prefix, and by how many bits it is shifted. By NAT64 a machine without IPv4 reaches receivers.
_CARRIES_IPV4 = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (ipaddress.IPv6Network("2002::/16"), 80),  # 6to4
)


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether packets to an address leave for the public internet, and not for this machine, its network or nowhere."""
    if isinstance(address, ipaddress.IPv6Address):
        for network, shift in _CARRIES_IPV4:
            if address in network:
                return is_public(ipaddress.IPv4Address(int(address) >> shift & 0xFFFF_FFFF))
        if address not in _GLOBAL_UNICAST or any(address in network for network in _SPECIAL_IPV6):
            return False
    elif any(address in network for network in _SPECIAL_IPV4):
        return False
    # A newer Python may know of assignments that were made after these tables.
    return address.is_global and not address.is_multicast
