// SPDX-License-Identifier: MIT
// harp_pretend_worker --python FILE: behaves as the first line of the file says, and takes that line away for its
// successor. An empty file means a good worker.
#include "Worker.h"

#include <csignal>
#include <fstream>
#include <sstream>

int main (int count, char** arguments)
{
    if (count != 3)
        return 80;

    std::signal (SIGPIPE, SIG_IGN);
    std::string behaviour = "good", first;
    std::ostringstream rest;

    {
        std::ifstream file (arguments[2]);

        if (std::getline (file, first) && ! first.empty())
            behaviour = first;

        rest << file.rdbuf();
    }

    std::ofstream (arguments[2]) << rest.str();
    const auto worker = pretend::makeWorker (behaviour);

    if (worker == nullptr)
        return 81;

    worker->run();
    return 0;
}
