// SPDX-License-Identifier: MIT
// Lines with file descriptors over a stream socket, never blocking and never raising SIGPIPE. [bridge] thread only.
#pragma once

#include <harp_bridge/Block.h>

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace harp::bridge
{

class LineSocket
{
public:
    enum class Status
    {
        ok,
        closed, // the other end is gone; lines received before are still there
        tooLong // a line is longer than maxLine
    };

    static constexpr std::size_t maxLine = std::size_t { 16 } << 20;
    static constexpr std::size_t maxBlocks = 128; // below what one message may carry on every platform

    // Takes the descriptor over.
    explicit LineSocket (int descriptor) : socket (descriptor) {}
    ~LineSocket();
    LineSocket (const LineSocket&) = delete;
    LineSocket& operator= (const LineSocket&) = delete;

    int descriptor() const { return socket; }

    // Appends one line (without its end) and the blocks whose descriptors ride on it; kept alive until they are sent.
    void queue (std::string line, std::vector<std::shared_ptr<Block>> blocks = {});

    // True while something waits to be sent and the socket may take it.
    bool wantsToWrite() const { return ! outgoing.empty() && ! stalled; }
    bool isFlushed() const { return outgoing.empty(); }

    // Sends what the socket takes now. A peer that reads no more makes the rest vanish; receive() tells of its end.
    void flush();

    // Takes one piece of what has arrived.
    Status receive();

    // The next whole line without its end.
    bool nextLine (std::string& line);

    // What was sent still arrives; then both directions are closed.
    void shutDown() noexcept;

private:
    struct Item
    {
        std::string line;
        std::vector<std::shared_ptr<Block>> blocks;
        std::size_t sent = 0;
    };

    bool sendSome (Item& item);

    int socket;
    std::deque<Item> outgoing;
    bool stalled = false;
    std::string incoming;
    std::size_t taken = 0;   // bytes of `incoming` that nextLine has given out
    std::size_t scanned = 0; // bytes of `incoming` that hold no further line end
};

} // namespace harp::bridge
