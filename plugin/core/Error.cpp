// SPDX-License-Identifier: GPL-3.0-or-later
#include "Error.h"

#include <array>

namespace harp::core
{

namespace
{

struct Row
{
    ErrorCode code;
    std::string_view name;
    std::string_view sentence;
    std::string_view nextStep;
};

constexpr std::array<Row, errorCodeCount> table { {
    { ErrorCode::addressInvalid, "address_invalid",
      "This does not look like the address of a model.",
      "Type something like http://127.0.0.1:7860, https://my-lab.example or user/space." },
    { ErrorCode::insecureAddress, "insecure_address",
      "This address would send your audio unencrypted over the internet.",
      "Type https:// instead of http://." },
    { ErrorCode::hostUnreachable, "host_unreachable",
      "Nothing answers at this address.",
      "Check the address and that the server is running, then load it again." },
    { ErrorCode::certificateInvalid, "certificate_invalid",
      "The identity of this server could not be verified.",
      "Check the address and the clock of this computer; if both are right, tell the owner of the server." },
    { ErrorCode::notGradio, "not_gradio",
      "Something answers at this address, but it is not a Gradio app.",
      "Check the address: it must be the page where the model itself can be tried." },
    { ErrorCode::spaceUnknown, "space_unknown",
      "The Hugging Face Hub has no such Space, or it is private.",
      "Check its name; for a private Space save your Hugging Face token: harp-bridge token set huggingface.co" },
    { ErrorCode::spacePaused, "space_paused",
      "The owner of this Space has paused it.",
      "Ask its owner to restart it, or choose another model." },
    { ErrorCode::spaceFailed, "space_failed",
      "This Space is broken: its app does not run.",
      "Tell its owner, or choose another model; the details hold what the Hub says." },
    { ErrorCode::wakingTimeout, "waking_timeout",
      "This Space did not wake up in time.",
      "Look at its page on the Hub, wait a few minutes, then load it again." },
    { ErrorCode::modelsInvalid, "models_invalid",
      "There is no list of models at this address.",
      "Check the address: it begins with https:// and leads to a file that is usually called models.json." },
    { ErrorCode::notHarp, "not_harp",
      "This Gradio app has no function that HARP can use.",
      "Choose another model; the details say what is missing. Its author can make it fit with pyharp." },
    { ErrorCode::endpointUnknown, "endpoint_unknown",
      "The app has no function of the name after # in the address.",
      "Load the address without that part to see what the app offers." },
    { ErrorCode::protocolNewer, "protocol_newer",
      "This endpoint speaks a newer HARP than this one.",
      "Update HARP, then load the endpoint again." },
    { ErrorCode::inputsUnsupported, "inputs_unsupported",
      "This model needs an input that HARP cannot supply.",
      "Choose another model; the details name the input." },
    { ErrorCode::loginRequired, "login_required",
      "This model is private.",
      "Ask its owner for access, then save your login: harp-bridge token set, followed by the address." },
    { ErrorCode::tokenRefused, "token_refused",
      "The server did not accept your saved token or password.",
      "Save it again: harp-bridge token set, followed by the address of the server." },
    { ErrorCode::serverError, "server_error",
      "The model stopped with an error.",
      "Change the controls or the region and process again; the details hold what the server said." },
    { ErrorCode::serverLost, "server_lost",
      "The connection to the model was lost in the middle of the job.",
      "Check that the server is running, then process again." },
    { ErrorCode::noSignOfLife, "no_sign_of_life",
      "The server has stopped answering.",
      "Check the server, then process again." },
    { ErrorCode::queueFull, "queue_full",
      "The model's queue is full.",
      "Wait a little, then process again." },
    { ErrorCode::quotaExceeded, "quota_exceeded",
      "Your time on the shared graphics cards of Hugging Face is used up for now.",
      "Wait for as long as the server says, or save a Hugging Face token: harp-bridge token set huggingface.co" },
    { ErrorCode::rateLimited, "rate_limited",
      "The server has had too many requests from here.",
      "Wait a few minutes, then try again." },
    { ErrorCode::uploadRefused, "upload_refused",
      "The server did not accept the audio of this region.",
      "Try a shorter region; the details hold what the server said." },
    { ErrorCode::resultInvalid, "result_invalid",
      "The model sent back something that is not usable audio.",
      "Tell the author of the model; the details say what was wrong." },
    { ErrorCode::resultTooLarge, "result_too_large",
      "The model sent back more audio than HARP accepts for this region.",
      "Process a shorter region or tell the author of the model." },
    { ErrorCode::resultMissing, "result_missing",
      "The model finished without sending any audio.",
      "Check the controls, or choose a model that returns audio." },
    { ErrorCode::cancelled, "cancelled",
      "The job was cancelled.",
      "Process again when you like." },
    { ErrorCode::consentRequired, "consent_required",
      "This would send audio from your computer to another one.",
      "Allow the upload to this host, or choose a model on this computer." },
    { ErrorCode::workerMissing, "worker_missing",
      "The part of HARP that talks to models is not installed.",
      "Install HARP again; the details say what is missing." },
    { ErrorCode::workerLost, "worker_lost",
      "The part of HARP that talks to models stopped unexpectedly.",
      "Process again: it starts afresh by itself." },
    { ErrorCode::notLoaded, "not_loaded",
      "No model is loaded.",
      "Type the address of a model and press Load." },
    { ErrorCode::nothingSelected, "nothing_selected",
      "No region is selected.",
      "Select one or more regions in the arrangement, then press Process." },
    { ErrorCode::regionUnknown, "region_unknown",
      "This region is no longer in the arrangement.",
      "Select a region and try again." },
    { ErrorCode::regionEmpty, "region_empty",
      "This region holds no audio.",
      "Make the region longer or select another one." },
    { ErrorCode::regionUnreadable, "region_unreadable",
      "The audio of this region could not be read.",
      "Check that its file is still there, then process again." },
    { ErrorCode::sourceUnavailable, "source_unavailable",
      "The audio file of this region is not available at the moment.",
      "Bring the file back online in the host, then process again." },
    { ErrorCode::controlUnknown, "control_unknown",
      "The model has no such control.",
      "Load the model again to see its controls." },
    { ErrorCode::controlOutOfRange, "control_out_of_range",
      "This value is outside of what the control accepts.",
      "Choose a value within the range that the control shows." },
    { ErrorCode::requiredInputMissing, "required_input_missing",
      "The model needs an input that is not there yet.",
      "Supply the input that the details name, then process again." },
    { ErrorCode::fileUnreadable, "file_unreadable",
      "A file for an input of the model could not be read.",
      "Check that the file is still there, or choose another one; the details name it." },
    { ErrorCode::takeUnknown, "take_unknown",
      "This take is no longer there.",
      "Choose another take." },
    { ErrorCode::nothingToUndo, "nothing_to_undo",
      "There is nothing to undo.",
      "Process a region first." },
    { ErrorCode::archiveDamaged, "archive_damaged",
      "The HARP data in this project is damaged and was not loaded.",
      "Open an earlier save of the project; the original audio is untouched." },
    { ErrorCode::archiveNewer, "archive_newer",
      "This project was saved by a newer HARP, so its results were not loaded.",
      "Update HARP and open the project again; the original audio is untouched." },
    { ErrorCode::outOfMemory, "out_of_memory",
      "There is not enough memory for this.",
      "Close other programs or process a shorter region." },
    { ErrorCode::commandInvalid, "command_invalid",
      "HARP did not understand this command.",
      "Check the command; the details say what was wrong." },
    { ErrorCode::settingsUnwritable, "settings_unwritable",
      "HARP could not save its settings.",
      "Check that your settings folder can be written to; the details name it." },
    { ErrorCode::tokenUnwritable, "token_unwritable",
      "The file that keeps your tokens cannot be used.",
      "Make it and its folder yours alone (nobody else may read them); the details name them." },
    { ErrorCode::internal, "internal",
      "Something went wrong inside HARP.",
      "Try again; if it happens again, send us the details." }
} };

constexpr bool tableIsInOrder()
{
    for (int i = 0; i < errorCodeCount; ++i)
        if (static_cast<int> (table[static_cast<std::size_t> (i)].code) != i)
            return false;

    return true;
}

static_assert (tableIsInOrder(), "rows are looked up by their code");

const Row& rowOf (ErrorCode code) noexcept
{
    return table[static_cast<std::size_t> (code)];
}

} // namespace

std::string_view nameOf (ErrorCode code) noexcept { return rowOf (code).name; }
std::string_view sentenceFor (ErrorCode code) noexcept { return rowOf (code).sentence; }
std::string_view nextStepFor (ErrorCode code) noexcept { return rowOf (code).nextStep; }

std::optional<ErrorCode> errorCodeFrom (std::string_view name) noexcept
{
    for (const auto& row : table)
        if (row.name == name)
            return row.code;

    return std::nullopt;
}

} // namespace harp::core
