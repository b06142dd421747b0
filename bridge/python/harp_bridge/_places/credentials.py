# SPDX-License-Identifier: MIT
"""Whose token goes where. Everything that is sent asks here, and gets nothing unless it is that very origin's own.

* A token is kept for one origin (scheme, host, port) and sent only there, as `Authorization: Bearer`, over https, or
  over http to loopback. A redirect to another origin is another origin.
* The token of the Hub goes to the Hub when that does not answer without it. To a host that the Hub itself named for the
  Space that was asked for, and that is one of its own Spaces, it goes only when it is needed there: the Space is
  private, it counts time on shared graphics cards, or it has refused a request without it.
* A user name with a password goes to the login page of that origin only; the cookies that come back stay in memory and
  go to that origin only. Over http: to loopback, and, if saved for exactly that http address, into the private network.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from .._errors import HarpError
from .._settings import Settings
from .._text import hide
from .network import is_loopback, origin_of
from .tokens import Secret, TokenFile

__all__ = ["Credentials"]


class Credentials:
    """The secrets of one client."""

    def __init__(self, settings: Settings) -> None:
        self._file = TokenFile(settings.token_file)
        self.hub = origin_of(settings.hub_url)
        self._spaces: set[str] = set()
        self._needed: dict[str, str] = {}
        self._cookies: dict[str, dict[str, str]] = {}

    def headers(self, origin: str) -> dict[str, str]:
        """What every request to this origin carries in addition; empty for an origin that nothing is known of."""
        secret = self._safe(origin)
        if secret is None and origin in self._needed:
            secret = self._safe(self.hub)
        return {} if secret is None or not secret.token else {"authorization": f"Bearer {secret.token}"}

    def cookies(self, origin: str) -> dict[str, str]:
        """What a login to this origin gave."""
        return dict(self._cookies.get(origin, {}))

    def secret(self, origin: str) -> Secret | None:
        """What the user saved for this origin; None also when the file cannot be used (see `problem`)."""
        try:
            return self._file.read().get(origin)
        except HarpError:
            return None

    def problem(self) -> HarpError | None:
        """Why nothing can be read from the file."""
        try:
            self._file.read()
        except HarpError as error:
            return error
        return None

    def allow_space(self, origin: str) -> None:
        """The Hub said that a Space which the user asked for runs there: its token may go there once it is needed."""
        if origin.startswith("https://") or is_loopback(urlsplit(origin).hostname or ""):
            self._spaces.add(origin)

    def need(self, origin: str, why: str) -> bool:
        """From now on the token of the Hub goes to this origin. False when it did already, or may not, or is not there.

        `why` completes "it is sent because ...".
        """
        saved = self._safe(self.hub)
        if origin not in self._spaces or origin in self._needed or saved is None or not saved.token:
            return False
        self._needed[origin] = why
        return True

    def spare(self, origin: str) -> None:
        """The token of the Hub did not help there; it is not sent again."""
        self._needed.pop(origin, None)

    def why(self, origin: str) -> str:
        """Why the token of the Hub is sent to this origin; empty when it is not."""
        return self._needed.get(origin, "")

    def keep_cookies(self, origin: str, cookies: dict[str, str]) -> None:
        """What a login gave; an empty dictionary forgets them."""
        for value in cookies.values():
            hide(value)
        self._cookies[origin] = cookies

    def _safe(self, origin: str) -> Secret | None:
        """The secret of an origin to which a token may be sent at all."""
        if not origin.startswith("https://") and not is_loopback(urlsplit(origin).hostname or ""):
            return None
        return self.secret(origin)
