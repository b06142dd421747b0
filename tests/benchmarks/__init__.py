# SPDX-License-Identifier: GPL-3.0-or-later
"""What HARP costs, as ratios against a bound taken in the same run. Run by ``make bench``."""
