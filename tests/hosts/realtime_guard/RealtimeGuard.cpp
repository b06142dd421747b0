// SPDX-License-Identifier: GPL-3.0-or-later
// A watchdog for the audio thread, loaded before a host (LD_PRELOAD). [any]
//
// Between harpRealtimeEnter and harpRealtimeLeave, which the plug-in calls at entry and exit of processBlock, it notices every
// allocation, every lock and every system call of that thread: the first two by standing in front of the C library's
// functions (Allocations.cpp, Locks.cpp), the last by the kernel's Syscall User Dispatch. What it saw goes to the file named
// by HARP_GUARD_REPORT: one line for each violation, and when the process ends `plugin <path>`, `called <function> N` for
// each of those functions that the plug-in's own code called, and a last line `spans N violations M`.
//
// HARP_GUARD_PROVOKE=malloc|free|lock|syscall makes it commit that violation itself inside of the span: proof that the
// guard would have seen it there.
#include "Guard.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef PR_SET_SYSCALL_USER_DISPATCH
 #define PR_SET_SYSCALL_USER_DISPATCH 59
 #define PR_SYS_DISPATCH_OFF 0
 #define PR_SYS_DISPATCH_ON 1
#endif

namespace guard
{

constinit GUARD_LOCAL bool watching = false;

namespace
{

constexpr char allowSyscalls = 0, blockSyscalls = 1;

GUARD_LOCAL bool dispatching = false;
GUARD_LOCAL volatile char selector = allowSyscalls;

std::atomic<long> spans { 0 }, violations { 0 };
int report = -1;
char provoked[16] = {};

} // namespace

// Writes with the dispatch open, so that the report itself is no violation.
void violation (const char* kind, const char* what, long number)
{
    const bool was = watching;
    const char before = selector;
    watching = false;
    selector = allowSyscalls;
    ++violations;

    if (report >= 0)
    {
        char line[160];
        const int length = number < 0 ? std::snprintf (line, sizeof (line), "%s %s\n", kind, what)
                                      : std::snprintf (line, sizeof (line), "%s %s %ld\n", kind, what, number);
        (void) ! write (report, line, static_cast<std::size_t> (length));
    }

    watching = was;
    selector = before;
}

namespace
{

// A system call of a watched thread: counted, then carried out as if nothing had happened.
void onBlockedSyscall (int, siginfo_t* info, void* context)
{
    selector = allowSyscalls;
    watching = false;
    auto& registers = static_cast<ucontext_t*> (context)->uc_mcontext.gregs;
    violation ("syscall", "number", info->si_syscall);

    const long result = syscall (info->si_syscall, registers[REG_RDI], registers[REG_RSI], registers[REG_RDX],
                                 registers[REG_R10], registers[REG_R8], registers[REG_R9]);
    registers[REG_RAX] = result == -1 ? -errno : result;

    // The rest of this span is not watched for system calls: the return from this handler is one.
    watching = true;
}

void provoke()
{
    if (std::strcmp (provoked, "malloc") == 0)
        std::free (std::malloc (64)); // the free is a violation of its own
    else if (std::strcmp (provoked, "free") == 0)
    {
        watching = false;
        void* block = std::malloc (64);
        watching = true;
        std::free (block);
    }
    else if (std::strcmp (provoked, "lock") == 0)
    {
        static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
        pthread_mutex_lock (&mutex);
        pthread_mutex_unlock (&mutex);
    }
    else if (std::strcmp (provoked, "syscall") == 0)
        syscall (SYS_getppid);
}

__attribute__ ((constructor)) void start()
{
    if (const char* path = std::getenv ("HARP_GUARD_REPORT"))
        report = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

    if (const char* kind = std::getenv ("HARP_GUARD_PROVOKE"))
        std::strncpy (provoked, kind, sizeof (provoked) - 1);

    struct sigaction action {};
    action.sa_sigaction = onBlockedSyscall;
    action.sa_flags = SA_SIGINFO;
    sigaction (SIGSYS, &action, nullptr);
}

__attribute__ ((destructor)) void finish()
{
    if (report < 0)
        return;

    reportCalls (report);

    char line[80];
    const int length = std::snprintf (line, sizeof (line), "spans %ld violations %ld\n", spans.load(), violations.load());
    (void) ! write (report, line, static_cast<std::size_t> (length));
}

void enter (const void* caller)
{
    // Once per thread, before its first watched span.
    if (! dispatching)
    {
        dispatching = true;

        if (prctl (PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0, 0, &selector) != 0)
            violation ("guard", "Syscall User Dispatch is not available", errno);
    }

    if (! codeOfThePlugin.contains (caller))
        findThePlugin (caller);

    ++spans;
    watching = true;
    selector = blockSyscalls;

    if (provoked[0] != 0)
        provoke();
}

} // namespace
} // namespace guard

GUARD_EXPORT void harpRealtimeEnter()
{
    guard::enter (__builtin_return_address (0));
}

GUARD_EXPORT void harpRealtimeLeave()
{
    guard::selector = guard::allowSyscalls;
    guard::watching = false;
}
