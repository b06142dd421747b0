# SPDX-License-Identifier: MIT
"""Explains in one page why an address does or does not work, and whether HARP is installed as it should be."""
