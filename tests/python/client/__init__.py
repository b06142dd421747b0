# SPDX-License-Identifier: MIT
"""Tests of harp_bridge against a scripted server and against real Gradio servers."""
