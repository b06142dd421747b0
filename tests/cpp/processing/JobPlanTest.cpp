// SPDX-License-Identifier: GPL-3.0-or-later
#include "Song.h"

#include <processing/JobPlan.h>

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::processing;
using core::ErrorCode;

namespace
{

constexpr const char* here = "http://127.0.0.1:1/gain";
constexpr const char* away = "https://lab.example/gain";

struct Plan : test::Song
{
    core::Result<JobPlan> operator() (const std::vector<model::RegionId>& regions)
    {
        return planJobs (*document->arrangement(), endpoint, regions, [this] (const std::string& host) { return host == allowedHost; });
    }

    ErrorCode refusal (const std::vector<model::RegionId>& regions)
    {
        const auto plan = (*this) (regions);
        return plan.ok() ? throw std::runtime_error ("not refused") : plan.error().code;
    }

    model::EndpointState endpoint = test::endpointAt (here, test::plainInputs);
    std::string allowedHost;
};

std::string withInput (const std::string& kind, bool required)
{
    return R"([{"id":"0","kind":"audio","label":"Input","info":"","required":true},{"id":"5","label":"Second","info":"","kind":")" + kind
           + R"(","required":)" + (required ? "true" : "false") + "}]";
}

} // namespace

TEST_CASE ("regions that show the same span of one modification make one job, others make their own")
{
    Plan plan;
    const auto a = plan.addRegion (0.5, 0.0, 1.0), again = plan.addRegion (0.5, 7.0, 1.0), longer = plan.addRegion (0.5, 9.0, 1.5);
    const auto clone = plan.document->cloneModification (plan.modification, "clone", "clone");
    const auto ofClone = plan.addRegion (clone, 0.5, 12.0, 1.0);

    const auto made = plan ({ a, longer, again, a, ofClone });
    REQUIRE (made.ok());
    REQUIRE (made.value().jobs.size() == 3);
    CHECK (made.value().jobs[0].regions == std::vector { a, again });
    CHECK (made.value().jobs[0].span == core::Span { 4000, 12000 });
    CHECK (made.value().jobs[1].span == core::Span { 4000, 16000 });
    CHECK (made.value().jobs[2].modification == clone);
}

TEST_CASE ("what cannot be processed is refused with its reason, in the order of the checks")
{
    Plan plan;
    const auto region = plan.addRegion (0.5, 0.0, 1.0);
    const auto empty = plan.addRegion (1.0, 0.0, 0.0);
    const auto after = plan.addRegion (4.0, 0.0, 1.0), before = plan.addRegion (-2.0, 0.0, 2.0);

    CHECK (plan.refusal ({}) == ErrorCode::nothingSelected);
    CHECK (plan.refusal ({ region, model::RegionId { 999 } }) == ErrorCode::regionUnknown);
    CHECK (plan.refusal ({ empty }) == ErrorCode::regionEmpty);
    CHECK (plan.refusal ({ after }) == ErrorCode::regionEmpty);
    CHECK (plan.refusal ({ before }) == ErrorCode::regionEmpty);
    CHECK (plan.refusal ({ region, empty }) == ErrorCode::regionEmpty);

    plan.reader->available = false;
    CHECK (plan.refusal ({ region }) == ErrorCode::sourceUnavailable);
    CHECK (plan.refusal ({ empty }) == ErrorCode::regionEmpty);

    plan.endpoint = test::endpointAt (away, test::plainInputs);
    CHECK (plan.refusal ({ empty }) == ErrorCode::consentRequired);
    CHECK (plan.refusal ({ model::RegionId { 999 } }) == ErrorCode::regionUnknown);

    plan.endpoint = {};
    CHECK (plan.refusal ({}) == ErrorCode::notLoaded);
}

TEST_CASE ("a region that reaches beyond its source is sent with the span that it shows")
{
    Plan plan;
    const auto made = plan ({ plan.addRegion (-0.5, 0.0, 5.0) });
    REQUIRE (made.ok());
    CHECK (made.value().jobs[0].span == core::Span { -4000, 36000 });
}

TEST_CASE ("inputs that nobody can supply are refused, optional ones are not")
{
    Plan plan;
    const auto region = plan.addRegion (0.5, 0.0, 1.0);

    plan.endpoint = test::endpointAt (here, withInput ("midi", true));
    CHECK (plan.refusal ({ region }) == ErrorCode::inputsUnsupported);
    plan.endpoint = test::endpointAt (here, withInput ("audio", true));
    CHECK (plan.refusal ({ region }) == ErrorCode::inputsUnsupported);
    CHECK (plan ({ region }).error().detail.find ("Second") != std::string::npos);

    for (const auto* kind : { "midi", "audio" })
    {
        plan.endpoint = test::endpointAt (here, withInput (kind, false));
        const auto made = plan ({ region });
        REQUIRE (made.ok());
        CHECK (made.value().order->audioInput == "0");
    }
}

TEST_CASE ("an endpoint without audio input takes only the place of a region")
{
    Plan plan;
    plan.endpoint = test::endpointAt (here, R"([{"id":"2","kind":"text","label":"Prompt","info":"","value":""}])");
    plan.reader->available = false;
    const auto after = plan.addRegion (5.0, 0.0, 1.0);

    const auto made = plan ({ after });
    REQUIRE (made.ok());
    CHECK (made.value().jobs[0].reader == nullptr);
    CHECK (plan.refusal ({ plan.addRegion (1.0, 0.0, 0.0) }) == ErrorCode::regionEmpty);
}

TEST_CASE ("a host that is not this machine needs the consent for exactly its name")
{
    Plan plan;
    const auto region = plan.addRegion (0.5, 0.0, 1.0);
    plan.endpoint = test::endpointAt (away, test::plainInputs); // whose description says that it is local

    CHECK (plan.refusal ({ region }) == ErrorCode::consentRequired);
    plan.allowedHost = "example";
    CHECK (plan.refusal ({ region }) == ErrorCode::consentRequired);
    plan.allowedHost = "lab.example";
    CHECK (plan ({ region }).ok());

    // A prompt is the user's too.
    plan.endpoint = test::endpointAt ("https://other.example", R"([{"id":"2","kind":"text","label":"Prompt","info":"","value":""}])");
    CHECK (plan.refusal ({ region }) == ErrorCode::consentRequired);
}

TEST_CASE ("an address that leaves the host open is not sent to")
{
    Plan plan;
    const auto region = plan.addRegion (0.5, 0.0, 1.0);

    for (const auto* address : { "http://localhost@evil.example/", "http://localhost\\@evil.example", "user/space" })
    {
        INFO (address);
        plan.endpoint = test::endpointAt (address, test::plainInputs);
        CHECK (plan.refusal ({ region }) == ErrorCode::addressInvalid);
    }
}
