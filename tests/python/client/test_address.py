# SPDX-License-Identifier: MIT
"""What people type as an address."""

from __future__ import annotations

import pytest
from harp_bridge import Address, HarpError, Settings, Space, parse_address
from harp_bridge._places.pinning import pin
from hypothesis import given
from hypothesis import strategies as st

from .helpers import raises, run


@pytest.mark.parametrize(
    ("typed", "base", "local"),
    [
        ("127.0.0.1:7860", "http://127.0.0.1:7860", True),
        ("localhost:7860", "http://localhost:7860", True),
        ("localhost", "http://localhost", True),
        ("localhost/app", "http://localhost/app", True),
        (" http://127.0.0.1:7860/ ", "http://127.0.0.1:7860", True),
        ("HTTP://LocalHost:7860//sub//path/", "http://localhost:7860/sub/path", True),
        ("http://0.0.0.0:7860", "http://127.0.0.1:7860", True),
        ("[::1]:7860", "http://[::1]:7860", True),
        ("http://[::]:7860", "http://[::1]:7860", True),
        ("192.168.1.5:7860", "http://192.168.1.5:7860", False),
        ("10.0.0.2/app", "http://10.0.0.2/app", False),
        ("8.8.8.8", "https://8.8.8.8", False),
        ("https://my-lab.example", "https://my-lab.example", False),
        ("https://my-lab.example:443/models/one/?__theme=dark#top", "https://my-lab.example/models/one", False),
        ("https://user-space.hf.space/", "https://user-space.hf.space", False),
        ("https://0123abcd.gradio.live", "https://0123abcd.gradio.live", False),
        ("my-lab.example", "https://my-lab.example", False),
        ("gpubox:7860", "https://gpubox:7860", False),
        ("http://127.0.0.1:7860/spaces/user/space", "http://127.0.0.1:7860/spaces/user/space", True),
        ("lab.example:443", "https://lab.example", False),
        ("gpubox:80", "http://gpubox", False),
        ("https://bücher.example", "https://xn--bcher-kva.example", False),
        ("https://huggingface.co/docs", "https://huggingface.co/docs", False),
    ],
)
def test_an_address_becomes_a_base_url(typed: str, base: str, local: bool) -> None:
    place = parse_address(typed)
    assert isinstance(place, Address)
    assert (place.base, place.local) == (base, local)


@pytest.mark.parametrize(
    "typed",
    [
        "user/space",
        "https://huggingface.co/spaces/user/space",
        "http://huggingface.co/spaces/user/space/tree/main",
        "https://hf.co/spaces/user/space?x=1",
        "huggingface.co/spaces/user/space/",
        "user/space/",
        "http://127.0.0.1:9999/spaces/user/space",
    ],
)
def test_a_space_is_known_by_its_name_and_by_its_page(typed: str) -> None:
    assert parse_address(typed, Settings(hub_url="http://127.0.0.1:9999")) == Space("user/space")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "hello",
        "hello world.example",
        "ftp://host.example",
        "file:///etc/passwd",
        "javascript://x",
        "http://",
        "http://:7860",
        "http://host.example:99999",
        "http://host.example:0",
        "http://host.example:x",
        "https://user:password@host.example",
        "https://host.example/../up",
        "http://[::1",
        "http://256.1.1.1",
        "http://224.0.0.1",
        "https://-bad-.example",
        "https://a\nb.example",
        "https://" + "a" * 3000,
    ],
)
def test_what_is_no_address_is_refused_with_a_clear_sentence(typed: str) -> None:
    with raises("address_invalid") as caught:
        parse_address(typed)
    assert caught.value.detail
    assert "password" not in caught.value.detail or "user name" in caught.value.detail


def settle(typed: str, **hosts: str) -> tuple[Address, str | None]:
    settings = Settings(hosts={name.replace("_", "."): ip for name, ip in hosts.items()})
    place = parse_address(typed, settings)
    assert isinstance(place, Address)
    return run(pin(place, settings))


def test_plain_http_is_for_the_private_network() -> None:
    assert settle("http://studio.test:7860", studio_test="192.168.0.9")[1] == "192.168.0.9"
    assert settle("http://100.64.1.2:7860")[0].base == "http://100.64.1.2:7860"
    for typed in ("http://8.8.8.8:7860", "http://studio.test:7860"):
        with raises("insecure_address") as caught:
            settle(typed, studio_test="8.8.8.8")
        assert "https://" in caught.value.next_step


def test_the_scheme_of_a_bare_name_follows_from_where_it_leads() -> None:
    assert settle("studio.test:7860", studio_test="192.168.0.9")[0].base == "http://studio.test:7860"
    assert settle("studio.test:7860", studio_test="8.8.8.8")[0].base == "https://studio.test:7860"


def test_a_name_that_leads_here_is_still_not_local() -> None:
    assert not settle("http://studio.test:7860", studio_test="127.0.0.1")[0].local


def test_a_name_that_nobody_knows_is_unreachable() -> None:
    with raises("host_unreachable"):
        settle("http://no-such-host.invalid:7860")


# Pieces that addresses are made of, right and wrong, in any order.
SIGNS = ["http://", "https://", "HTTP://", "ftp://", "//", "/", ":", "@", "#", "?", "%", "[", "]", ".", "..", "-", "_"]
HOSTS = ["localhost", "127.0.0.1", "10.0.0.1", "8.8.8.8", "::1", "fe80::1%eth0", "0.0.0.0", "lab.example", "xn--"]
PARTS = ["user", "space", "me:pw@", "huggingface.co", "/spaces/", "hf.space", "7860", ":7860", ":80", ":443", ":0"]
ODD = [":99999", "%2e%2e", "%00", "b\u00fccher.example", "/config", "?x=1", "#process", "#/a%20b", "\u202e", "\u3002"]
PIECES = st.lists(st.sampled_from(SIGNS + HOSTS + PARTS + ODD) | st.text(max_size=3), max_size=7).map("".join)


@given(st.text(max_size=60) | PIECES)
def test_any_text_is_an_address_or_an_error(typed: str) -> None:
    try:
        place = parse_address(typed)
    except HarpError as error:
        assert error.code == "address_invalid"
        assert error.detail
        return
    assert parse_address(place.text) == place
    assert "@" not in place.text.partition("://")[2].partition("/")[0]
    if isinstance(place, Address):
        assert place.base == place.origin or place.base.startswith(place.origin + "/")
        assert not place.base.endswith("/")
        assert place.local <= (place.host in ("localhost", "::1") or place.host.startswith(("127.", "::ffff:127.")))


@pytest.mark.parametrize(
    ("typed", "endpoint", "text"),
    [
        ("127.0.0.1:7860#process", "process", "http://127.0.0.1:7860#process"),
        ("http://127.0.0.1:7860/#/process", "process", "http://127.0.0.1:7860#process"),
        ("https://lab.example/app/?x=1#a%20b", "a b", "https://lab.example/app#a%20b"),
        ("lab.example#process", "process", "lab.example#process"),
        ("user/space#stems", "stems", "user/space#stems"),
        ("https://huggingface.co/spaces/user/space#stems", "stems", "user/space#stems"),
        ("127.0.0.1#", "", "http://127.0.0.1"),
    ],
)
def test_the_name_after_the_sign_says_which_function_is_meant(typed: str, endpoint: str, text: str) -> None:
    place = parse_address(typed)
    assert (place.endpoint, place.text) == (endpoint, text)
