# SPDX-License-Identifier: MIT
"""Every way in which a job can fail, as one tree.

    HarpError                 code, sentence, next_step, message, detail
    ├── AddressError          address_invalid, insecure_address, host_unreachable, certificate_invalid, not_gradio,
    │                         space_unknown, space_paused, space_failed, waking_timeout, models_invalid
    ├── EndpointError         not_harp, endpoint_unknown, protocol_newer, inputs_unsupported, login_required,
    │                         token_refused
    ├── ServerError           server_error, server_lost, no_sign_of_life, queue_full, quota_exceeded, rate_limited,
    │                         upload_refused
    ├── ResultError           result_invalid, result_too_large, result_missing
    ├── RequestError          control_unknown, control_out_of_range, required_input_missing, file_unreadable,
    │                         region_empty, region_unreadable, consent_required, token_unwritable
    └── CancelledError        cancelled

The remaining codes belong to the plug-in; they are carried by HarpError itself. The closed list, with the sentence a
musician reads and the next step, is the same in C++; a test compares it with tests/contract/errors.json.
"""

from __future__ import annotations

import re
from typing import ClassVar

from ._error_table import TABLE
from ._text import shown

__all__ = [
    "AddressError",
    "CancelledError",
    "EndpointError",
    "HarpError",
    "RequestError",
    "ResultError",
    "ServerError",
    "fail",
]


class HarpError(Exception):
    """A job or a command that failed.

    `code` is one of the closed list; `sentence` and `next_step` are for a musician; `message` is what the server itself
    said to its user (often empty); `detail` is for developers. Tokens are replaced in both.
    """

    codes: ClassVar[frozenset[str]] = frozenset(TABLE)

    def __init__(self, code: str, message: str = "", detail: str = "") -> None:
        if code not in self.codes:
            raise ValueError(f"{code!r} is not a code of {type(self).__name__}")
        self.code = code
        self.sentence, self.next_step = TABLE[code]
        self.message = shown(message)
        self.detail = shown(detail)
        super().__init__(code, self.message, self.detail)

    def __str__(self) -> str:
        parts = [self.sentence, self.message, self.detail and f"({self.detail})", self.next_step]
        return " ".join(part for part in parts if part)

    def to_json(self) -> dict[str, str]:
        return {
            "code": self.code,
            "sentence": self.sentence,
            "next": self.next_step,
            "message": self.message,
            "detail": self.detail,
        }


class AddressError(HarpError):
    """Nothing usable is at this address."""

    codes = frozenset(
        {
            "address_invalid",
            "insecure_address",
            "host_unreachable",
            "certificate_invalid",
            "not_gradio",
            "space_unknown",
            "space_paused",
            "space_failed",
            "waking_timeout",
            "models_invalid",
        }
    )


class EndpointError(HarpError):
    """A Gradio app is there, but it cannot be used as an endpoint."""

    codes = frozenset(
        {"not_harp", "endpoint_unknown", "protocol_newer", "inputs_unsupported", "login_required", "token_refused"}
    )


class ServerError(HarpError):
    """The server failed in the middle of a job."""

    codes = frozenset(
        {
            "server_error",
            "server_lost",
            "no_sign_of_life",
            "queue_full",
            "quota_exceeded",
            "rate_limited",
            "upload_refused",
        }
    )


class ResultError(HarpError):
    """What came back is not a usable result."""

    codes = frozenset({"result_invalid", "result_too_large", "result_missing"})


class RequestError(HarpError):
    """The request itself cannot be carried out; nothing was sent."""

    codes = frozenset(
        {
            "control_unknown",
            "control_out_of_range",
            "required_input_missing",
            "file_unreadable",
            "region_empty",
            "region_unreadable",
            "consent_required",
            "token_unwritable",
        }
    )


class CancelledError(HarpError):
    """The job was cancelled (asyncio code hears asyncio.CancelledError instead)."""

    codes = frozenset({"cancelled"})


_FAMILIES: tuple[type[HarpError], ...] = (
    AddressError,
    EndpointError,
    ServerError,
    ResultError,
    RequestError,
    CancelledError,
)


# What a Space says when the shared graphics cards of the Hub have no time left for this user. It comes as an error of
# the model; the words have changed over the years, the two that matter have not.
_QUOTA = re.compile(
    r"(?i)gpu[\s_()-]{0,3}(\w+[\s_()-]{1,3}){0,3}quota|quota[\s_()-]{1,3}(\w+[\s_()-]{1,3}){0,3}(zero)?gpu"
)


def fail(code: str, message: str = "", detail: str = "") -> HarpError:
    """The error of the right class for a code; a model that says that the quota is used up gets that code."""
    if code == "server_error" and _QUOTA.search(message[:2000]):
        code = "quota_exceeded"
    family = next((family for family in _FAMILIES if code in family.codes), HarpError)
    return family(code, message, detail)
