"""Logs contain neither secrets nor personal data."""

from ascertain.kernel.telemetry import tenant_label
from ascertain.kernel.telemetry.logs import redact


def test_values_are_redacted_by_their_key() -> None:
    event = {"password": "x", "customer_name": "Ilse Varga", "nested": [{"api_key": "k"}], "event": "signed in"}
    assert redact(event) == {
        "password": "[redacted]",
        "customer_name": "[redacted]",
        "nested": [{"api_key": "[redacted]"}],
        "event": "signed in",
    }


def test_personal_data_and_tokens_inside_a_sentence_are_redacted() -> None:
    output = redact("ilse@example.org paid from GB33BUKB20201555555555 with Bearer abc.def, eyJhbGciOi.eyJzdWI.sig")
    assert output == "[e-mail] paid from [iban] with bearer [token], [token]"


def test_the_password_of_a_database_address_is_redacted_and_its_host_is_not() -> None:
    assert redact("postgresql://app:secret@db/x") == "postgresql://app:[password]@db/x"


def test_counts_are_not_redacted() -> None:
    assert redact({"input_tokens": 812}) == {"input_tokens": 812}


def test_tenants_beyond_the_cap_share_a_label() -> None:
    labels = {tenant_label(f"tenant_{number}") for number in range(200)}
    assert len(labels) <= 51
    assert "other" in labels
