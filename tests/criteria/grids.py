"""Reading the markup of the entry grid, and putting figures where a test wants them."""

import re
from datetime import date
from html import unescape

from django.urls import reverse

from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet

DAY = date(2022, 6, 20)  # inside the period of ``make_period``
ROW = re.compile(r'<tr data-commune="(\w+)">(.*?)</tr>', re.DOTALL)
CELL = re.compile(r'<td(?: class="([^"]*)")?><input value="([^"]*)" data-v="(\d+)"([^>]*)></td>')


def address(name, period, stage, *rest):
    return reverse(f"criteria:{name}", args=[period.province.code, period.code, stage, *rest])


def put(user, period, stage, day=DAY, **texts):
    """Stores new figures: ``put(user, period, "district", c1_90101="1")``; a dict gives parts."""
    sheet = open_sheet(period, stage)
    edits = []
    for name, text in texts.items():
        key, _, commune = name.rpartition("_")
        edits.append(Edit(sheet.ids[commune], key, 0, **(text if isinstance(text, dict) else {"text": text})))
    outcomes = save_edits(sheet=sheet, user=user, edits=edits, today=day)
    assert {outcome.status for outcome in outcomes} <= {"saved", "same"}, outcomes


def columns(markup):
    return re.findall(r'data-key="([^"]+)"', markup)


PROPOSED = re.compile(r' (data-p|title|placeholder)="([^"]*)"')


def proposals(markup):
    """(commune, key) → what a cell shows of its proposal: sign, reason, words."""
    return {at: dict(PROPOSED.findall(unescape(f" {rest}"))) for at, (*_, rest) in _cells(markup).items()}


def cells(markup):
    """(commune, key) → classes, text, version, the other attributes but those of the proposal."""
    return {
        at: (*first, PROPOSED.sub("", f" {rest}").strip()) for at, (*first, rest) in _cells(markup).items()
    }


def _cells(markup):
    keys = columns(markup)
    found = {}
    for commune, row in ROW.findall(markup):
        inputs = CELL.findall(row)
        assert len(inputs) == len(keys)
        for key, (classes, text, version, rest) in zip(keys, inputs, strict=True):
            named = rest.replace(f' aria-labelledby="r-{commune} k-{key}"', "")
            assert named != rest
            found[commune, key] = (classes, text, int(version), named.strip())
    return found


def counts(markup):
    """The running counts: of the rows, and of the columns with the total."""
    rows = [re.search(r"data-count>([^<]*)", row)[1] for _, row in ROW.findall(markup)]
    return rows, re.findall(r"data-count>([^<]*)", markup.partition("<tfoot>")[2])


def communes(markup):
    return [commune for commune, _ in ROW.findall(markup)]
