// SPDX-License-Identifier: GPL-3.0-or-later
// In front of every function of the C library that takes a lock, or may wait for another thread or wake it. [any]
#include "Guard.h"

#include <ctime>
#include <pthread.h>
#include <semaphore.h>
#include <threads.h>

// dlsym prefers the oldest of several versions, and the oldest condition variables have another layout.
#define GUARD_VERSIONED(result, name, version, parameters, arguments)                                    \
    GUARD_EXPORT result name parameters                                                                  \
    {                                                                                                    \
        static auto next = reinterpret_cast<result (*) parameters> (dlvsym (RTLD_NEXT, #name, version)); \
        GUARD_NOTE ("lock", #name);                                                                      \
        return next arguments;                                                                           \
    }

#define GUARD_LOCK(result, name, parameters, arguments)                   \
    GUARD_EXPORT result name parameters                                   \
    {                                                                     \
        static auto next = guard::real<result (*) parameters> (#name);    \
        GUARD_NOTE ("lock", #name);                                       \
        return next arguments;                                            \
    }

GUARD_LOCK (int, pthread_mutex_lock, (pthread_mutex_t * m), (m))
GUARD_LOCK (int, pthread_mutex_trylock, (pthread_mutex_t * m), (m))
GUARD_LOCK (int, pthread_mutex_timedlock, (pthread_mutex_t * m, const timespec* t), (m, t))
GUARD_LOCK (int, pthread_mutex_clocklock, (pthread_mutex_t * m, clockid_t c, const timespec* t), (m, c, t))
GUARD_LOCK (int, mtx_lock, (mtx_t * m), (m))
GUARD_LOCK (int, mtx_trylock, (mtx_t * m), (m))
GUARD_LOCK (int, mtx_timedlock, (mtx_t * m, const timespec* t), (m, t))

GUARD_LOCK (int, pthread_rwlock_rdlock, (pthread_rwlock_t * l), (l))
GUARD_LOCK (int, pthread_rwlock_wrlock, (pthread_rwlock_t * l), (l))
GUARD_LOCK (int, pthread_rwlock_tryrdlock, (pthread_rwlock_t * l), (l))
GUARD_LOCK (int, pthread_rwlock_trywrlock, (pthread_rwlock_t * l), (l))
GUARD_LOCK (int, pthread_rwlock_timedrdlock, (pthread_rwlock_t * l, const timespec* t), (l, t))
GUARD_LOCK (int, pthread_rwlock_timedwrlock, (pthread_rwlock_t * l, const timespec* t), (l, t))
GUARD_LOCK (int, pthread_rwlock_clockrdlock, (pthread_rwlock_t * l, clockid_t c, const timespec* t), (l, c, t))
GUARD_LOCK (int, pthread_rwlock_clockwrlock, (pthread_rwlock_t * l, clockid_t c, const timespec* t), (l, c, t))

GUARD_LOCK (int, pthread_spin_lock, (pthread_spinlock_t * l), (l))
GUARD_LOCK (int, pthread_spin_trylock, (pthread_spinlock_t * l), (l))

GUARD_LOCK (int, sem_wait, (sem_t * s), (s))
GUARD_LOCK (int, sem_trywait, (sem_t * s), (s))
GUARD_LOCK (int, sem_timedwait, (sem_t * s, const timespec* t), (s, t))
GUARD_LOCK (int, sem_clockwait, (sem_t * s, clockid_t c, const timespec* t), (s, c, t))
GUARD_LOCK (int, sem_post, (sem_t * s), (s))

GUARD_VERSIONED (int, pthread_cond_wait, "GLIBC_2.3.2", (pthread_cond_t * v, pthread_mutex_t* m), (v, m))
GUARD_VERSIONED (int, pthread_cond_timedwait, "GLIBC_2.3.2", (pthread_cond_t * v, pthread_mutex_t* m, const timespec* t), (v, m, t))
GUARD_VERSIONED (int, pthread_cond_signal, "GLIBC_2.3.2", (pthread_cond_t * v), (v))
GUARD_VERSIONED (int, pthread_cond_broadcast, "GLIBC_2.3.2", (pthread_cond_t * v), (v))
GUARD_LOCK (int, pthread_cond_clockwait, (pthread_cond_t * v, pthread_mutex_t* m, clockid_t c, const timespec* t), (v, m, c, t))
GUARD_LOCK (int, cnd_wait, (cnd_t * v, mtx_t* m), (v, m))
GUARD_LOCK (int, cnd_timedwait, (cnd_t * v, mtx_t* m, const timespec* t), (v, m, t))
GUARD_LOCK (int, cnd_signal, (cnd_t * v), (v))
GUARD_LOCK (int, cnd_broadcast, (cnd_t * v), (v))

GUARD_LOCK (int, pthread_barrier_wait, (pthread_barrier_t * b), (b))
GUARD_LOCK (int, pthread_once, (pthread_once_t * o, void (*f)()), (o, f))
GUARD_LOCK (void, call_once, (once_flag * o, void (*f)()), (o, f))
GUARD_LOCK (int, pthread_join, (pthread_t t, void** r), (t, r))
GUARD_LOCK (int, thrd_join, (thrd_t t, int* r), (t, r))

#undef GUARD_LOCK
#undef GUARD_VERSIONED
