"""Webhooks go to public HTTPS addresses and nowhere else."""

import socket
from datetime import UTC, datetime

import pytest

from ascertain.kernel import webhooks
from ascertain.kernel.webhooks.public_addresses import _SPECIAL_IPV4, _SPECIAL_IPV6, is_public
from ascertain.kernel.webhooks.targets import PublicResolver, check_url


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://localhost/",
        "https://metadata.internal/",
        "https://user:password@example.org/",
        "https:///nohost",
        "https://example.org:99999/",
        "ftp://example.org/",
        "https://[broken/",
        # Networks for special purposes, and IPv4 addresses inside of IPv6 ones.
        "https://0.0.0.0/",
        "https://100.64.0.1/",
        "https://192.0.0.8/",
        "https://192.0.0.9/",
        "https://192.88.99.1/",
        "https://198.18.0.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::]/",
        "https://[::127.0.0.1]:18443/",
        "https://[::ffff:0:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]:18443/",
        "https://[64:ff9b:1::7f00:1]/",
        "https://[100::1]/",
        "https://[2001:0:5db8:d70e::80ff:fffe]/",
        "https://[2001:db8::1]/",
        "https://[2002:7f00:1::]/",
        "https://[3fff::1]/",
        "https://[4000::1]/",
        "https://[5f00::1]/",
        "https://[fd00::1]/",
        "https://[fec0::1]/",
        "https://[ff02::1]/",
        # What the client that connects reads as a private address.
        "https://\uff11\uff12\uff17.0.0.1/",
        "https://127\u30020\u30020\u30021/",
        "https://\u24dbocalhost/",
        "https://localhost./",
        "https://127.0.0.1./",
    ],
)
def test_private_and_malformed_addresses_are_refused(url: str) -> None:
    with pytest.raises(webhooks.TargetRefused):
        check_url(url, allow_private=False)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://127.1/", "four decimal numbers"),
        ("https://2130706433/", "four decimal numbers"),
        ("https://0/", "four decimal numbers"),
        ("https://0x7f.1/", "four decimal numbers"),
        ("https://hooks.0x7f000001/", "four decimal numbers"),
        ("https://1.2.3.4.5/", "four decimal numbers"),
        ("https://example.org:0/", "port 0"),
        ("https://example.org/a\r\nHost: other", "line breaks"),
        ("https://exam\nple.org/", "line breaks"),
        ("https://example.org/\x7f", "invisible"),
        ("https://example.org/\u200b", "invisible"),
        ("https://example.org/a b", "spaces"),
        ("https://127.0.0.1%00.example.org/", "not a valid name"),
        ("https://exa%2fmple.org/", "not a valid name"),
        ("https://a..example.org/", "not a valid"),
        (f"https://{'a' * 64}.example.org/", "not a valid"),
    ],
)
@pytest.mark.parametrize("allow_private", [False, True])
def test_an_address_that_cannot_work_is_refused_with_the_reason(url: str, says: str, allow_private: bool) -> None:
    with pytest.raises(webhooks.TargetRefused, match=says):
        check_url(url, allow_private=allow_private)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/hook",
        "https://EXAMPLE.org./hook?a=%0A",
        "https://93.184.215.14:8443/x",
        "https://[2606:2800:21f:cb07::1]/",
        "https://[64:ff9b::93.184.215.14]/",
        "https://[2002:5db8:d70e::1]/",
        "https://b\u00fccher.example.org/h\u00f6rer",
        "https://a_b-c.4chan.org/",
    ],
)
def test_public_https_addresses_are_accepted(url: str) -> None:
    check_url(url, allow_private=False)


def test_the_signature_is_the_one_of_the_published_example() -> None:
    """The example of the Standard Webhooks reference libraries."""
    headers = webhooks.sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=datetime.fromtimestamp(1614265330, UTC),
        body=b'{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "64:ff9b::7f00:1", "::127.0.0.1", "fe80::1%lo"])
async def test_a_name_with_a_private_address_is_refused_when_it_is_resolved(host: str) -> None:
    resolver = PublicResolver()
    with pytest.raises(webhooks.TargetRefused):
        await resolver.resolve(host, 443, socket.AF_UNSPEC)
    await resolver.close()


def test_each_network_for_special_purposes_is_not_public_from_its_first_address_to_its_last() -> None:
    for network in (*_SPECIAL_IPV4, *_SPECIAL_IPV6):
        assert not is_public(network[0])
        assert not is_public(network[-1])
