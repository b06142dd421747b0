# SPDX-License-Identifier: MIT
"""The closed list of error codes: code -> (sentence, next step). The same table as tests/contract/errors.json."""

from __future__ import annotations

from typing import Final

TABLE: Final[dict[str, tuple[str, str]]] = {
    "address_invalid": (
        "This does not look like the address of a model.",
        "Type something like http://127.0.0.1:7860, https://my-lab.example or user/space.",
    ),
    "insecure_address": (
        "This address would send your audio unencrypted over the internet.",
        "Type https:// instead of http://.",
    ),
    "host_unreachable": (
        "Nothing answers at this address.",
        "Check the address and that the server is running, then load it again.",
    ),
    "certificate_invalid": (
        "The identity of this server could not be verified.",
        "Check the address and the clock of this computer; if both are right, tell the owner of the server.",
    ),
    "not_gradio": (
        "Something answers at this address, but it is not a Gradio app.",
        "Check the address: it must be the page where the model itself can be tried.",
    ),
    "space_unknown": (
        "The Hugging Face Hub has no such Space, or it is private.",
        "Check its name; for a private Space save your Hugging Face token: harp-bridge token set huggingface.co",
    ),
    "space_paused": (
        "The owner of this Space has paused it.",
        "Ask its owner to restart it, or choose another model.",
    ),
    "space_failed": (
        "This Space is broken: its app does not run.",
        "Tell its owner, or choose another model; the details hold what the Hub says.",
    ),
    "waking_timeout": (
        "This Space did not wake up in time.",
        "Look at its page on the Hub, wait a few minutes, then load it again.",
    ),
    "models_invalid": (
        "There is no list of models at this address.",
        "Check the address: it begins with https:// and leads to a file that is usually called models.json.",
    ),
    "not_harp": (
        "This Gradio app has no function that HARP can use.",
        "Choose another model; the details say what is missing. Its author can make it fit with pyharp.",
    ),
    "endpoint_unknown": (
        "The app has no function of the name after # in the address.",
        "Load the address without that part to see what the app offers.",
    ),
    "protocol_newer": (
        "This endpoint speaks a newer HARP than this one.",
        "Update HARP, then load the endpoint again.",
    ),
    "inputs_unsupported": (
        "This model needs an input that HARP cannot supply.",
        "Choose another model; the details name the input.",
    ),
    "login_required": (
        "This model is private.",
        "Ask its owner for access, then save your login: harp-bridge token set, followed by the address.",
    ),
    "token_refused": (
        "The server did not accept your saved token or password.",
        "Save it again: harp-bridge token set, followed by the address of the server.",
    ),
    "server_error": (
        "The model stopped with an error.",
        "Change the controls or the region and process again; the details hold what the server said.",
    ),
    "server_lost": (
        "The connection to the model was lost in the middle of the job.",
        "Check that the server is running, then process again.",
    ),
    "no_sign_of_life": (
        "The server has stopped answering.",
        "Check the server, then process again.",
    ),
    "queue_full": (
        "The model's queue is full.",
        "Wait a little, then process again.",
    ),
    "quota_exceeded": (
        "Your time on the shared graphics cards of Hugging Face is used up for now.",
        "Wait for as long as the server says, or save a Hugging Face token: harp-bridge token set huggingface.co",
    ),
    "rate_limited": (
        "The server has had too many requests from here.",
        "Wait a few minutes, then try again.",
    ),
    "upload_refused": (
        "The server did not accept the audio of this region.",
        "Try a shorter region; the details hold what the server said.",
    ),
    "result_invalid": (
        "The model sent back something that is not usable audio.",
        "Tell the author of the model; the details say what was wrong.",
    ),
    "result_too_large": (
        "The model sent back more audio than HARP accepts for this region.",
        "Process a shorter region or tell the author of the model.",
    ),
    "result_missing": (
        "The model finished without sending any audio.",
        "Check the controls, or choose a model that returns audio.",
    ),
    "cancelled": (
        "The job was cancelled.",
        "Process again when you like.",
    ),
    "consent_required": (
        "This would send audio from your computer to another one.",
        "Allow the upload to this host, or choose a model on this computer.",
    ),
    "worker_missing": (
        "The part of HARP that talks to models is not installed.",
        "Install HARP again; the details say what is missing.",
    ),
    "worker_lost": (
        "The part of HARP that talks to models stopped unexpectedly.",
        "Process again: it starts afresh by itself.",
    ),
    "not_loaded": (
        "No model is loaded.",
        "Type the address of a model and press Load.",
    ),
    "nothing_selected": (
        "No region is selected.",
        "Select one or more regions in the arrangement, then press Process.",
    ),
    "region_unknown": (
        "This region is no longer in the arrangement.",
        "Select a region and try again.",
    ),
    "region_empty": (
        "This region holds no audio.",
        "Make the region longer or select another one.",
    ),
    "region_unreadable": (
        "The audio of this region could not be read.",
        "Check that its file is still there, then process again.",
    ),
    "source_unavailable": (
        "The audio file of this region is not available at the moment.",
        "Bring the file back online in the host, then process again.",
    ),
    "control_unknown": (
        "The model has no such control.",
        "Load the model again to see its controls.",
    ),
    "control_out_of_range": (
        "This value is outside of what the control accepts.",
        "Choose a value within the range that the control shows.",
    ),
    "required_input_missing": (
        "The model needs an input that is not there yet.",
        "Supply the input that the details name, then process again.",
    ),
    "file_unreadable": (
        "A file for an input of the model could not be read.",
        "Check that the file is still there, or choose another one; the details name it.",
    ),
    "take_unknown": (
        "This take is no longer there.",
        "Choose another take.",
    ),
    "nothing_to_undo": (
        "There is nothing to undo.",
        "Process a region first.",
    ),
    "archive_damaged": (
        "The HARP data in this project is damaged and was not loaded.",
        "Open an earlier save of the project; the original audio is untouched.",
    ),
    "archive_newer": (
        "This project was saved by a newer HARP, so its results were not loaded.",
        "Update HARP and open the project again; the original audio is untouched.",
    ),
    "out_of_memory": (
        "There is not enough memory for this.",
        "Close other programs or process a shorter region.",
    ),
    "command_invalid": (
        "HARP did not understand this command.",
        "Check the command; the details say what was wrong.",
    ),
    "settings_unwritable": (
        "HARP could not save its settings.",
        "Check that your settings folder can be written to; the details name it.",
    ),
    "token_unwritable": (
        "The file that keeps your tokens cannot be used.",
        "Make it and its folder yours alone (nobody else may read them); the details name them.",
    ),
    "internal": (
        "Something went wrong inside HARP.",
        "Try again; if it happens again, send us the details.",
    ),
}
