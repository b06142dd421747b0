// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of an endpoint: its description, and the values of its controls. Value types. [any] thread.
#pragma once

#include <core/Result.h>

#include <optional>
#include <string>
#include <vector>

namespace harp::model
{

struct Card
{
    std::string name, description, author;
    std::vector<std::string> tags;
};

enum class InputKind
{
    audio,
    midi,
    file,
    slider,
    number,
    text,
    toggle,
    choice,
    choices // several at once: a JSON array of values
};

struct Choice
{
    std::string label;
    std::string valueJson; // what is sent
};

// One input of an endpoint; the members that its kind does not have stay empty.
struct Input
{
    std::string id;
    InputKind kind = InputKind::text;
    std::string label, info;
    bool required = false;
    bool whole = false;  // a number that has no part behind the point
    bool secret = false; // a text that is shown as dots and kept nowhere
    bool custom = false; // a choice that takes any other text as well
    std::optional<double> minimum, maximum, step;
    std::vector<Choice> choices;
    std::string defaultJson = "null";

    bool isControl() const noexcept { return kind != InputKind::audio && kind != InputKind::midi && kind != InputKind::file; }
};

enum class OutputKind
{
    audio,
    midi,
    labels,
    file,
    text,
    json,
    classes
};

struct Output
{
    std::string id;
    OutputKind kind = OutputKind::audio;
    std::string label, info;
};

struct EndpointDescription
{
    std::string protocol, address, host;
    bool local = false;
    Card card;
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::string durationControl; // id of the control for the length of what is made; empty: none
    std::string json; // the document it was read from

    // From the normalised description of tests/contract/PROTOCOL.md; unknown keys are ignored, an unknown kind is an error.
    static core::Result<EndpointDescription> fromJson (const std::string&);

    const Input* input (const std::string& idOrLabel) const; // the id goes first, then the exact label
    std::vector<const Input*> audioInputs() const;

    // Whether a person sets this input: a control, except that a region says itself how long a sound made from nothing shall be.
    bool isSetByUser (const Input&) const;

    // The first input that must be there and that a region cannot give: a file, MIDI, a second audio input. nullptr: none.
    const Input* unsuppliedInput() const;
};

// Checks one value (JSON) against its control and normalises it: control_out_of_range says the range in its detail; a
// choice may be given by label or by value.
core::Result<std::string> checkedValue (const Input&, const std::string& valueJson);

// The values without those of secret texts: what may be kept in a project.
std::string withoutSecrets (const EndpointDescription&, const std::string& valuesJson);

// The document's endpoint. `values` is a JSON object, input id -> value, complete for every control that the user sets.
struct EndpointState
{
    std::string address;                             // as loaded; empty: none
    std::optional<EndpointDescription> description;
    std::string valuesJson = "{}";
};

} // namespace harp::model
