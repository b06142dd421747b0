// SPDX-License-Identifier: MIT
#include "Wire.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

namespace pretend
{

std::optional<Json> Wire::read()
{
    for (;;)
    {
        if (const auto end = buffer.find ('\n'); end != std::string::npos)
        {
            auto message = Json::parse (buffer.substr (0, end));
            buffer.erase (0, end + 1);
            return message;
        }

        std::array<char, 65536> bytes;
        alignas (cmsghdr) std::array<char, CMSG_SPACE (sizeof (int) * 128)> control {};
        iovec vector { bytes.data(), bytes.size() };
        msghdr header {};
        header.msg_iov = &vector;
        header.msg_iovlen = 1;
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        const auto count = recvmsg (socket, &header, MSG_CMSG_CLOEXEC);

        if (count <= 0)
            return std::nullopt;

        for (auto* part = CMSG_FIRSTHDR (&header); part != nullptr; part = CMSG_NXTHDR (&header, part))
            for (std::size_t at = 0; at + sizeof (int) <= part->cmsg_len - CMSG_LEN (0); at += sizeof (int))
            {
                int descriptor = -1;
                std::memcpy (&descriptor, CMSG_DATA (part) + at, sizeof (int));
                descriptors.push_back (descriptor);
            }

        buffer.append (bytes.data(), static_cast<std::size_t> (count));
    }
}

int Wire::takeDescriptor()
{
    if (descriptors.empty())
        std::exit (90);

    const int descriptor = descriptors.front();
    descriptors.pop_front();
    return descriptor;
}

void Wire::sayRaw (const std::string& bytes)
{
    for (std::size_t sent = 0; sent < bytes.size();)
    {
        const auto count = send (socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);

        if (count <= 0)
            std::exit (0);

        sent += static_cast<std::size_t> (count);
    }
}

void Wire::sayWithDescriptor (const Json& message, int descriptor)
{
    auto line = message.dump() + "\n";
    alignas (cmsghdr) std::array<char, CMSG_SPACE (sizeof (int))> control {};
    iovec vector { line.data(), line.size() };
    msghdr header {};
    header.msg_iov = &vector;
    header.msg_iovlen = 1;
    header.msg_control = control.data();
    header.msg_controllen = control.size();
    auto* part = CMSG_FIRSTHDR (&header);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN (sizeof (int));
    std::memcpy (CMSG_DATA (part), &descriptor, sizeof (int));

    if (sendmsg (socket, &header, MSG_NOSIGNAL) <= 0)
        std::exit (0);
}

Mapped::Mapped (int descriptor, std::int64_t frames, int channels)
    : file (descriptor), bytes (static_cast<std::size_t> (frames) * static_cast<std::size_t> (channels) * sizeof (float))
{
    void* address = mmap (nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

    if (address == MAP_FAILED)
        std::exit (91);

    data = static_cast<float*> (address);
}

Mapped::~Mapped()
{
    munmap (data, bytes);
    close (file);
}

} // namespace pretend
