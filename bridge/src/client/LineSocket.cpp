// SPDX-License-Identifier: MIT
#include "client/LineSocket.h"

#include "client/Sockets.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

namespace harp::bridge
{

namespace
{

#if defined(MSG_NOSIGNAL)
constexpr int quietly = MSG_NOSIGNAL | MSG_DONTWAIT;
#else
constexpr int quietly = MSG_DONTWAIT; // the socket itself was told not to raise SIGPIPE
#endif

} // namespace

LineSocket::~LineSocket()
{
    closeDescriptor (socket);
}

void LineSocket::queue (std::string line, std::vector<std::shared_ptr<Block>> blocks)
{
    line.push_back ('\n');
    outgoing.push_back ({ std::move (line), std::move (blocks), 0 });
}

void LineSocket::flush()
{
    stalled = false;

    while (! outgoing.empty() && sendSome (outgoing.front()))
    {
        if (outgoing.front().sent == outgoing.front().line.size())
            outgoing.pop_front();
    }
}

// True when bytes went out and more may follow.
bool LineSocket::sendSome (Item& item)
{
    iovec bytes { item.line.data() + item.sent, item.line.size() - item.sent };
    msghdr message {};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;

    alignas (cmsghdr) std::array<char, CMSG_SPACE (sizeof (int) * maxBlocks)> control {};
    const auto count = item.blocks.size();

    if (item.sent == 0 && count > 0)
    {
        std::array<int, maxBlocks> handles {};

        for (std::size_t i = 0; i < count; ++i)
            handles[i] = static_cast<int> (item.blocks[i]->handle());

        message.msg_control = control.data();
        message.msg_controllen = static_cast<decltype (message.msg_controllen)> (CMSG_SPACE (sizeof (int) * count));
        auto* header = CMSG_FIRSTHDR (&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = static_cast<decltype (header->cmsg_len)> (CMSG_LEN (sizeof (int) * count));
        std::memcpy (CMSG_DATA (header), handles.data(), sizeof (int) * count);
    }

    const auto sent = sendmsg (socket, &message, quietly);

    if (sent > 0)
    {
        item.sent += static_cast<std::size_t> (sent);
        item.blocks.clear();
        return true;
    }

    if (errno == EINTR)
        return true;

    if (errno == EAGAIN || errno == EWOULDBLOCK)
        return false;

    // Too many descriptors on their way (ETOOMANYREFS) or no memory right now: tried again later.
    if (errno == ETOOMANYREFS || errno == ENOBUFS || errno == ENOMEM)
        stalled = true;
    else
        outgoing.clear();

    return false;
}

LineSocket::Status LineSocket::receive()
{
    // No room for control data: descriptors that the other side may send are dropped by the kernel.
    std::array<char, 65536> piece;
    const auto count = recv (socket, piece.data(), piece.size(), MSG_DONTWAIT);

    if (count == 0)
        return Status::closed;

    if (count < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? Status::ok : Status::closed;

    if (taken > 0)
    {
        incoming.erase (0, taken);
        scanned -= taken;
        taken = 0;
    }

    incoming.append (piece.data(), static_cast<std::size_t> (count));
    const bool lineInside = incoming.find ('\n', scanned) != std::string::npos;
    return ! lineInside && incoming.size() > maxLine ? Status::tooLong : Status::ok;
}

bool LineSocket::nextLine (std::string& line)
{
    const auto end = incoming.find ('\n', scanned);

    if (end == std::string::npos)
    {
        scanned = incoming.size();
        return false;
    }

    line.assign (incoming, taken, end - taken);
    taken = scanned = end + 1;
    return true;
}

void LineSocket::shutDown() noexcept
{
    ::shutdown (socket, SHUT_RDWR);
}

} // namespace harp::bridge
