// SPDX-License-Identifier: GPL-3.0-or-later
#include "ModelList.h"

#include "JsonAccess.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace harp::model
{

namespace
{

constexpr std::array<std::string_view, 4> modelInputs { "audio", "midi", "file", "text" };
constexpr std::array<std::string_view, 7> modelOutputs { "audio", "midi", "labels", "file", "text", "json", "classes" };

// The characters of a text that the parser took, and that is UTF-8 therefore.
std::vector<char32_t> charactersOf (std::string_view text)
{
    std::vector<char32_t> result;

    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char> (c);

        if (byte < 0x80)
            result.push_back (byte);
        else if (byte >= 0xc0)
            result.push_back (byte & (byte >= 0xf0 ? 0x07u : byte >= 0xe0 ? 0x0fu : 0x1fu));
        else if (! result.empty())
            result.back() = (result.back() << 6) | (byte & 0x3fu);
    }

    return result;
}

// Nothing that steers a terminal or turns the direction of what is written beside it.
bool isPlain (char32_t c)
{
    return (c >= 0x20 || c == '\n') && ! (c >= 0x7f && c <= 0x9f) && ! (c >= 0x202a && c <= 0x202e) && ! (c >= 0x2066 && c <= 0x2069);
}

std::string checked (std::string text, const char* key, std::size_t mostCharacters)
{
    const auto characters = charactersOf (text);

    if (characters.size() > mostCharacters)
        throw BadJson (std::string ("'") + key + "' is too long");

    if (! std::ranges::all_of (characters, isPlain))
        throw BadJson (std::string ("'") + key + "' is not plain text");

    return text;
}

std::string plainTextIn (const Json& object, const char* key, std::size_t mostCharacters)
{
    return checked (optionalTextIn (object, key), key, mostCharacters);
}

std::string neededTextIn (const Json& object, const char* key, std::size_t mostCharacters)
{
    auto text = checked (textIn (object, key), key, mostCharacters);

    if (text.find_first_not_of (" \n") == std::string::npos)
        throw BadJson (std::string ("'") + key + "' is empty");

    return text;
}

std::vector<std::string> textsIn (const Json& object, const char* key, std::size_t mostTexts, std::size_t mostCharacters)
{
    std::vector<std::string> result;

    if (! object.contains (key))
        return result;

    for (const auto& text : arrayIn (object, key))
        result.push_back (checked (textOf (text, key), key, mostCharacters));

    if (result.size() > mostTexts)
        throw BadJson (std::string ("'") + key + "' has too many entries");

    return result;
}

template <typename Kinds>
std::vector<std::string> kindsIn (const Json& object, const char* key, const Kinds& kinds)
{
    member (object, key);
    auto result = textsIn (object, key, 32, 64);

    for (const auto& kind : result)
        if (std::ranges::find (kinds, kind) == kinds.end())
            throw BadJson (std::string ("'") + key + "' holds the unknown kind '" + kind + "'");

    return result;
}

// user/space or a web address without a user name. Whether anything is there is for the client to find out.
bool isAddress (std::string_view text)
{
    const auto isSpaceCharacter = [] (char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view ("-_./#%").find (c) != std::string_view::npos; };
    const auto scheme = text.substr (0, text.find ("://"));

    if (scheme.size() == text.size())
        return text.find ('/') != std::string_view::npos && std::ranges::all_of (text, isSpaceCharacter);

    const auto authority = text.substr (scheme.size() + 3);
    return (scheme == "https" || scheme == "http") && authority.substr (0, authority.find_first_of ("/?#")).find ('@') == std::string_view::npos;
}

std::string addressIn (const Json& object)
{
    auto address = neededTextIn (object, "address", 2048);

    if (! std::ranges::all_of (address, [] (char c) { return c > ' ' && c < 0x7f; }) || ! isAddress (address))
        throw BadJson ("'address' is no address");

    return address;
}

ListedModel modelFrom (const Json& json)
{
    ListedModel model;
    model.name = neededTextIn (json, "name", 200);
    model.address = addressIn (json);
    model.description = plainTextIn (json, "description", 2000);
    model.author = plainTextIn (json, "author", 200);
    model.licence = plainTextIn (json, "licence", 200);
    model.tags = textsIn (json, "tags", 32, 64);
    model.inputs = kindsIn (json, "inputs", modelInputs);
    model.outputs = kindsIn (json, "outputs", modelOutputs);
    return model;
}

ModelList listFrom (const Json& json)
{
    ModelList list;

    if (integerIn (json, "version", 1, 1 << 20) != 1)
        throw BadJson ("a newer version than this HARP reads");

    list.name = plainTextIn (json, "name", 200);
    list.description = plainTextIn (json, "description", 2000);
    list.updated = plainTextIn (json, "updated", 10);
    list.notes = textsIn (json, "notes", 32, 500);
    const auto& models = arrayIn (json, "models");

    if (models.size() > ModelList::mostModels)
        throw BadJson ("'models' has too many entries");

    for (const auto& model : models)
        list.models.push_back (modelFrom (model));

    return list;
}

// Small letters, for the alphabets in which they follow the capitals at a fixed distance; others are found as they are written.
std::string inSmallLetters (std::string_view text)
{
    std::string result (text);

    for (std::size_t i = 0; i < result.size(); ++i)
    {
        const auto byte = static_cast<unsigned char> (result[i]);

        if (byte >= 'A' && byte <= 'Z')
            result[i] = static_cast<char> (byte + 0x20);

        if (byte < 0xc3 || byte > 0xd0 || i + 1 == result.size())
            continue;

        const auto next = static_cast<unsigned char> (result[i + 1]);
        auto character = static_cast<unsigned> (((byte & 0x1f) << 6) | (next & 0x3f));

        if ((character >= 0xc0 && character <= 0xde && character != 0xd7) || (character >= 0x391 && character <= 0x3a9) || (character >= 0x410 && character <= 0x42f))
            character += 0x20;
        else if (character >= 0x400 && character <= 0x40f)
            character += 0x50;

        result[i] = static_cast<char> (0xc0 | (character >> 6));
        result[i + 1] = static_cast<char> (0x80 | (character & 0x3f));
        ++i;
    }

    return result;
}

std::string searchedText (const ListedModel& model)
{
    auto text = model.name + "\n" + model.description + "\n" + model.author + "\n" + model.address;

    for (const auto& tag : model.tags)
        text += "\n" + tag;

    return inSmallLetters (text);
}

std::vector<std::string> wordsOf (const std::string& text)
{
    std::vector<std::string> words;

    for (std::size_t start = 0; (start = text.find_first_not_of (" \t\n", start)) != std::string::npos;)
    {
        const auto end = std::min (text.find_first_of (" \t\n", start), text.size());
        words.push_back (inSmallLetters (std::string_view (text).substr (start, end - start)));
        start = end;
    }

    return words;
}

} // namespace

core::Result<ModelList> ModelList::fromJson (const std::string& text)
{
    try
    {
        return listFrom (parsed (text));
    }
    catch (const std::exception& problem) // BadJson, or the parser's
    {
        return core::Error { core::ErrorCode::modelsInvalid, {}, std::string ("the list of models: ") + problem.what() };
    }
}

ModelSearch::ModelSearch (const ModelList& list)
{
    for (const auto& model : list.models)
        texts.push_back (searchedText (model));
}

std::vector<std::size_t> ModelSearch::find (const std::string& words) const
{
    const auto wanted = wordsOf (words);
    std::vector<std::size_t> found;

    for (std::size_t i = 0; i < texts.size(); ++i)
        if (std::ranges::all_of (wanted, [&text = texts[i]] (const auto& word) { return text.find (word) != std::string::npos; }))
            found.push_back (i);

    return found;
}

} // namespace harp::model
