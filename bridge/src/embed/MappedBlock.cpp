// SPDX-License-Identifier: MIT
#include "embed/MappedBlock.h"

#include <pybind11/numpy.h>

#include <cerrno>
#include <memory>
#include <sys/mman.h>
#include <sys/stat.h>

namespace py = pybind11;

namespace harp::bridge::embed
{

namespace
{

class Mapping
{
public:
    Mapping (void* start, std::size_t length) : address (start), bytes (length) {}
    ~Mapping() { munmap (address, bytes); }
    Mapping (const Mapping&) = delete;
    Mapping& operator= (const Mapping&) = delete;

private:
    void* address;
    std::size_t bytes;
};

[[noreturn]] void throwSystemError()
{
    PyErr_SetFromErrno (PyExc_OSError);
    throw py::error_already_set();
}

// Bytes of a block, checked against the descriptor: reading beyond its end would be a bus error, not an exception.
std::size_t checkedSize (int descriptor, py::ssize_t channels, py::ssize_t frames)
{
    constexpr py::ssize_t most = py::ssize_t { 1 } << 40;

    if (channels < 1 || frames < 1 || channels > 65536 || frames > most)
        throw py::value_error ("a block needs at least one channel and one frame");

    const auto bytes = static_cast<std::size_t> (channels) * static_cast<std::size_t> (frames) * sizeof (float);
    struct stat info {};

    if (fstat (descriptor, &info) != 0)
        throwSystemError();

    if (static_cast<std::size_t> (info.st_size) < bytes)
        throw py::value_error ("the shared memory is smaller than the block");

    return bytes;
}

py::array mapBlock (int descriptor, py::ssize_t channels, py::ssize_t frames, bool writable)
{
    const auto bytes = checkedSize (descriptor, channels, frames);
    void* address = mmap (nullptr, bytes, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, descriptor, 0);

    if (address == MAP_FAILED)
        throwSystemError();

    auto mapping = std::make_unique<Mapping> (address, bytes);
    const py::capsule owner (mapping.get(), [] (void* held) { delete static_cast<Mapping*> (held); });
    mapping.release();

    py::array view (py::dtype::of<float>(), { channels, frames }, address, owner);

    if (! writable)
        view.attr ("setflags") (py::arg ("write") = false);

    return view;
}

constexpr auto mapBlockDoc = R"(map_block(fd, channels, frames, writable) -> numpy.ndarray

View of the shared memory behind a file descriptor as float32 of shape (channels, frames), one channel after the other.
The descriptor may be closed afterwards; the memory stays mapped until the last view of it is gone.

Raises ValueError when the sizes are not positive or the memory is smaller, OSError when it cannot be mapped.)";

} // namespace

py::module_ blockModule()
{
    static py::module_::module_def definition;
    constexpr auto name = "_harp_embed";
    const py::dict modules = py::module_::import ("sys").attr ("modules");

    if (modules.contains (name))
        return py::reinterpret_borrow<py::module_> (modules[name]);

    auto module = py::module_::create_extension_module (name, "What the program that embeds this Python offers.", &definition);
    module.def ("map_block", &mapBlock, py::arg ("fd"), py::arg ("channels"), py::arg ("frames"), py::arg ("writable"), mapBlockDoc);
    modules[name] = module;
    return module;
}

} // namespace harp::bridge::embed
