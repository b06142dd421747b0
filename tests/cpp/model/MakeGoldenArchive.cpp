// SPDX-License-Identifier: GPL-3.0-or-later
// harp_make_golden_archive <file>: writes the golden content in the present version of the format.
#include "GoldenContent.h"
#include "Samples.h"

#include <fstream>
#include <iostream>

int main (int count, char** arguments)
{
    if (count != 2)
    {
        std::cerr << "usage: harp_make_golden_archive <file>\n";
        return 2;
    }

    const auto bytes = harp::test::archiveOf (harp::test::goldenContent());
    std::ofstream file (arguments[1], std::ios::binary);
    file.write (reinterpret_cast<const char*> (bytes.data()), static_cast<std::streamsize> (bytes.size()));
    return file.flush() ? 0 : 1;
}
