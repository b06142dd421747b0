// SPDX-License-Identifier: GPL-3.0-or-later
#include "DocumentController.h"

#include "ControllerTable.h"
#include "Factory.h"
#include "Notifications.h"
#include "Properties.h"

namespace harp::ara
{

using namespace ARA;

namespace
{

using LiveControllers = Registry<DocumentController, ARADocumentControllerRef>;

LiveControllers& liveControllers()
{
    static LiveControllers controllers;
    return controllers;
}

OpenDocument makeDocument (const ARADocumentControllerHostInstance& host, std::string name)
{
    auto document = std::make_shared<model::Document>();
    document->setName (std::move (name));
    auto engine = std::make_shared<render::Engine> (document);
    auto session = makeSession (document, engine);
    return { Host (host), std::move (document), std::move (engine), std::move (session), nullptr };
}

} // namespace

const ARADocumentControllerInstance* DocumentController::create (const ARADocumentControllerHostInstance* host,
                                                                 const ARADocumentProperties* properties)
{
    if (! isUsable (host, kARADocumentControllerHostInstanceMinSize) || ! isUsable (properties, kARADocumentPropertiesMinSize))
        return nullptr;

    if (host->audioAccessControllerInterface == nullptr || host->archivingControllerInterface == nullptr)
        hostAssert (Misuse::argument, host, "audio access and archiving are not optional in a host");

    auto controller = std::make_shared<DocumentController> (*host, textFrom (properties->name));
    controller->instance.structSize = ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInstance, documentControllerInterface);
    controller->instance.documentControllerInterface = controllerTable();
    controller->instance.documentControllerRef = liveControllers().add (controller);
    return &controller->instance;
}

std::shared_ptr<DocumentController> DocumentController::find (ARADocumentControllerRef ref)
{
    return liveControllers().find (ref);
}

DocumentController::DocumentController (const ARADocumentControllerHostInstance& host, std::string name)
    : doc (makeDocument (host, std::move (name))), objects (doc), archives (doc, objects), musicalContent (objects),
      modelThread (std::this_thread::get_id())
{
}

DocumentController::~DocumentController() = default;

void DocumentController::destroy()
{
    if (doc.isEditing())
        hostAssert (Misuse::state, instance.documentControllerRef, "the document is destroyed inside of an edit cycle");

    // First everybody who may read or change the document ends, then the host's readers go.
    doc.cycle.reset();
    doc.session->close();
    doc.engine->close();
    objects.close();
    open = false;
    liveControllers().remove (instance.documentControllerRef);
}

const ARAFactory* DocumentController::getFactory()
{
    return factory();
}

void DocumentController::beginEditing()
{
    if (doc.isEditing())
        hostAssert (Misuse::state, instance.documentControllerRef, "edit cycles cannot be nested");
    else
        doc.cycle = std::make_unique<model::Document::Batch> (*doc.document);
}

void DocumentController::endEditing()
{
    if (! doc.isEditing())
    {
        hostAssert (Misuse::state, instance.documentControllerRef, "an edit cycle ends that has not begun");
        return;
    }

    doc.cycle.reset();
    objects.applyContentChanges();

    // Not left to the listeners: what the host sees after this call must be what renderers play.
    doc.engine->update();

    if (auto selection = liveSelection(); selection != announced)
    {
        announced = selection;
        doc.session->selectionChanged (announced);
    }
}

void DocumentController::notifyModelUpdates()
{
    sendNotifications (doc, objects);
}

void DocumentController::updateProperties (const ARADocumentProperties* properties)
{
    doc.expectEditing (properties);

    if (isUsable (properties, kARADocumentPropertiesMinSize))
        doc.document->setName (textFrom (properties->name));
}

void DocumentController::select (std::vector<ARAPlaybackRegionRef> regions, std::vector<ARARegionSequenceRef> sequences,
                                 std::optional<Selection::Range> range)
{
    selectedRegions = std::move (regions);
    selectedSequences = std::move (sequences);
    selectedRange = range;
    announced = liveSelection();
    doc.session->selectionChanged (announced);
}

Selection DocumentController::liveSelection() const
{
    Selection result;

    for (const auto ref : selectedRegions)
        if (const auto region = objects.find (ref))
            result.regions.push_back (region->id);

    for (const auto ref : selectedSequences)
        if (const auto sequence = objects.find (ref))
            result.tracks.push_back (sequence->id);

    result.range = selectedRange;
    return result;
}

} // namespace harp::ara
