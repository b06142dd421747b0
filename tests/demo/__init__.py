# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo: the main job on real audio, from an arrangement in a host to an endpoint and back. Run by ``make demo``."""
