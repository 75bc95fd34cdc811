"""What every template must keep to, whoever writes it."""

import re

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = {str(path.relative_to(FOLDER)): path.read_text("utf-8") for path in FOLDER.rglob("*.html")}
INLINE = re.compile(
    r"""<style|\bstyle=|<script(?![^>]*\bsrc=)|\son(?:click|change|submit|input|load|error|key\w+|focus|blur)="""
)


def parts():
    included = [name for name in TEMPLATES if name.startswith("components/") or "/_" in name]
    return [name for name in included if not TEMPLATES[name].startswith("{% extends")]


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_has_nothing_inline(name):
    assert INLINE.findall(TEMPLATES[name]) == []


@pytest.mark.parametrize("name", parts())
def test_part_opens_with_its_arguments(name):
    assert TEMPLATES[name].startswith(("{% comment %}", "{#"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_stays_short(name):
    limit = 80 if name == "base.html" else 150
    assert len(TEMPLATES[name].splitlines()) <= limit
