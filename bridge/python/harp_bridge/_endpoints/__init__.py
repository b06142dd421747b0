# SPDX-License-Identifier: MIT
"""What a model is: every generation of endpoint, and any Gradio app, becomes one normalised description."""
