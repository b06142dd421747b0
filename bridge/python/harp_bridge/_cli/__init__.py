# SPDX-License-Identifier: MIT
"""The command `harp-bridge`."""
