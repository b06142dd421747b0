# SPDX-License-Identifier: MIT
"""Checks an app as every HARP will use it."""
