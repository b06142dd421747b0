# SPDX-License-Identifier: MIT
"""Stands in for the client in the tests of the worker program: no server, no network."""
