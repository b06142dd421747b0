# SPDX-License-Identifier: MIT
"""The page of an endpoint in a real browser: its controls are there, and one run by clicking gives the right sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from support.gradios import GRADIOS, python_of
from support.servers import ENDPOINTS, start_endpoint
from support.sounds import noise, wav_bytes, wav_samples

PATIENCE = 60


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = Options()
    for argument in (
        "--headless=new",
        "--no-sandbox",  # of no use for a page of our own, and not to be had in containers
        "--disable-dev-shm-usage",
        "--window-size=1100,1000",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing but loopback
    ):
        options.add_argument(argument)
    options.page_load_strategy = "eager"  # the fonts of the page are elsewhere
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


def visible(browser: webdriver.Chrome, words: str) -> WebElement:
    """The innermost element with these words, once it can be seen."""
    path = f"//*[text()[normalize-space()='{words}']]"

    def found(driver: webdriver.Chrome) -> WebElement | bool:
        shown = [element for element in driver.find_elements(By.XPATH, path) if element.is_displayed()]
        return shown[0] if shown else False

    element = WebDriverWait(browser, PATIENCE, ignored_exceptions=[StaleElementReferenceException]).until(found, words)
    assert isinstance(element, WebElement)
    return element


def result_address(browser: webdriver.Chrome, sent: str) -> str:
    """Where the page offers a download that is not what was sent; some versions offer that as well."""

    def found(driver: webdriver.Chrome) -> str:
        links = [link.get_attribute("href") or "" for link in driver.find_elements(By.CSS_SELECTOR, "a[download]")]
        return next((link for link in links if "file=" in link and sent not in link), "")

    return str(WebDriverWait(browser, PATIENCE, ignored_exceptions=[StaleElementReferenceException]).until(found))


def wait_for_waveform(browser: webdriver.Chrome) -> None:
    """Until what was sent is shown as a waveform: the upload is complete."""
    selector = "[data-testid*=waveform]"
    WebDriverWait(browser, PATIENCE).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, selector))


@pytest.mark.parametrize("gradio", GRADIOS)
def test_the_controls_are_seen_and_a_run_by_clicking_gives_the_sound(
    gradio: str, browser: webdriver.Chrome, tmp_path: Path
) -> None:
    samples = noise(44100) * np.float32(0.2)
    sound = tmp_path / "sent.wav"
    sound.write_bytes(wav_bytes(samples, subtype="PCM_16"))
    sent, _ = wav_samples(sound.read_bytes())
    with start_endpoint(ENDPOINTS / "gain.py", python_of(gradio)) as server:
        browser.get(server.address)
        for words in ("Input", "Gain", "Output", "Process", "Cancel"):
            visible(browser, words)
        browser.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(sound))
        wait_for_waveform(browser)
        visible(browser, "Process").click()
        result = result_address(browser, sound.name)
        back, _ = wav_samples(httpx.get(result, trust_env=False).raise_for_status().content)
        browser.save_screenshot(str(tmp_path / f"gradio-{gradio}.png"))
        print(f"seen: {tmp_path}/gradio-{gradio}.png")
    np.testing.assert_allclose(back, sent * np.float32(10 ** (-6 / 20)), atol=2 / 32768)
