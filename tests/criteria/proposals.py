"""A sheet with levels that are confirmed, not confirmed and missing, and the page of proposals read back."""

import re
from html import unescape

from django.contrib.messages import get_messages

from criteria.models import Result
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from tests.factories import make_indicators, make_period

from .grids import DAY, address, put
from .levels import make_level

STAGE = "district"
TOKEN = re.compile(r'name="nhan" value="([^"]+)"')
REASON = re.compile(r'name="ly-do ([^"]+)" value="([^"]*)"')
SHOWN = re.compile(r'name="hien" value="([^"]*)"')


def make_sheet(world):
    """1.1 a mark, 1.2 at least 70 %, 2 at least 50 % for both sexes, 3 not confirmed, 4 without a level."""
    one, two, three, four = world.criteria[:4]
    rows = make_indicators(one, [("1.1", "boolean"), ("1.2", "percentage")])
    rows += make_indicators(two, [("2", "percentage")], by_sex=True)
    rows += make_indicators(three, [("3", "percentage")])
    make_indicators(four, [("4", "percentage")])
    sure = {"provenance": "verified"}
    make_level(rows[0], comparison="dat", value_text="Đạt", **sure)
    make_level(rows[1], value=70, **sure)
    make_level(rows[2], value=50, **sure)
    make_level(rows[3], value=50)
    return make_period(world)


def page(client, period, **asked):
    return client.get(address("proposals", period, STAGE), asked)


def tabs(answer):
    return [count for _, _, count in answer.context["page"].tabs]


def tokens(answer):
    """Cell → what its box sends."""
    return {token.partition(":")[0]: token for token in TOKEN.findall(answer.text)}


def reasons(answer):
    """Cell → the name of its field, and what stands in it."""
    found = REASON.findall(answer.text)
    return {token.partition(":")[0]: (token, unescape(text)) for token, text in found}


def shown(answer):
    return SHOWN.search(answer.text)[1]


def post(client, name, period, *rest, query="", **data):
    """Status of the answer, and what it said."""
    answer = client.post(address(name, period, STAGE, *rest) + query, data)
    said = [re.sub(r"<[^>]+>", "", str(message)) for message in get_messages(answer.wsgi_request)]
    page(client, period)  # shows them, so that the next act begins without
    return answer, said


def stored(period, *keys):
    """Cell → state, value, basis and reason of what is stored."""
    rows = Result.objects.filter(period=period, stage=STAGE).order_by("commune__code", "key")
    return {
        f"{row.commune.code}/{row.key}": (
            row.state,
            row.value and f"{row.value.normalize():f}",
            row.basis,
            row.reason,
        )
        for row in rows.select_related("commune")
        if not keys or row.key in keys
    }


def fill(cast, world):
    """Ẳng Cang: a criterion met by its indicators, one figure decided otherwise; Đứa Mòn in the south."""
    period = make_sheet(world)
    put(
        cast.staff,
        period,
        "district",
        **{
            "i1.1_90101": "1",
            "i1.2_90101": "95",
            "i2_90101": "60 (nam 70; nữ 40) Đ",
            "i3_90101": "80",
            "i4_90101": "90 Đ",
            "i2_90102": "60",
            "i1.2_90201": "30",
        },
    )
    return period


def set_today(monkeypatch, day):
    """Lets the pages think it is that day."""
    for module in ("criteria.views.proposals", "criteria.views.sheets"):
        monkeypatch.setattr(f"{module}.localdate", lambda: day)


def edit(user, period, commune, key, version, text):
    sheet = open_sheet(period, "district")
    (outcome,) = save_edits(
        sheet=sheet, user=user, edits=[Edit(sheet.ids[commune], key, version, text=text)], today=DAY
    )
    assert outcome.status == "saved", outcome


def sent_reasons(fields, typed):
    """What the form sends: each reason beside what stood there."""
    sent = {f"ly-do {token}": typed[at] for at, (token, _) in fields.items()}
    return sent | {f"cu {token}": text for token, text in fields.values()}
