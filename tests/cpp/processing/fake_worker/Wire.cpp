// SPDX-License-Identifier: GPL-3.0-or-later
#include "Wire.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace harp::fake
{

namespace
{

constexpr int socketDescriptor = 3;

} // namespace

Mapping::Mapping (int descriptor, int channels, std::int64_t frames) : numChannels (channels), numFrames (frames)
{
    void* const memory = ::mmap (nullptr, sizeof (float) * static_cast<std::size_t> (channels * frames), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    ::close (descriptor);

    if (memory == MAP_FAILED)
        throw std::runtime_error ("the block cannot be mapped");

    samples = static_cast<float*> (memory);
}

Mapping::~Mapping()
{
    if (samples != nullptr)
        ::munmap (samples, sizeof (float) * static_cast<std::size_t> (numChannels * numFrames));
}

Mapping::Mapping (Mapping&& other) noexcept
    : numChannels (other.numChannels), numFrames (other.numFrames), samples (std::exchange (other.samples, nullptr))
{
}

Wire::Wire (const char* logPath)
{
    if (logPath != nullptr)
        log.open (logPath, std::ios::app);
}

void Wire::send (const nlohmann::json& message)
{
    const auto line = message.dump() + "\n";

    for (std::size_t sent = 0; sent < line.size();)
    {
        const auto count = ::send (socketDescriptor, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);

        if (count <= 0)
            std::_Exit (0); // the program is gone

        sent += static_cast<std::size_t> (count);
    }
}

std::optional<nlohmann::json> Wire::receive()
{
    for (;;)
    {
        if (const auto end = pending.find ('\n'); end != std::string::npos)
        {
            const auto line = pending.substr (0, end);
            pending.erase (0, end + 1);
            log << line << std::endl;
            return nlohmann::json::parse (line);
        }

        if (! readMore())
            return std::nullopt;
    }
}

int Wire::takeDescriptor()
{
    if (descriptors.empty())
        throw std::runtime_error ("a descriptor was announced but did not come");

    const int first = descriptors.front();
    descriptors.pop_front();
    return first;
}

bool Wire::readMore()
{
    std::array<char, 65536> buffer;
    alignas (cmsghdr) std::array<char, 4096> control;
    iovec part { buffer.data(), buffer.size() };
    msghdr message {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();

    const auto count = ::recvmsg (socketDescriptor, &message, MSG_CMSG_CLOEXEC);

    if (count <= 0)
        return false;

    for (auto* header = CMSG_FIRSTHDR (&message); header != nullptr; header = CMSG_NXTHDR (&message, header))
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
            for (std::size_t i = 0; i < (header->cmsg_len - CMSG_LEN (0)) / sizeof (int); ++i)
            {
                int descriptor = -1;
                std::memcpy (&descriptor, CMSG_DATA (header) + i * sizeof (int), sizeof (int));
                descriptors.push_back (descriptor);
            }

    pending.append (buffer.data(), static_cast<std::size_t> (count));
    return true;
}

} // namespace harp::fake
