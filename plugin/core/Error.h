// SPDX-License-Identifier: GPL-3.0-or-later
// The closed list of what can go wrong, each with the sentence a musician reads and the next step. [any] thread.
//
// The same list stands in tests/contract/errors.json and in harp_bridge; a test compares them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace harp::core
{

enum class ErrorCode
{
    addressInvalid,
    insecureAddress,
    hostUnreachable,
    certificateInvalid,
    notGradio,
    spaceUnknown,
    spacePaused,
    spaceFailed,
    wakingTimeout,
    modelsInvalid,
    notHarp,
    endpointUnknown,
    protocolNewer,
    inputsUnsupported,
    loginRequired,
    tokenRefused,
    serverError,
    serverLost,
    noSignOfLife,
    queueFull,
    quotaExceeded,
    rateLimited,
    uploadRefused,
    resultInvalid,
    resultTooLarge,
    resultMissing,
    cancelled,
    consentRequired,
    workerMissing,
    workerLost,
    notLoaded,
    nothingSelected,
    regionUnknown,
    regionEmpty,
    regionUnreadable,
    sourceUnavailable,
    controlUnknown,
    controlOutOfRange,
    requiredInputMissing,
    fileUnreadable,
    takeUnknown,
    nothingToUndo,
    archiveDamaged,
    archiveNewer,
    outOfMemory,
    commandInvalid,
    settingsUnwritable,
    tokenUnwritable,
    internal
};

struct Error
{
    ErrorCode code = ErrorCode::internal;
    std::string message; // what the server itself said to its user, often empty
    std::string detail;  // for developers, one click further; never a token, never audio
};

// Name on the wire, for example "consent_required".
std::string_view nameOf (ErrorCode) noexcept;
std::optional<ErrorCode> errorCodeFrom (std::string_view name) noexcept;

// What the user reads, and what to do next. Whole English sentences.
std::string_view sentenceFor (ErrorCode) noexcept;
std::string_view nextStepFor (ErrorCode) noexcept;

// Number of codes; ErrorCode values run from 0 to this minus one.
inline constexpr int errorCodeCount = 49;

} // namespace harp::core
