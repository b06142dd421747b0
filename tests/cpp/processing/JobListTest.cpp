// SPDX-License-Identifier: GPL-3.0-or-later
#include <processing/JobList.h>

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::processing;

TEST_CASE ("nothing changes a job that has ended")
{
    JobList list;
    const auto id = list.add ({});
    REQUIRE (list.finish (id, "take"));

    CHECK_FALSE (list.fail (id, { core::ErrorCode::internal, {}, {} }));
    CHECK_FALSE (list.finish (id, "other"));
    CHECK_FALSE (list.update (id, [] (Job& job) { job.stage = JobStage::running; }));
    CHECK_FALSE (list.cancel (id).any);
    CHECK_FALSE (list.attach (id, 5));
    CHECK_FALSE (list.seal (id));

    const auto jobs = list.all();
    REQUIRE (jobs.size() == 1);
    CHECK (jobs[0].stage == JobStage::done);
    CHECK (jobs[0].take == "take");
    CHECK_FALSE (jobs[0].error.has_value());
}

TEST_CASE ("open jobs come first in their order, then the last ended ones, the newest first")
{
    JobList list;

    for (int i = 0; i < 40; ++i)
        list.add ({});

    for (JobId id = 3; id <= 40; ++id)
        list.fail (id, {});

    const auto jobs = list.all();
    REQUIRE (jobs.size() == 2 + JobList::endedKept);
    CHECK (jobs[0].id == 1);
    CHECK (jobs[1].id == 2);
    CHECK (jobs[2].id == 40);
    CHECK (jobs.back().id == 9);
}

TEST_CASE ("cancelling gives the bridge's numbers back, each once")
{
    JobList list;
    const auto first = list.add ({}), second = list.add ({}), third = list.add ({});
    list.attach (first, 11);
    list.attach (third, 13);

    CHECK (list.cancel (first).attached == std::vector<bridge::JobId> { 11 });
    CHECK (list.cancel (first).attached.empty());

    const auto rest = list.cancel (0);
    CHECK (rest.any);
    CHECK (rest.attached == std::vector<bridge::JobId> { 13 });
    CHECK_FALSE (list.isOpen (second));
}

TEST_CASE ("a job whose take is being committed is beyond cancelling")
{
    JobList list;
    const auto id = list.add ({});
    REQUIRE (list.seal (id));
    CHECK_FALSE (list.cancel (id).any);
    CHECK_FALSE (list.cancel (0).any);
    CHECK (list.finish (id, "take"));
}

TEST_CASE ("a closed list has cancelled everything and takes no more")
{
    JobList list;
    const auto id = list.add ({});
    list.seal (id);
    CHECK (list.close().any);
    CHECK (list.add ({}) == 0);
    CHECK (list.all().front().stage == JobStage::cancelled);
}
