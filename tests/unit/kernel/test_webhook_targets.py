"""Webhooks go to public HTTPS addresses and nowhere else."""

from datetime import UTC, datetime

import pytest

from ascertain.kernel import webhooks
from ascertain.kernel.webhooks.targets import check_url


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
    ],
)
def test_private_and_malformed_addresses_are_refused(url: str) -> None:
    with pytest.raises(webhooks.TargetRefused):
        check_url(url, allow_private=False)


@pytest.mark.parametrize("url", ["https://example.org/hook", "https://93.184.215.14:8443/x"])
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
