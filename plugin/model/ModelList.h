// SPDX-License-Identifier: GPL-3.0-or-later
// A list of models that a lab or a community hosts (models.json), as the client has checked it. Value types. [any] thread.
#pragma once

#include <core/Result.h>

#include <string>
#include <vector>

namespace harp::model
{

struct ListedModel
{
    std::string name, address; // never empty; the address is printable ASCII and shown as it stands
    std::string description, author, licence;
    std::vector<std::string> tags;
    std::vector<std::string> inputs, outputs; // kinds: audio, midi, ...
};

struct ModelList
{
    std::string name, description, updated;
    std::vector<ListedModel> models;
    std::vector<std::string> notes; // which entries were left out, and why

    // From the list of tests/contract/PROTOCOL.md, section 5; unknown members are ignored. The client has left out what was wrong in it:
    // what is too long, too many or not plain text here is a mistake of its own, and refuses the whole (models_invalid).
    static core::Result<ModelList> fromJson (const std::string&);

    static constexpr std::size_t mostModels = 10000;
};

// Finds models by words: each word must occur somewhere in what is said of a model, in capitals or not.
class ModelSearch
{
public:
    explicit ModelSearch (const ModelList&);

    // Places in the list, in its order; all of them when there is no word.
    std::vector<std::size_t> find (const std::string& words) const;

private:
    std::vector<std::string> texts;
};

} // namespace harp::model
