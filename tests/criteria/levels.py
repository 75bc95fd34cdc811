"""A small set with levels of every kind, and sending the page of levels as a browser would."""

import re
from datetime import date
from html import unescape

from django.urls import reverse

from criteria.models import Indicator, Threshold
from tests.factories import make_indicators

FIRST = date(2020, 1, 1)  # the set of the world is in force from this day on
SUBJECT = "levels/91/thu-19"
FIELD = re.compile(r'<input (?![^>]*type="checkbox")[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"')
TEXTAREA = re.compile(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>')
SELECT = re.compile(r'<select name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)


def make_level(indicator, **fields) -> Threshold:
    given = {"scope": "TDMNPB", "comparison": ">=", "valid_from": FIRST, "provenance": "unverified"}
    value = fields.get("value")
    return Threshold.objects.create(
        indicator=indicator, **given | {"value_text": "" if value is None else str(value)} | fields
    )


def make_levels(world) -> dict[str, Indicator]:
    """1.1 a mark, 1.2 at least 70 %, 2 an amount by year, 3 in two parts, 4 "nếu có", 5 without a level."""
    kinds = [("1.1", "boolean"), ("1.2", "percentage")]
    rows = make_indicators(world.criteria[0], kinds)
    rows += make_indicators(world.criteria[1], [("2", "amount")])
    parts = [
        {"key": "a", "name": "được cứng hóa", "kind": "percentage", "unit": "%"},
        {"key": "b", "name": "số trường", "kind": "count", "unit": "trường"},
    ]
    rows += make_indicators(world.criteria[2], [("3", "percentage")], parts=parts)
    rows += make_indicators(world.criteria[3], [("4", "percentage")], if_any=True)
    rows += make_indicators(world.criteria[4], [("5", "percentage")])
    found = {row.number: row for row in rows}
    make_level(found["1.1"], comparison="dat", value_text="Đạt")
    make_level(found["1.2"], value=70)
    world.criteria_set.valid_to = date(2023, 12, 31)
    world.criteria_set.save()
    for year, value in ((2020, 30), (2021, 33), (2022, 36), (2023, 39)):
        make_level(found["2"], value=value, year=year)
    two = [{"part": "a", "comparison": ">=", "threshold": "50", "condition": "b > 3"}]
    make_level(found["3"], value=100, parts=two)
    make_level(found["4"], value=20)
    make_level(found["5"], provenance="verified")
    return found


def address(world, **asked):
    path = reverse("criteria:levels", args=[world.province.code, world.criteria_set.code])
    return path + ("?" + "&".join(f"{name}={value}" for name, value in asked.items()) if asked else "")


def sent(markup: str, **changed) -> dict[str, str]:
    """What the form on the page would send; ``changed`` by name with "__" for "/" and "_" for ":"."""
    found = {name: unescape(value) for name, value in FIELD.findall(markup) if ":" in name}
    found |= {name: unescape(value) for name, value in TEXTAREA.findall(markup)}
    for name, options in SELECT.findall(markup):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found | {"act": "luu"} | changed
