"""The guide is true: every word it prints in bold stands on the screen it speaks of.

With NTM_GUIDE_SHOTS set to a folder the same walk makes the guide's pictures there.
"""

import io
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from accounts.models import User
from ntm.guide import PAGES, anchor_of
from tests.factories import make_cast, make_world

from .conftest import LAPTOP
from .guide_screens import SCREENS, Screen

SHOTS = os.environ.get("NTM_GUIDE_SHOTS")
PHONE = {"width": 390, "height": 844}
COLOURS = 128
BOLD = re.compile(r"\*\*(.+?)\*\*")
WORDS = """() => [
  document.body.innerText,
  ...[...document.querySelectorAll("details, dialog, option")].map((part) => part.textContent),
  ...[...document.querySelectorAll("input, textarea, [title], [aria-label]")].flatMap(
    (part) => [part.placeholder, part.title, part.ariaLabel]),
].join("\\n")"""
STILL = "() => document.fonts.ready.then(() => [...document.images].every((image) => image.complete))"


@pytest.fixture
def cast(transactional_db):
    return make_cast(make_world())


@pytest.fixture
def demo(transactional_db):
    """What script/server shows."""
    call_command("load_reference", verbosity=0)
    call_command("load_demo", uploads=True, verbosity=0)


def said(page) -> str:
    """All that a person can read there, also in menus that are folded and in hints."""
    return " ".join(page.evaluate(WORDS).split())


def picture(page, screen: Screen) -> bytes:
    """The part within the window, as a PNG with a palette."""
    window = page.viewport_size
    box = page.locator(screen.part).first.bounding_box()
    left, top = max(box["x"], 0), max(box["y"], 0)
    clip = {"x": left, "y": top}
    clip["width"] = min(box["x"] + box["width"], window["width"]) - left
    clip["height"] = min(box["y"] + box["height"], window["height"]) - top
    found = Image.open(io.BytesIO(page.screenshot(clip=clip, animations="disabled")))
    small = io.BytesIO()
    few = found.convert("RGB").quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(small, "PNG", optimize=True)
    return small.getvalue()


def walk(page, login, screens) -> dict[str, str]:
    """What is said for each section, and under "" in the navigation; makes the pictures on the way."""
    words = defaultdict(str)
    for screen in screens:
        page.context.clear_cookies()
        if screen.user:
            login(User.objects.get(username=screen.user))
        page.set_viewport_size(PHONE if screen.phone else LAPTOP)
        if screen.path:
            page.goto(screen.path)
        screen.act(page)
        page.wait_for_load_state()
        page.wait_for_function(STILL)
        for section in screen.says.split():
            words[section] += f" {said(page)}"
        words[""] += " ".join(page.locator("nav.side").all_inner_texts())
        if SHOTS and screen.shot:
            Path(SHOTS, f"{screen.shot}.png").write_bytes(picture(page, screen))
    return words


def bold_words(name: str) -> dict[str, list[str]]:
    """The words of the screen that each section of a page of the guide names."""
    text = (settings.GUIDE_DIR / f"{name}.md").read_text(encoding="utf-8")
    parts = (part.partition("\n") for part in re.split(r"^##+ ", text, flags=re.MULTILINE))
    return {anchor_of(title): BOLD.findall(body) for title, _, body in parts}


@pytest.mark.parametrize("name", SCREENS)
def test_guide_says_what_screens_show(page, login, demo, name):
    words = walk(page, login, SCREENS[name])
    lies = {
        section: [word for word in bold if word not in words[section] + words[""]]
        for section, bold in bold_words(name).items()
    }
    assert {section: gone for section, gone in lies.items() if gone} == {}


def test_help_opens_beside_what_is_being_typed(page, context, login, cast):
    login(cast.officer)
    page.goto(reverse("communes:search"))
    page.fill("[name=q]", "ang cang")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Hướng dẫn").click()
    opened.value.wait_for_selector("h1:has-text('Dành cho huyện, xã, sở, ngành')")
    assert page.input_value("[name=q]") == "ang cang"


@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_of_sections(name):
    sections = bold_words(name).keys()
    assert [one for screen in SCREENS[name] for one in screen.says.split() if one not in sections] == []


@pytest.mark.parametrize("name", PAGES.keys() - SCREENS.keys())
def test_other_pages_name_no_words_of_screens(name):
    assert [word for bold in bold_words(name).values() for word in bold] == []


def test_every_picture_of_the_guide_is_made_here():
    made = {f"{screen.shot}.png" for screens in SCREENS.values() for screen in screens if screen.shot}
    assert made == {path.name for path in (settings.GUIDE_DIR / "images").glob("*.png")}
