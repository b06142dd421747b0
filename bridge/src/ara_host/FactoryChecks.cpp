// SPDX-License-Identifier: MIT
#include "FactoryChecks.h"

#include "HostError.h"

#include <cstring>

namespace harp::host
{

using namespace ARA;

namespace
{

bool shorterThanSix (const char* text) { return text == nullptr || std::strlen (text) < 6; }

void checkTexts (const ARAFactory& factory, const std::string& effectName, Violations& violations)
{
    const std::pair<const char*, const char*> texts[] { { "plugInName", factory.plugInName },
                                                        { "manufacturerName", factory.manufacturerName },
                                                        { "informationURL", factory.informationURL },
                                                        { "version", factory.version } };

    for (const auto& [name, text] : texts)
        if (text == nullptr || *text == '\0')
            violations.add ("factory", std::string (name) + " is empty");

    if (factory.plugInName != nullptr && effectName != factory.plugInName)
        violations.add ("factory", "plugInName '" + std::string (factory.plugInName) + "' is not the name of the effect, '" + effectName + "'");

    if (shorterThanSix (factory.factoryID))
        violations.add ("factory", "factoryID has fewer than 6 characters");

    if (shorterThanSix (factory.documentArchiveID))
        violations.add ("factory", "documentArchiveID has fewer than 6 characters");
}

void checkLists (const ARAFactory& factory, Violations& violations)
{
    if ((factory.compatibleDocumentArchiveIDsCount == 0) != (factory.compatibleDocumentArchiveIDs == nullptr))
        violations.add ("factory", "compatibleDocumentArchiveIDs is NULL exactly when the count is 0");
    else
        for (std::size_t i = 0; i < factory.compatibleDocumentArchiveIDsCount; ++i)
            if (shorterThanSix (factory.compatibleDocumentArchiveIDs[i]))
                violations.add ("factory", "a compatible archive ID has fewer than 6 characters");

    if ((factory.analyzeableContentTypesCount == 0) != (factory.analyzeableContentTypes == nullptr))
        violations.add ("factory", "analyzeableContentTypes is NULL exactly when the count is 0");
}

void checkNumbers (const ARAFactory& factory, Violations& violations)
{
    if (factory.lowestSupportedApiGeneration < 1 || factory.highestSupportedApiGeneration < factory.lowestSupportedApiGeneration)
        violations.add ("factory", "the supported generations are no range");

    if (factory.lowestSupportedApiGeneration > kARAAPIGeneration_2_0_Final)
        violations.add ("factory", "the lowest generation must not be above 2.0 Final (4)");

    if (factory.highestSupportedApiGeneration < 3)
        violations.add ("factory", "the highest generation is older than ARA 2");

    const auto fades = factory.supportedPlaybackTransformationFlags & kARAPlaybackTransformationContentBasedFades;

    if (fades != 0 && fades != kARAPlaybackTransformationContentBasedFades)
        violations.add ("factory", "content-based fades are supported at one end only");
}

} // namespace

void checkClasses (const std::vector<ClassInfo>& classes, Violations& violations)
{
    for (std::size_t i = 0; i < classes.size(); ++i)
    {
        for (std::size_t k = i + 1; k < classes.size(); ++k)
        {
            if (classes[i].category != classes[k].category)
                continue;

            if (classes[i].name == classes[k].name)
                violations.add ("factory", "two classes of '" + classes[i].category + "' are named '" + classes[i].name + "'");

            if (std::memcmp (classes[i].id, classes[k].id, sizeof (classes[i].id)) == 0)
                violations.add ("factory", "two classes of '" + classes[i].category + "' have the same id");
        }
    }
}

void checkAraFactory (const ARAFactory& factory, const std::string& effectName, Violations& violations)
{
    if (factory.structSize < kARAFactoryMinSize)
        throw HostError ("The ARA factory is too short: structSize is " + std::to_string (factory.structSize));

    if (factory.initializeARAWithConfiguration == nullptr || factory.uninitializeARA == nullptr
        || factory.createDocumentControllerWithDocument == nullptr)
        throw HostError ("The ARA factory lacks a function");

    checkTexts (factory, effectName, violations);
    checkLists (factory, violations);
    checkNumbers (factory, violations);
}

} // namespace harp::host
