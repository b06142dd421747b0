// SPDX-License-Identifier: MIT
// Owns one reference of a VST3 object. [main]
#pragma once

#include <pluginterfaces/base/funknown.h>

#include <utility>

namespace harp::host
{

template <typename Interface>
class ComPtr
{
public:
    ComPtr() = default;

    // Takes over a reference that the caller already has.
    explicit ComPtr (Interface* owned) : object (owned) {}
    ComPtr (ComPtr&& other) noexcept : object (std::exchange (other.object, nullptr)) {}
    ComPtr (const ComPtr&) = delete;
    ~ComPtr() { reset(); }

    ComPtr& operator= (ComPtr&& other) noexcept
    {
        if (this != &other)
        {
            reset();
            object = std::exchange (other.object, nullptr);
        }

        return *this;
    }

    ComPtr& operator= (const ComPtr&) = delete;

    void reset()
    {
        if (auto* const last = std::exchange (object, nullptr))
            last->release();
    }

    Interface* get() const { return object; }
    Interface* operator->() const { return object; }
    explicit operator bool() const { return object != nullptr; }

    // Empty when the object has no such interface.
    static ComPtr query (Steinberg::FUnknown* from, const Steinberg::TUID iid)
    {
        void* found = nullptr;

        if (from == nullptr || from->queryInterface (iid, &found) != Steinberg::kResultOk)
            return {};

        return ComPtr (static_cast<Interface*> (found));
    }

private:
    Interface* object = nullptr;
};

} // namespace harp::host
