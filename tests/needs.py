"""What a test needs of the machine. `make test` installs it all, so on the build server its absence is a fault."""

import os
from typing import NoReturn

import pytest


def lacking(reason: str) -> NoReturn:
    """Skip with the reason on a developer's machine; fail where everything has to be there."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
