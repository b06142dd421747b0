// SPDX-License-Identifier: GPL-3.0-or-later
#include <processing/HostName.h>

#include <catch2/catch_test_macros.hpp>

using namespace harp::processing;

TEST_CASE ("the host of an address is its name alone, in lower case")
{
    CHECK (hostOf ("http://127.0.0.1:7860") == "127.0.0.1");
    CHECK (hostOf ("https://My-Lab.Example/gradio/?view=1#top") == "my-lab.example");
    CHECK (hostOf ("HTTPS://lab.example:443") == "lab.example");
    CHECK (hostOf ("http://[::1]:7860/x") == "::1");
    CHECK (hostOf ("http://[FE80::A]") == "fe80::a");
    CHECK (hostOf ("http://lab.example?@localhost") == "lab.example");
}

TEST_CASE ("an address that two readers might understand differently has no host")
{
    for (const auto* address : { "", "user/space", "ftp://lab.example", "http://", "http:///x", "http://localhost@evil.example",
                                 "http://a:b@evil.example", "http://localhost\\@evil.example", "http://evil.example\\.localhost",
                                 "http://local host", "http://localhost\t.evil.example", "http://localhost:80:90", "http://localhost:x",
                                 "http://localhost:1234567", "http://[::1", "http://[::1]evil.example", "http://[]", "http://[localhost]",
                                 "http://evil.example%2f@localhost", "http://local%68ost", "http:/localhost", "//localhost" })
    {
        INFO (address);
        CHECK_FALSE (hostOf (address).has_value());
    }

    CHECK_FALSE (hostOf (std::string_view ("http://localhost\0.evil.example", 30)).has_value());
}

TEST_CASE ("this machine is localhost, 127.0.0.0/8 in plain decimals, and ::1")
{
    for (const auto* host : { "localhost", "127.0.0.1", "127.0.0.0", "127.255.255.255", "127.1.2.3", "::1" })
    {
        INFO (host);
        CHECK (isThisMachine (host));
    }

    for (const auto* host : { "", "localhost.evil.example", "127.0.0.1.evil.example", "128.0.0.1", "1127.0.0.1", "127.0.0", "127.1",
                              "127.0.0.256", "127.0.0.01", "127.0.0.", "127..0.1", "0127.0.0.1", "2130706433", "0x7f.0.0.1", "0.0.0.0",
                              "10.0.0.1", "::2", "::ffff:127.0.0.1", "localhost.", "LOCALHOST", "my-lab.example" })
    {
        INFO (host);
        CHECK_FALSE (isThisMachine (host));
    }
}

TEST_CASE ("queries and credentials of an address are found")
{
    CHECK (withoutQuery ("https://lab.example/x?__sign=secret#sing") == "https://lab.example/x#sing");
    CHECK (withoutQuery ("https://lab.example/x#a=secret") == "https://lab.example/x");
    CHECK (withoutQuery ("user/space") == "user/space");
    CHECK (hasCredentials ("https://me:secret@lab.example/"));
    CHECK (hasCredentials ("me@lab.example"));
    CHECK_FALSE (hasCredentials ("https://lab.example/@me"));
    CHECK_FALSE (hasCredentials ("user/space"));
}
