# SPDX-License-Identifier: MIT
"""Where a model is: what was typed, what the Hub says, and whose token goes there."""
