// SPDX-License-Identifier: GPL-3.0-or-later
#include "Browser.h"

#include "BridgeError.h"
#include "HostName.h"
#include "Loading.h"
#include "Worker.h"

#include <core/ThreadRole.h>

#include <mutex>
#include <utility>

namespace harp::processing
{

using core::Error;
using core::ErrorCode;

namespace
{

constexpr std::size_t longestAddress = 2048;

} // namespace

// As in Processor: callbacks of the bridge hold a weak reference and only post; the worker's tasks may hold `this`.
class Browser::Impl : public std::enable_shared_from_this<Browser::Impl>
{
public:
    Impl (std::shared_ptr<bridge::Bridge> b, Surroundings s) : surroundings (std::move (s)), openBridge (std::move (b)) {}

    core::Status fetch (const std::string& address);
    void forget();
    void find (const std::string& words);
    void cancel();
    void close();
    BrowserState state() const;

private:
    using Arrival = bridge::Outcome<bridge::ModelList>;

    // A list and what finds things in it.
    struct Listed
    {
        explicit Listed (model::ModelList l) : list (std::move (l)), search (list) {}

        model::ModelList list;
        model::ModelSearch search;
    };

    void arrived (Loading::Number, const std::string& address, const Arrival&); // [worker]
    core::Status takeOver (Loading::Number, const Arrival&);
    void searchLocked();
    std::shared_ptr<bridge::Bridge> bridge() const; // nullptr once closed

    void remember (const std::string& address) const
    {
        if (surroundings.remember)
            surroundings.remember (address);
    }

    void changed() const
    {
        if (surroundings.changed)
            surroundings.changed();
    }

    const Surroundings surroundings;
    Loading loading;

    mutable std::mutex mutex;
    std::shared_ptr<bridge::Bridge> openBridge;
    std::shared_ptr<const Listed> listed;
    std::string words;
    std::vector<std::size_t> found;

    Worker worker; // last: its thread ends before anything else does
};

core::Status Browser::Impl::fetch (const std::string& address)
{
    if (address.size() > longestAddress)
        return Error { ErrorCode::modelsInvalid, {}, "the address is too long" };

    if (hasCredentials (address))
        return Error { ErrorCode::modelsInvalid, {}, "an address must not hold a user name or a password" };

    const auto open = bridge();
    const auto begun = loading.begin (address);

    if (open == nullptr || begun.number == 0)
        return closedDocument();

    if (begun.replaced != 0)
        open->cancel (begun.replaced);

    const auto job = open->models ({ address }, [weak = weak_from_this(), number = begun.number, address] (Arrival arrival)
    {
        if (const auto self = weak.lock())
            self->worker.post ([impl = self.get(), number, address, kept = std::move (arrival)] { impl->arrived (number, address, kept); });
    });

    if (! loading.attach (begun.number, job))
        open->cancel (job);

    changed();
    return core::Done {};
}

void Browser::Impl::arrived (Loading::Number number, const std::string& address, const Arrival& arrival)
{
    if (! loading.isCurrent (number))
        return;

    try
    {
        const auto status = takeOver (number, arrival);

        if (! status.ok())
        {
            loading.fail (number, status.error());
        }
        else if (loading.isCurrent (number))
        {
            remember (address);
            loading.succeed (number);
        }
    }
    catch (const std::exception& e)
    {
        loading.fail (number, { ErrorCode::internal, {}, e.what() });
    }

    changed();
}

core::Status Browser::Impl::takeOver (Loading::Number number, const Arrival& arrival)
{
    if (const auto* const failure = std::get_if<bridge::Failure> (&arrival))
        return errorFrom (*failure);

    auto list = model::ModelList::fromJson (std::get<bridge::ModelList> (arrival).json);

    if (! list.ok())
        return list.error();

    auto next = std::make_shared<const Listed> (std::move (list.value()));
    const std::lock_guard lock (mutex);

    if (loading.isCurrent (number))
    {
        listed = std::move (next);
        searchLocked();
    }

    return core::Done {};
}

void Browser::Impl::forget()
{
    const auto job = loading.reset();

    if (const auto open = bridge(); open != nullptr && job != 0)
        open->cancel (job);

    {
        const std::lock_guard lock (mutex);
        listed.reset();
        searchLocked();
    }

    // On the worker, so that it comes after the address of a list that has just arrived.
    worker.post ([this]
                 {
                     remember ({});
                     changed();
                 });
    changed();
}

void Browser::Impl::find (const std::string& wanted)
{
    {
        const std::lock_guard lock (mutex);
        words = wanted;
        searchLocked();
    }

    changed();
}

void Browser::Impl::cancel()
{
    const auto wasLoading = loading.isUnderWay();
    const auto job = loading.cancel();

    if (const auto open = bridge(); open != nullptr && job != 0)
        open->cancel (job);

    if (wasLoading)
        changed();
}

void Browser::Impl::close()
{
    const auto job = loading.close();

    if (const auto open = bridge(); open != nullptr && job != 0)
        open->cancel (job);

    worker.stop();

    // Let go of here, so that the bridge never ends on its own thread through a callback that holds us for a moment.
    std::shared_ptr<bridge::Bridge> last;
    const std::lock_guard lock (mutex);
    last.swap (openBridge);
}

BrowserState Browser::Impl::state() const
{
    const auto load = loading.state();
    const std::lock_guard lock (mutex);
    return { load, words, listed != nullptr ? std::shared_ptr<const model::ModelList> (listed, &listed->list) : nullptr, found };
}

void Browser::Impl::searchLocked()
{
    found = listed != nullptr ? listed->search.find (words) : std::vector<std::size_t>();
}

std::shared_ptr<bridge::Bridge> Browser::Impl::bridge() const
{
    const std::lock_guard lock (mutex);
    return openBridge;
}

Browser::Browser (std::shared_ptr<bridge::Bridge> bridge, Surroundings surroundings)
    : impl (std::make_shared<Impl> (std::move (bridge), std::move (surroundings)))
{
}

Browser::~Browser()
{
    impl->close();
}

core::Status Browser::fetch (const std::string& address)
{
    HARP_ASSERT_NOT_AUDIO();
    return impl->fetch (address);
}

void Browser::forget()
{
    impl->forget();
}

void Browser::find (const std::string& words)
{
    impl->find (words);
}

void Browser::cancel()
{
    impl->cancel();
}

BrowserState Browser::state() const
{
    return impl->state();
}

void Browser::close()
{
    impl->close();
}

} // namespace harp::processing
