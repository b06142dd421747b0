# SPDX-License-Identifier: MIT
"""Apps with one fault each, of the kinds that real apps had."""
