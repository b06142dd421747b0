// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked of a document, one type for each row of README.md. Value types. [any] thread.
#pragma once

#include <model/Document.h>
#include <processing/Job.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace harp::shell
{

struct LoadCommand
{
    std::string address;
};

struct BrowseCommand
{
    std::optional<std::string> address; // nothing: the remembered one; empty: it is forgotten
};

struct FindCommand
{
    std::string words;
};

struct SetCommand
{
    std::string control, valueJson;
};

struct ProcessCommand
{
    std::optional<std::vector<model::RegionId>> regions; // nothing: the host's selection
};

struct CancelCommand
{
    std::optional<processing::JobId> job; // nothing: all
};

struct ChooseCommand
{
    model::RegionId region {};
    std::optional<model::Document::Choice> choice; // nothing: the original
};

struct DeleteTakeCommand
{
    model::TakeId take;
    std::optional<model::ModificationId> modification; // nothing: the one that holds the take
};

struct UndoCommand {};
struct RedoCommand {};

struct ConsentCommand
{
    std::string host;
    bool allow = false;
};

struct DismissCommand
{
    std::uint64_t notice = 0;
};

using Command = std::variant<LoadCommand, BrowseCommand, FindCommand, SetCommand, ProcessCommand, CancelCommand, ChooseCommand,
                             DeleteTakeCommand, UndoCommand, RedoCommand, ConsentCommand, DismissCommand>;

} // namespace harp::shell
