# SPDX-License-Identifier: MIT
"""An ordinary Gradio app that is no HARP endpoint."""

import gradio as gr

import pyharp

demo = gr.Interface(lambda text: text.upper(), gr.Textbox(label="Text"), gr.Textbox(label="Louder"), api_name="shout")

if __name__ == "__main__":
    pyharp.serve(demo)
