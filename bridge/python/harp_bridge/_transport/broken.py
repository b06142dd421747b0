# SPDX-License-Identifier: MIT
"""What a connection that failed is called."""

from __future__ import annotations

from typing import Protocol

import httpx

from .._errors import HarpError, fail

__all__ = ["Translated", "named"]


class _Way(Protocol):
    connecting: bool


class Translated:
    """Turns what httpx raises within it into our errors.

    As long as the way is `connecting` nobody knows yet what is at the address; after that a failure is a loss.
    """

    def __init__(self, way: _Way) -> None:
        self._way = way

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, httpx.HTTPError):
            raise named(error, self._way.connecting) from None


def named(error: httpx.HTTPError, connecting: bool) -> HarpError:
    """What `error` is to the user, before or after something was found at the address."""
    detail = f"{type(error).__name__}: {error}"
    if "CERTIFICATE_VERIFY_FAILED" in detail:
        return fail("certificate_invalid", detail=detail)
    if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
        return fail("host_unreachable" if connecting else "server_lost", detail=detail)
    if isinstance(error, httpx.TimeoutException):
        return fail("no_sign_of_life", detail=detail)
    if not connecting:
        return fail("server_lost", detail=detail)
    return fail("not_gradio" if _was_answered(error) else "host_unreachable", detail=detail)


def _was_answered(error: httpx.HTTPError) -> bool:
    """Whether anything was said before it failed, although it was no conversation in HTTP.

    Who hangs up without a word and who speaks another language are one class to httpx; but for the latter the parser
    has complained, and httpcore's error was raised over that complaint.
    """
    if isinstance(error, httpx.NetworkError):
        return False
    inner = error.__cause__
    return not isinstance(error, httpx.RemoteProtocolError) or (inner is not None and inner.__context__ is not None)
