// SPDX-License-Identifier: GPL-3.0-or-later
// A watchdog for the audio thread, loaded before a host (LD_PRELOAD). [any]
//
// Between harpRealtimeEnter and harpRealtimeLeave, which the plug-in calls at entry and exit of processBlock, it notices every
// allocation, every lock and every system call of that thread: the first two by standing in front of the C library's
// functions, the last by the kernel's Syscall User Dispatch. What it saw goes to the file named by HARP_GUARD_REPORT,
// one line for each violation and a last line `spans N violations M` when the process ends.
//
// HARP_GUARD_PROVOKE=malloc|free|lock|syscall makes it commit that violation itself inside of the span: proof that the
// guard would have seen it there.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef PR_SET_SYSCALL_USER_DISPATCH
 #define PR_SET_SYSCALL_USER_DISPATCH 59
 #define PR_SYS_DISPATCH_OFF 0
 #define PR_SYS_DISPATCH_ON 1
#endif

#define GUARD_EXPORT extern "C" __attribute__ ((visibility ("default")))
#define GUARD_LOCAL __attribute__ ((tls_model ("initial-exec"))) thread_local

namespace
{

constexpr char allowSyscalls = 0, blockSyscalls = 1;

GUARD_LOCAL bool watching = false;
GUARD_LOCAL bool dispatching = false;
GUARD_LOCAL volatile char selector = allowSyscalls;

std::atomic<long> spans { 0 }, violations { 0 };
int report = -1;
char provoked[16] = {};

// Room for the allocations that dlsym makes while the real functions are being looked up.
alignas (16) char early[65536];
std::atomic<std::size_t> earlyUsed { 0 };

bool isEarly (const void* p)
{
    return p >= early && p < early + sizeof (early);
}

void* allocateEarly (std::size_t size)
{
    const auto rounded = (size + 15) & ~std::size_t { 15 };
    const auto start = earlyUsed.fetch_add (rounded);

    if (start + rounded > sizeof (early))
        _exit (98);

    return early + start;
}

template <typename Function>
Function real (const char* name)
{
    return reinterpret_cast<Function> (dlsym (RTLD_NEXT, name));
}

// Writes with the dispatch open, so that the report itself is no violation.
void violation (const char* kind, const char* what, long number = -1)
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

    char line[80];
    const int length = std::snprintf (line, sizeof (line), "spans %ld violations %ld\n", spans.load(), violations.load());
    (void) ! write (report, line, static_cast<std::size_t> (length));
}

} // namespace

GUARD_EXPORT void harpRealtimeEnter()
{
    // Once per thread, before its first watched span.
    if (! dispatching)
    {
        dispatching = true;

        if (prctl (PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0, 0, &selector) != 0)
            violation ("guard", "Syscall User Dispatch is not available", errno);
    }

    ++spans;
    watching = true;
    selector = blockSyscalls;

    if (provoked[0] != 0)
        provoke();
}

GUARD_EXPORT void harpRealtimeLeave()
{
    selector = allowSyscalls;
    watching = false;
}

#define GUARDED(kind, name)              \
    do                                   \
    {                                    \
        if (watching)                    \
            violation (kind, name);      \
    } while (false)

GUARD_EXPORT void* malloc (std::size_t size)
{
    static void* (*next) (std::size_t) = nullptr;
    GUARDED ("allocation", "malloc");

    if (next == nullptr)
    {
        static thread_local bool resolving = false;

        if (resolving)
            return allocateEarly (size);

        resolving = true;
        next = real<void* (*) (std::size_t)> ("malloc");
        resolving = false;
    }

    return next (size);
}

GUARD_EXPORT void* calloc (std::size_t count, std::size_t size)
{
    static void* (*next) (std::size_t, std::size_t) = nullptr;
    static bool resolving = false;
    GUARDED ("allocation", "calloc");

    if (next == nullptr)
    {
        if (resolving)
            return allocateEarly (count * size); // static memory is zero

        resolving = true;
        next = real<void* (*) (std::size_t, std::size_t)> ("calloc");
        resolving = false;
    }

    return next (count, size);
}

GUARD_EXPORT void* realloc (void* block, std::size_t size)
{
    static auto next = real<void* (*) (void*, std::size_t)> ("realloc");
    GUARDED ("allocation", "realloc");

    if (isEarly (block))
    {
        void* moved = malloc (size);
        const auto available = static_cast<std::size_t> (early + sizeof (early) - static_cast<char*> (block));
        std::memcpy (moved, block, size < available ? size : available);
        return moved;
    }

    return next (block, size);
}

GUARD_EXPORT void free (void* block)
{
    static auto next = real<void (*) (void*)> ("free");

    if (block == nullptr || isEarly (block))
        return;

    GUARDED ("allocation", "free");
    next (block);
}

GUARD_EXPORT int posix_memalign (void** block, std::size_t alignment, std::size_t size)
{
    static auto next = real<int (*) (void**, std::size_t, std::size_t)> ("posix_memalign");
    GUARDED ("allocation", "posix_memalign");
    return next (block, alignment, size);
}

GUARD_EXPORT void* aligned_alloc (std::size_t alignment, std::size_t size)
{
    static auto next = real<void* (*) (std::size_t, std::size_t)> ("aligned_alloc");
    GUARDED ("allocation", "aligned_alloc");
    return next (alignment, size);
}

// One wrapper for each function that may wait for another thread.
#define GUARD_LOCK(name, parameters, arguments)                    \
    GUARD_EXPORT int name parameters                               \
    {                                                              \
        static auto next = real<int (*) parameters> (#name);       \
        GUARDED ("lock", #name);                                   \
        return next arguments;                                     \
    }

GUARD_LOCK (pthread_mutex_lock, (pthread_mutex_t * m), (m))
GUARD_LOCK (pthread_mutex_trylock, (pthread_mutex_t * m), (m))
GUARD_LOCK (pthread_mutex_timedlock, (pthread_mutex_t * m, const timespec* t), (m, t))
GUARD_LOCK (pthread_rwlock_rdlock, (pthread_rwlock_t * m), (m))
GUARD_LOCK (pthread_rwlock_wrlock, (pthread_rwlock_t * m), (m))
GUARD_LOCK (pthread_spin_lock, (pthread_spinlock_t * m), (m))
GUARD_LOCK (sem_wait, (sem_t * s), (s))
GUARD_LOCK (sem_post, (sem_t * s), (s))
