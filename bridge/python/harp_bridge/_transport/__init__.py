# SPDX-License-Identifier: MIT
"""The wire: connections, the queue with its stream of events, files there and back."""
