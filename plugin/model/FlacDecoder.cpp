// SPDX-License-Identifier: GPL-3.0-or-later
#include "Codecs.h"

#include <FLAC/stream_decoder.h>

#include <algorithm>

namespace harp::model
{

namespace
{

struct Input
{
    std::span<const std::uint8_t> bytes;
    std::size_t position = 0;
    core::Audio& audio;
    core::Frame written = 0;
    bool bad = false;
};

Input& inputOf (void* client) { return *static_cast<Input*> (client); }

FLAC__StreamDecoderReadStatus read (const FLAC__StreamDecoder*, FLAC__byte* buffer, std::size_t* count, void* client)
{
    auto& input = inputOf (client);
    *count = std::min (*count, input.bytes.size() - input.position);

    if (*count == 0)
        return FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM;

    std::copy_n (input.bytes.begin() + static_cast<std::ptrdiff_t> (input.position), *count, buffer);
    input.position += *count;
    return FLAC__STREAM_DECODER_READ_STATUS_CONTINUE;
}

FLAC__StreamDecoderWriteStatus write (const FLAC__StreamDecoder*, const FLAC__Frame* frame, const FLAC__int32* const channels[], void* client)
{
    auto& input = inputOf (client);
    const auto count = static_cast<core::Frame> (frame->header.blocksize);

    if (input.bad || frame->header.bits_per_sample != 24 || static_cast<int> (frame->header.channels) != input.audio.channels()
        || frame->header.sample_rate != static_cast<uint32_t> (input.audio.rate()) || count > input.audio.frames() - input.written)
    {
        input.bad = true;
        return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT;
    }

    for (int c = 0; c < input.audio.channels(); ++c)
        std::transform (channels[c], channels[c] + count, input.audio.channel (c) + input.written,
                        [] (FLAC__int32 sample) { return static_cast<float> (sample) / flac24Scale; });

    input.written += count;
    return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE;
}

void error (const FLAC__StreamDecoder*, FLAC__StreamDecoderErrorStatus, void* client)
{
    inputOf (client).bad = true;
}

struct DeleteDecoder
{
    void operator() (FLAC__StreamDecoder* decoder) const { FLAC__stream_decoder_delete (decoder); }
};

// A frame of n channels takes at least 6 bytes of header, 4 per channel and 2 of checksum.
bool isPossible (const AudioShape& shape, std::size_t bytes)
{
    if (shape.channels < 1 || shape.channels > static_cast<int> (FLAC__MAX_CHANNELS) || shape.frames < 1
        || ! (shape.rate >= 1.0 && shape.rate <= 655350.0))
        return false;

    const auto blocks = bytes / (8 + 4 * static_cast<std::size_t> (shape.channels));
    return static_cast<std::uint64_t> (shape.frames) <= static_cast<std::uint64_t> (blocks) * flacBlockSize;
}

} // namespace

core::AudioPtr decodeFlac24 (std::span<const std::uint8_t> bytes, const AudioShape& shape)
{
    if (! isPossible (shape, bytes.size()))
        return nullptr;

    const std::unique_ptr<FLAC__StreamDecoder, DeleteDecoder> decoder (FLAC__stream_decoder_new());

    if (decoder == nullptr)
        throw std::bad_alloc();

    const auto audio = std::make_shared<core::Audio> (shape.channels, shape.frames, shape.rate);
    Input input { .bytes = bytes, .audio = *audio };
    auto* d = decoder.get();

    FLAC__stream_decoder_set_md5_checking (d, true);

    const auto decoded = FLAC__stream_decoder_init_stream (d, read, nullptr, nullptr, nullptr, nullptr, write, nullptr, error, &input)
                             == FLAC__STREAM_DECODER_INIT_STATUS_OK
                         && FLAC__stream_decoder_process_until_end_of_stream (d)
                         && FLAC__stream_decoder_finish (d); // false: the samples do not match their MD5 sum

    return decoded && ! input.bad && input.written == shape.frames ? audio : nullptr;
}

} // namespace harp::model
