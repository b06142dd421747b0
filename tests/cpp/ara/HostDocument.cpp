// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostDocument.h"

namespace harp::test
{

using namespace ARA;

// --- runtime ------------------------------------------------------------------------------------------------------------
AraRuntime::AraRuntime (ARAAPIGeneration generation, ARAAssertFunction* address)
{
    useFakeSessions();
    takeAsserts();
    const ARAInterfaceConfiguration config { kARAInterfaceConfigurationMinSize, generation, address };
    ara::factory()->initializeARAWithConfiguration (&config);
}

AraRuntime::~AraRuntime()
{
    ara::factory()->uninitializeARA();
}

// --- document -----------------------------------------------------------------------------------------------------------
HostDocument::HostDocument (MockHost& h, const char* name) : host (h)
{
    const ARADocumentProperties properties { kARADocumentPropertiesMinSize, name };
    controller = ara::factory()->createDocumentControllerWithDocument (host.instance(), &properties);
    fake = lastSession();
}

HostDocument::~HostDocument()
{
    close();
}

void HostDocument::edit (const std::function<void()>& changes)
{
    beginEditing();
    changes();
    endEditing();
}

void HostDocument::beginEditing()
{
    table().beginEditing (ref());
}

void HostDocument::endEditing()
{
    const MockHost::Call call (host, Inside::endEditing);
    table().endEditing (ref());
}

void HostDocument::poll()
{
    const MockHost::Call call (host, Inside::poll);
    table().notifyModelUpdates (ref());
}

void HostDocument::setName (const char* name)
{
    const ARADocumentProperties properties { kARADocumentPropertiesMinSize, name };
    table().updateDocumentProperties (ref(), &properties);
}

void HostDocument::close()
{
    if (controller == nullptr)
        return;

    const auto all = [this] (auto& objects)
    {
        while (! objects.empty())
            destroy (objects.back());
    };

    edit ([&]
    {
        all (regions);
        all (modifications);
        all (sources);
        all (sequences);
        all (contexts);
    });
    destroyController();
}

void HostDocument::destroyController()
{
    const MockHost::Call call (host, Inside::endEditing); // readers that are left are given back here
    table().destroyDocumentController (ref());
    controller = nullptr;
}

// --- archives -----------------------------------------------------------------------------------------------------------
bool HostDocument::store (HostArchive& archive, const ARAStoreObjectsFilter* filter)
{
    const MockHost::Call call (host, Inside::store, &archive);
    host.progress.clear();
    archive.used = 0;
    return table().storeObjectsToArchive (ref(), reinterpret_cast<ARAArchiveWriterHostRef> (&archive), filter) != kARAFalse;
}

bool HostDocument::restore (HostArchive& archive, const ARARestoreObjectsFilter* filter)
{
    const MockHost::Call call (host, Inside::restore, &archive);
    host.progress.clear();
    archive.used = 0;
    return table().restoreObjectsFromArchive (ref(), reinterpret_cast<ARAArchiveReaderHostRef> (&archive), filter) != kARAFalse;
}

// --- ids ----------------------------------------------------------------------------------------------------------------
model::ModificationId HostDocument::idOf (const HostModification& modification) const
{
    model::ModificationId found {};

    for (const auto& [id, object] : model().arrangement()->modifications)
        if (object.persistentId == modification.id)
            found = id;

    return found;
}

model::RegionId HostDocument::idOf (const HostRegion& region) const
{
    model::RegionId found {};

    for (const auto& [id, object] : model().arrangement()->regions)
        if (object.start == region.start && object.duration == region.duration && object.name == region.name)
            found = id;

    return found;
}

} // namespace harp::test
