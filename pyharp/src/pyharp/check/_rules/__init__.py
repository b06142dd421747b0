# SPDX-License-Identifier: MIT
"""What is right and wrong about the documents of an endpoint: pure functions, without a server."""
