"""Names of permissions."""

import pytest

from ascertain.entrypoints.roles import check_permissions
from ascertain.kernel.errors import InvalidInput


def test_a_permission_that_does_not_exist_is_named_as_unknown() -> None:
    check_permissions(["case.read", "proposal.review"])
    with pytest.raises(InvalidInput, match=r"There is no permission case\.reads") as refused:
        check_permissions(["case.read", "case.reads"])
    assert "case.read" in refused.value.details["known"]
