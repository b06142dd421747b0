# SPDX-License-Identifier: MIT
"""Whether audio leaves this machine is judged by where the connection leads, not by the name in the address."""

from __future__ import annotations

import pytest
from harp_bridge import Address, Settings, parse_address
from harp_bridge._places.pinning import pin

from .helpers import raises, run


@pytest.mark.parametrize(
    ("typed", "hosts", "local"),
    [
        ("http://localhost:7860", {}, True),
        ("http://localhost:7860", {"localhost": "127.0.0.1"}, True),
        ("http://localhost:7860", {"localhost": "192.168.1.9"}, False),
        ("http://127.0.0.1:7860", {"127.0.0.1": "10.0.0.9"}, False),
        ("http://studio:7860", {"studio": "127.0.0.1"}, False),
    ],
)
def test_a_setting_that_leads_elsewhere_makes_an_address_foreign(
    typed: str, hosts: dict[str, str], local: bool
) -> None:
    settings = Settings(hosts=hosts)
    address = parse_address(typed, settings)
    assert isinstance(address, Address)
    assert address.local is local
    pinned, ip = run(pin(address, settings))
    assert pinned.local is local
    assert ip == next(iter(hosts.values()), None)


def test_localhost_that_leads_out_of_the_private_network_needs_encryption() -> None:
    settings = Settings(hosts={"localhost": "93.184.216.34"})
    address = parse_address("http://localhost:7860", settings)
    assert isinstance(address, Address)
    with raises("insecure_address"):
        run(pin(address, settings))
