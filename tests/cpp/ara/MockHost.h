// SPDX-License-Identifier: GPL-3.0-or-later
// An ARA host that checks every callback of the plug-in: thread, context, refs, ranges. Speaks only through C tables.
//
// Made on the model thread, used by any; what the plug-in does wrong is collected in violations().
#pragma once

#include "HostObjects.h"

#include <set>
#include <thread>

namespace harp::test
{

// Where the plug-in is being called from; decides which callbacks it may make.
enum class Inside
{
    nothing,
    sourceCall,
    endEditing,
    store,
    restore,
    poll,
    other
};

// Which parts of its interfaces a host offers.
struct HostShape
{
    bool modelUpdates = true;
    ARA::ARASize modelUpdateSize = ARA_IMPLEMENTED_STRUCT_SIZE (ARAModelUpdateControllerInterface, notifyDocumentDataChanged);
    ARA::ARASize archivingSize = ARA_IMPLEMENTED_STRUCT_SIZE (ARAArchivingControllerInterface, getDocumentArchiveID);
};

struct Notification
{
    enum class Kind
    {
        source,
        modification,
        region,
        documentData
    };

    Kind kind;
    const void* object = nullptr;
    ARA::ARAContentUpdateFlags flags = 0;

    friend bool operator== (const Notification&, const Notification&) = default;
};

class MockHost
{
public:
    explicit MockHost (HostShape = {});
    ~MockHost();
    MockHost (const MockHost&) = delete;
    MockHost& operator= (const MockHost&) = delete;

    const ARA::ARADocumentControllerHostInstance* instance() const { return &hostInstance; }

    std::vector<std::string> violations() const;
    void violation (const std::string&);

    // What the plug-in is inside of, for as long as this lives.
    class Call
    {
    public:
        Call (MockHost&, Inside, const void* object = nullptr);
        ~Call();
        Call (const Call&) = delete;
        Call& operator= (const Call&) = delete;

    private:
        MockHost& host;
        Inside before;
        const void* objectBefore;
    };

    // A thread that says so is a render thread: it must never call the host.
    static thread_local bool onRenderThread;

    std::vector<Notification> notifications;
    std::vector<float> progress;
    std::set<const void*> liveObjects; // host refs that the plug-in may still use
    std::atomic<int> openReaders { 0 };
    bool givesReaders = true;

private:
    friend struct Callbacks;
    bool expect (bool condition, const char* what);
    bool expectInside (Inside, const void* object, const char* what);

    ARA::ARAAudioAccessControllerInterface audio;
    ARA::ARAArchivingControllerInterface archiving;
    ARA::ARAModelUpdateControllerInterface updates;
    ARA::ARADocumentControllerHostInstance hostInstance;

    const std::thread::id modelThread = std::this_thread::get_id();
    Inside inside = Inside::nothing;
    const void* insideObject = nullptr;
    mutable std::mutex mutex;
    std::vector<std::string> found;
    std::set<const void*> liveReaders;
};

// What the plug-in told the host's assert function since the last call, as "category: diagnosis".
std::vector<std::string> takeAsserts();
ARA::ARAAssertFunction* assertAddress();

} // namespace harp::test
