# SPDX-License-Identifier: MIT
"""What tests of several subjects share: servers to talk to, endpoints with known behaviour, test sounds."""
