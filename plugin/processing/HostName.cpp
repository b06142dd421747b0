// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostName.h"

#include <algorithm>
#include <cctype>

namespace harp::processing
{

namespace
{

std::string lowerCase (std::string_view text)
{
    std::string result (text);
    std::transform (result.begin(), result.end(), result.begin(),
                    [] (char c) { return c >= 'A' && c <= 'Z' ? static_cast<char> (c - 'A' + 'a') : c; });
    return result;
}

bool isDigit (char c) { return c >= '0' && c <= '9'; }

// Letters of other scripts are taken as they are: the same bytes lead to the same host.
bool belongsInName (char c)
{
    return isDigit (c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || (static_cast<unsigned char> (c) & 0x80u) != 0;
}

bool belongsInIpv6 (char c) { return isDigit (c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.'; }

bool isPort (std::string_view text)
{
    return text.size() <= 5 && std::all_of (text.begin(), text.end(), isDigit);
}

std::string_view authorityOf (std::string_view address)
{
    if (const auto scheme = address.find ("://"); scheme != std::string_view::npos)
        address.remove_prefix (scheme + 3);

    return address.substr (0, address.find_first_of ("/?#"));
}

std::optional<std::string> bracketedHost (std::string_view authority)
{
    const auto end = authority.find (']');

    if (end == std::string_view::npos)
        return std::nullopt;

    const auto host = lowerCase (authority.substr (1, end - 1));
    const auto rest = authority.substr (end + 1);
    const bool plain = ! host.empty() && std::all_of (host.begin(), host.end(), belongsInIpv6);

    if (! plain || ! (rest.empty() || (rest.front() == ':' && isPort (rest.substr (1)))))
        return std::nullopt;

    return host;
}

} // namespace

std::optional<std::string> hostOf (std::string_view address)
{
    const auto start = lowerCase (address.substr (0, 8));

    if (! start.starts_with ("http://") && ! start.starts_with ("https://"))
        return std::nullopt;

    const auto doubtful = [] (char c) { return c == '\\' || static_cast<unsigned char> (c) <= 0x20u || c == 0x7f; };
    const auto authority = authorityOf (address);

    if (std::any_of (address.begin(), address.end(), doubtful) || authority.empty())
        return std::nullopt;

    if (authority.front() == '[')
        return bracketedHost (authority);

    const auto colon = authority.find (':');
    const auto host = lowerCase (authority.substr (0, colon));

    if (colon != std::string_view::npos && ! isPort (authority.substr (colon + 1)))
        return std::nullopt;

    if (host.empty() || ! std::all_of (host.begin(), host.end(), belongsInName))
        return std::nullopt;

    return host;
}

bool isThisMachine (std::string_view host)
{
    if (host == "localhost" || host == "::1")
        return true;

    int parts = 0;

    for (std::string_view rest = host;; ++parts)
    {
        const auto part = rest.substr (0, rest.find ('.'));
        const bool decimal = ! part.empty() && part.size() <= 3 && std::all_of (part.begin(), part.end(), isDigit)
                             && (part.size() == 1 || part.front() != '0');

        if (! decimal || std::stoi (std::string (part)) > 255 || (parts == 0 && part != "127"))
            return false;

        if (part.size() == rest.size())
            return parts == 3;

        rest.remove_prefix (part.size() + 1);
    }
}

std::string withoutQuery (std::string_view address)
{
    const auto isNameCharacter = [] (char c) { return std::isalnum (static_cast<unsigned char> (c)) != 0 || c == '_' || c == '-' || c == '/'; };
    const auto hash = address.find ('#');
    std::string result (address.substr (0, address.find_first_of ("?#")));

    // What follows # names one of several functions of an app; anything else there is none of ours.
    if (hash != std::string_view::npos && hash + 1 < address.size() && std::ranges::all_of (address.substr (hash + 1), isNameCharacter))
        result += address.substr (hash);

    return result;
}

bool hasCredentials (std::string_view address)
{
    return authorityOf (address).find ('@') != std::string_view::npos;
}

} // namespace harp::processing
