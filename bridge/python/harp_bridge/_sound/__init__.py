# SPDX-License-Identifier: MIT
"""Samples in memory and as files: shapes, formats, checks."""
