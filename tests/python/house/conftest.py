# SPDX-License-Identifier: MIT
"""A configured build folder, which takes seconds to make."""

from __future__ import annotations

import pytest
from support.configuring import Checkout


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("configure"))
