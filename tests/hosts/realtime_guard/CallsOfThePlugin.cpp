// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the watched functions the plug-in's own code has called: proof that its calls arrive here, and not elsewhere.
#include "Guard.h"

#include <cstdio>
#include <cstring>
#include <link.h>
#include <unistd.h>

namespace guard
{

constinit CodeOfThePlugin codeOfThePlugin;

namespace
{

std::atomic<Calls*> everyCalled { nullptr };
char plugin[1024] = {}; // a copy: the module may be unloaded before the report

int compare (dl_phdr_info* module, std::size_t, void* data)
{
    const auto wanted = *static_cast<std::uintptr_t*> (data);

    for (int i = 0; i < module->dlpi_phnum; ++i)
    {
        const auto& segment = module->dlpi_phdr[i];
        const auto start = static_cast<std::uintptr_t> (module->dlpi_addr + segment.p_vaddr);

        if (segment.p_type != PT_LOAD || wanted < start || wanted >= start + segment.p_memsz)
            continue;

        std::strncpy (plugin, module->dlpi_name, sizeof (plugin) - 1);
        codeOfThePlugin.start = start;
        codeOfThePlugin.end = start + segment.p_memsz;
        return 1;
    }

    return 0;
}

} // namespace

void findThePlugin (const void* address)
{
    auto wanted = reinterpret_cast<std::uintptr_t> (address);
    dl_iterate_phdr (compare, &wanted);
}

void Calls::add() noexcept
{
    if (number.fetch_add (1) == 0)
    {
        next = everyCalled.load();

        while (! everyCalled.compare_exchange_weak (next, this))
        {
        }
    }
}

void reportCalls (int file)
{
    if (plugin[0] != 0)
        dprintf (file, "plugin %s\n", plugin);

    for (auto* calls = everyCalled.load(); calls != nullptr; calls = calls->next)
        dprintf (file, "called %s %ld\n", calls->name, calls->number.load());
}

} // namespace guard
