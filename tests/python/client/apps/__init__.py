# SPDX-License-Identifier: MIT
"""Apps that run in processes of their own, and the shapes that they and the tests share."""
