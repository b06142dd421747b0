# SPDX-License-Identifier: MIT
"""The guard of the audio thread stands in front of all that allocates, locks or waits, and lets it through."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from .built import PROGRAMS

GUARD = PROGRAMS / "harp_realtime_guard.so"

#: The C library's functions that allocate, free, lock, wait or wake, by the words that they are named with.
WATCHED = re.compile(
    r"malloc|calloc|realloc|reallocarray|free|(posix_)?memalign|aligned_alloc|p?valloc"
    r"|pthread_(mutex|rwlock|spin)_(try|timed|clock)?(rd|wr)?lock|mtx_(try|timed)?lock"
    r"|sem_((try|timed|clock)?wait|post)"
    r"|(pthread_cond|cnd)_((timed|clock)?wait|signal|broadcast)"
    r"|pthread_barrier_wait|pthread_once|call_once|(pthread|thrd)_join"
)


def exported(library: str | Path) -> set[str]:
    listed = subprocess.run(["nm", "-D", "--defined-only", str(library)], capture_output=True, text=True, check=True)
    return {line.split()[-1].partition("@")[0] for line in listed.stdout.splitlines()}


def c_library() -> str:
    """The file that this very process has loaded."""
    return next(line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "/libc.so.6" in line)


def test_the_guard_stands_in_front_of_all_that_allocates_or_locks() -> None:
    watched = {name for name in exported(c_library()) if WATCHED.fullmatch(name)}
    assert len(watched) > 40
    assert not watched - exported(GUARD)


#: Calls each function within a span of its own; what would wait finds its time over, or a second thread.
CALLER = """
import ctypes, threading
c = ctypes.CDLL(None)
for name in ("malloc", "calloc", "realloc", "reallocarray", "memalign", "aligned_alloc", "valloc", "pvalloc"):
    getattr(c, name).restype = ctypes.c_void_p

def room():
    return ctypes.create_string_buffer(128)

size = ctypes.c_size_t
over, later = (ctypes.c_long * 2)(1, 0), (ctypes.c_long * 2)(1 << 33, 0)
callback = ctypes.CFUNCTYPE(None)(lambda: None)

def call(name, *arguments, then=None):
    c.harpRealtimeEnter()
    result = getattr(c, name)(*arguments)
    c.harpRealtimeLeave()
    if then:
        getattr(c, then)(arguments[0])
    return result

for name, arguments in (
    ("malloc", [size(32)]), ("calloc", [size(2), size(16)]), ("realloc", [None, size(32)]),
    ("reallocarray", [None, size(2), size(16)]), ("memalign", [size(64), size(64)]),
    ("aligned_alloc", [size(64), size(64)]), ("valloc", [size(32)]), ("pvalloc", [size(32)]),
):
    call("free", ctypes.c_void_p(call(name, *arguments)))
block = ctypes.c_void_p()
assert call("posix_memalign", ctypes.byref(block), size(64), size(64)) == 0
c.free(block)

mutex, rwlock, spin, sem = room(), room(), room(), room()
c.pthread_spin_init(spin, 0)
c.sem_init(sem, 0, 0)
c11, c11_cond, cond = room(), room(), room()
c.mtx_init(c11, 1)
for kind, lock, name in (
    (mutex, "pthread_mutex_", ""), (rwlock, "pthread_rwlock_", "rd"), (rwlock, "pthread_rwlock_", "wr"),
):
    unlock = lock + "unlock"
    assert call(f"{lock}{name}lock", kind, then=unlock) == 0
    assert call(f"{lock}try{name}lock", kind, then=unlock) == 0
    assert call(f"{lock}timed{name}lock", kind, later, then=unlock) == 0
    assert call(f"{lock}clock{name}lock", kind, 0, later, then=unlock) == 0
for name in ("pthread_spin_lock", "pthread_spin_trylock"):
    assert call(name, spin, then="pthread_spin_unlock") == 0
for name, arguments in (("mtx_lock", []), ("mtx_trylock", []), ("mtx_timedlock", [later])):
    assert call(name, c11, *arguments, then="mtx_unlock") == 0
for name, arguments in (
    ("sem_wait", []), ("sem_trywait", []), ("sem_timedwait", [later]), ("sem_clockwait", [0, later]),
):
    assert call("sem_post", sem) == 0
    assert call(name, sem, *arguments) == 0
for name in ("pthread_cond_signal", "pthread_cond_broadcast", "cnd_signal", "cnd_broadcast"):
    assert call(name, cond) == 0
c.pthread_mutex_lock(mutex)
assert call("pthread_cond_timedwait", cond, mutex, over) != 0
assert call("pthread_cond_clockwait", cond, mutex, 0, over) != 0
c.pthread_mutex_unlock(mutex)
c.mtx_lock(c11)
assert call("cnd_timedwait", c11_cond, c11, over) != 0
c.mtx_unlock(c11)

def until_woken(wait, wake, cond, lock, mutex, unlock):
    over = threading.Event()
    def waker():
        while not over.is_set():
            wake(cond)
    thread = threading.Thread(target=waker)
    thread.start()
    lock(mutex)
    assert call(wait, cond, mutex) == 0
    unlock(mutex)
    over.set()
    thread.join()

until_woken("pthread_cond_wait", c.pthread_cond_signal, cond, c.pthread_mutex_lock, mutex, c.pthread_mutex_unlock)
until_woken("cnd_wait", c.cnd_signal, c11_cond, c.mtx_lock, c11, c.mtx_unlock)

barrier, once, c11_once = room(), room(), room()
c.pthread_barrier_init(barrier, None, 1)
call("pthread_barrier_wait", barrier)
assert call("pthread_once", once, callback) == 0
call("call_once", c11_once, callback)
body = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(lambda _: None)
thread = ctypes.c_ulong()
assert c.pthread_create(ctypes.byref(thread), None, body, None) == 0
assert call("pthread_join", thread, None) == 0
body = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(lambda _: 7)
assert c.thrd_create(ctypes.byref(thread), body, None) == 0
result = ctypes.c_int()
assert call("thrd_join", thread, ctypes.byref(result)) == 0 and result.value == 7
"""


def test_each_function_that_the_guard_stands_in_front_of_is_noticed_and_still_works(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    environment = {**os.environ, "LD_PRELOAD": str(GUARD), "HARP_GUARD_REPORT": str(report)}
    done = subprocess.run([sys.executable, "-c", CALLER], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    noticed = {tuple(line.split()[:2]) for line in report.read_text().splitlines()}
    names = {name for name in exported(GUARD) if WATCHED.fullmatch(name)}
    assert not names - {name for kind, name in noticed if kind in ("allocation", "lock")}
