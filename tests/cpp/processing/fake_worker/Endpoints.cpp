// SPDX-License-Identifier: GPL-3.0-or-later
#include "Endpoints.h"

namespace harp::fake
{

using Json = nlohmann::json;

namespace
{

Json audioInput (const char* id, const char* label, bool required)
{
    return { { "id", id }, { "kind", "audio" }, { "label", label }, { "info", "" }, { "required", required } };
}

Json midiInput (bool required)
{
    return { { "id", "9" }, { "kind", "midi" }, { "label", "Melody" }, { "info", "" }, { "required", required } };
}

} // namespace

std::string modeOf (const std::string& address)
{
    const auto slash = address.find ('/', address.find ("://") + 3);
    return slash == std::string::npos ? "gain" : address.substr (slash + 1);
}

std::string hostOf (const std::string& address)
{
    const auto start = address.find ("://") + 3;
    return address.substr (start, address.find_first_of (":/", start) - start);
}

Json descriptionOf (const std::string& address)
{
    const auto mode = modeOf (address);
    auto inputs = Json::array();

    if (mode != "text-only")
        inputs.push_back (audioInput ("0", "Input", true));

    inputs.push_back ({ { "id", "1" }, { "kind", "slider" }, { "label", "Gain" }, { "info", "" },
                        { "minimum", 0 }, { "maximum", 4 }, { "step", 0.5 }, { "value", 2 } });
    inputs.push_back ({ { "id", "2" }, { "kind", "text" }, { "label", "Prompt" }, { "info", "" }, { "value", "" } });

    if (mode == "needs-midi" || mode == "takes-midi")
        inputs.push_back (midiInput (mode == "needs-midi"));

    if (mode == "needs-second" || mode == "takes-second")
        inputs.push_back (audioInput ("8", "Reference", mode == "needs-second"));

    return { { "protocol", "harp-0.3" },
             { "address", address },
             { "host", hostOf (address) },
             { "local", true }, // says so of itself wherever it is
             { "card", { { "name", "Fake " + mode }, { "description", "For tests." }, { "author", "us" }, { "tags", { "test" } } } },
             { "inputs", inputs },
             { "outputs", { { { "id", "0" }, { "kind", "audio" }, { "label", "Output" }, { "info", "" } } } } };
}

Json listOf (const std::string& mode)
{
    auto models = Json::array ({ { { "name", "Gain" }, { "address", "http://127.0.0.1:1/gain" }, { "description", "Makes it louder." }, { "author", "us" },
                                   { "licence", "MIT" }, { "tags", { "loud" } }, { "inputs", { "audio" } }, { "outputs", { "audio" } } },
                                 { { "name", "Stems" }, { "address", "http://127.0.0.1:1/stems" }, { "inputs", { "audio" } }, { "outputs", { "audio", "labels" } } } });

    for (int i = 2; mode == "many" && i < 150; ++i)
        models.push_back ({ { "name", "Model " + std::to_string (i) }, { "address", "lab/model-" + std::to_string (i) }, { "inputs", { "text" } }, { "outputs", { "audio" } } });

    if (mode == "dirty")
        models[0]["name"] = "Gain \x1b[31m";

    return { { "version", 1 }, { "name", "Fake models" }, { "description", "For tests." }, { "updated", "2026-11-22" },
             { "models", models }, { "notes", { "Entry 3 was left out: name is not plain text." } } };
}

} // namespace harp::fake
