// SPDX-License-Identifier: MIT
// A VST3 byte stream in memory, for plug-in states. Lives on the caller's stack: references are not counted. [main]
#pragma once

#include <pluginterfaces/base/ibstream.h>

#include <algorithm>
#include <vector>

namespace harp::host
{

class MemoryStream final : public Steinberg::IBStream
{
public:
    MemoryStream() = default;
    explicit MemoryStream (std::vector<unsigned char> bytes) : data (std::move (bytes)) {}

    const std::vector<unsigned char>& bytes() const { return data; }

    Steinberg::tresult PLUGIN_API read (void* buffer, Steinberg::int32 count, Steinberg::int32* done) override
    {
        const auto left = static_cast<Steinberg::int64> (data.size()) - position;
        const auto length = std::clamp<Steinberg::int64> (count, 0, std::max<Steinberg::int64> (0, left));
        std::copy_n (data.data() + position, length, static_cast<unsigned char*> (buffer));
        position += length;

        if (done != nullptr)
            *done = static_cast<Steinberg::int32> (length);

        return Steinberg::kResultOk;
    }

    Steinberg::tresult PLUGIN_API write (void* buffer, Steinberg::int32 count, Steinberg::int32* done) override
    {
        const auto length = std::max<Steinberg::int64> (count, 0);

        if (static_cast<Steinberg::int64> (data.size()) < position + length)
            data.resize (static_cast<std::size_t> (position + length));

        std::copy_n (static_cast<const unsigned char*> (buffer), length, data.data() + position);
        position += length;

        if (done != nullptr)
            *done = static_cast<Steinberg::int32> (length);

        return Steinberg::kResultOk;
    }

    Steinberg::tresult PLUGIN_API seek (Steinberg::int64 offset, Steinberg::int32 mode, Steinberg::int64* result) override
    {
        const auto base = mode == kIBSeekCur ? position : mode == kIBSeekEnd ? static_cast<Steinberg::int64> (data.size()) : 0;

        if (base + offset < 0)
            return Steinberg::kInvalidArgument;

        position = base + offset;

        if (result != nullptr)
            *result = position;

        return Steinberg::kResultOk;
    }

    Steinberg::tresult PLUGIN_API tell (Steinberg::int64* at) override
    {
        if (at == nullptr)
            return Steinberg::kInvalidArgument;

        *at = position;
        return Steinberg::kResultOk;
    }

    Steinberg::tresult PLUGIN_API queryInterface (const Steinberg::TUID iid, void** object) override
    {
        const auto known = Steinberg::FUnknownPrivate::iidEqual (iid, Steinberg::IBStream_iid)
                        || Steinberg::FUnknownPrivate::iidEqual (iid, Steinberg::FUnknown_iid);
        *object = known ? this : nullptr;
        return known ? Steinberg::kResultOk : Steinberg::kNoInterface;
    }

    Steinberg::uint32 PLUGIN_API addRef() override { return 1; }
    Steinberg::uint32 PLUGIN_API release() override { return 1; }

private:
    std::vector<unsigned char> data;
    Steinberg::int64 position = 0;
};

} // namespace harp::host
