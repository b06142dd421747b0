// SPDX-License-Identifier: MIT
// C interface of the in-process backend: an interpreter on threads of its own inside the host's process.
//
// The library stays loaded for ever and its interpreter is never ended. [any] thread may call; nothing waits for Python
// except harp_embedded_stop, for as long as it is told.
#pragma once

#if defined(__GNUC__)
 #define HARP_EMBEDDED_EXPORT __attribute__ ((visibility ("default")))
#else
 #define HARP_EMBEDDED_EXPORT
#endif

extern "C"
{

struct HarpEmbeddedSession;

// Serves the protocol on the descriptor (taken over) from a new thread, starting the interpreter of the environment of
// `python` when none runs yet. What goes wrong is said on the descriptor. nullptr when no thread could be started.
HARP_EMBEDDED_EXPORT HarpEmbeddedSession* harp_embedded_start (const char* python, int descriptor);

// After the other end was closed or told the session to quit: waits that long for its thread and joins it. Not zero when
// that was done and the session is gone; zero when it still runs, and may be asked again or be left to itself.
HARP_EMBEDDED_EXPORT int harp_embedded_stop (HarpEmbeddedSession* session, int milliseconds);

// Resolved path of the Python library that this one uses.
HARP_EMBEDDED_EXPORT const char* harp_embedded_python (void);

} // extern "C"
