# SPDX-License-Identifier: MIT
"""Python runs this at the beginning of every process that the tests start."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))
try:
    import quick_gradio
finally:
    sys.path.pop()

quick_gradio.install()
