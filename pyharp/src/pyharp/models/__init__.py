# SPDX-License-Identifier: MIT
"""`models.json`: the list of endpoints that a lab or a community hosts, and that HARP's model browser reads."""

from ._index import MODELS_VERSION, Problem, read_index
from ._make import entry_of, make_index

__all__ = ["MODELS_VERSION", "Problem", "entry_of", "make_index", "read_index"]
