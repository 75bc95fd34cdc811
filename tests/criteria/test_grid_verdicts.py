"""What the grid, a save and the panel say of proposals: income 2022 of the region, and what people decide."""

import json
import re
from decimal import Decimal

import pytest

from criteria.models import Result, Threshold
from tests.factories import FIRST_DAY, make_indicators, make_period

from .grids import DAY, address, proposals, put

AT_LEAST = "39 ≥ 39 triệu đồng (năm 2022, Trung du miền núi phía Bắc)"
BELOW = "38,9 < 39 triệu đồng (năm 2022, Trung du miền núi phía Bắc)"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("criteria.views.grid.localdate", lambda: DAY)


@pytest.fixture
def levels(world):
    """Criterion 2: income with its level (2.1), and one whose level nobody confirmed (2.2)."""
    (income,) = make_indicators(world.criteria[1], [("2.1", "amount")])
    (share,) = make_indicators(world.criteria[1], [("2.2", "percentage")])
    income.unit = "triệu đồng"
    income.save()
    world.province.region = "TDMNPB"
    world.province.save()
    given = {"comparison": ">=", "valid_from": FIRST_DAY, "scope": "TDMNPB"}
    unsure = {"provenance": "unverified", "value": Decimal(70), "value_text": "70"}
    Threshold.objects.create(indicator=share, **unsure, **given)
    return Threshold.objects.create(
        indicator=income, value=Decimal(39), value_text="39", year=2022, provenance="verified", **given
    )


@pytest.fixture
def period(world, levels):
    return make_period(world)


@pytest.fixture
def ask(client, cast, period):
    """``ask("grid", bang="2")``: the markup, every run of white space one blank."""

    def ask(name, *rest, **query):
        client.force_login(cast.officer)
        return re.sub(
            r"\s+", " ", client.get(address(name, period, "district", *rest), query).content.decode()
        )

    return ask


@pytest.fixture
def save(client, cast, period):
    """``save(key="i2.1", text="39")``: the one outcome."""

    def save(commune="90101", version=0, **parts):
        client.force_login(cast.officer)
        body = json.dumps({"edits": [{"commune": commune, "version": version} | parts]})
        answer = client.post(address("save", period, "district"), body, content_type="application/json")
        return answer.json()["outcomes"][0]

    return save


def shown(sign="", title="", words=""):
    given = {"data-p": sign, "title": title, "placeholder": words}
    return {name: text for name, text in given.items() if text}


def test_cells_carry_their_proposal(ask, cast, period):
    put(cast.staff, period, "district", **{"i2.1_90101": "39", "i2.1_90102": "38,9", "i2.2_90101": "80"})
    found = proposals(ask("grid", bang="2"))
    assert {key: found["90101", key] for key in ("i2.1", "i2.2", "c2")} == {
        "i2.1": shown("met", f"Đề xuất đạt: {AT_LEAST}"),
        "i2.2": shown("open", "Chưa đề xuất: mức đạt chưa được xác nhận"),
        "c2": shown(title="Chưa đề xuất: mức đạt chưa được xác nhận 2.2"),
    }
    assert {key: found["90102", key] for key in ("i2.1", "i2.2", "c2")} == {
        "i2.1": shown("not_met", f"Đề xuất chưa đạt: {BELOW}"),
        "i2.2": {},
        "c2": shown("not_met", f"Đề xuất chưa đạt: chưa đạt 2.1: {BELOW}", "đề xuất: chưa đạt"),
    }


@pytest.mark.parametrize(
    ("text", "sign", "title"),
    [
        ("39 Đ", "", f"Đề xuất đạt: {AT_LEAST}"),
        ("38,9 Đ", "differs", f"Khác đề xuất chưa đạt: {BELOW}; chưa ghi lý do"),
        ("38,9 CB", "", f"Đề xuất chưa đạt: {BELOW}"),
        ("", "", ""),
    ],
)
def test_a_decision_has_a_sign_only_where_it_differs(ask, cast, period, text, sign, title):
    put(cast.staff, period, "district", **{"i2.1_90101": text})
    assert proposals(ask("grid", bang="2"))["90101", "i2.1"] == shown(sign, title)


def test_a_save_tells_of_the_cell_and_its_criterion(save):
    told = save(key="i2.1", text="38,9")
    assert told["told"] == f"đề xuất chưa đạt, {BELOW}. Tiêu chí 2: đề xuất chưa đạt."
    assert told["verdicts"] == [
        {"key": "i2.1", "sign": "not_met", "told": f"Đề xuất chưa đạt: {BELOW}", "hint": ""},
        {
            "key": "c2",
            "sign": "not_met",
            "told": f"Đề xuất chưa đạt: chưa đạt 2.1: {BELOW}",
            "hint": "đề xuất: chưa đạt",
        },
    ]


def test_a_conflict_tells_of_what_is_stored_and_a_refusal_of_nothing(save, cast, period):
    put(cast.staff, period, "district", **{"i2.1_90101": "39"})
    told = save(key="i2.1", text="1")
    assert (told["status"], told["verdicts"][0]["told"]) == ("conflict", f"Đề xuất đạt: {AT_LEAST}")
    told = save(key="i2.1", text="ba chín", version=1)
    assert (told["status"], told["told"], told["verdicts"]) == ("refused", "", [])


def test_panel_offers_the_proposal(ask, cast, period):
    put(cast.staff, period, "district", **{"i2.1_90101": "39"})
    markup = ask("cell", "90101", "i2.1")
    assert f'<span class="state met">đạt</span>: {AT_LEAST}.' in markup
    assert 'data-derive="39 Đ" title="Ghi 39 Đ">Theo đề xuất: đạt</button>' in markup
    assert "Lý do khác đề xuất" not in markup


def test_panel_asks_for_a_reason_and_keeps_it(ask, save):
    save(key="i2.1", text="38,9 Đ")
    markup = ask("cell", "90101", "i2.1")
    assert ("≠ khác kết luận" in markup, 'data-derive="38,9 CĐ"' in markup) == (True, True)
    told = save(key="i2.1", version=1, reason="Tính lại theo số của Cục Thống kê")
    assert told["verdicts"][0]["told"].endswith("; lý do: Tính lại theo số của Cục Thống kê")
    assert "Tính lại theo số của Cục Thống kê</textarea>" in ask("cell", "90101", "i2.1")
    assert Result.objects.get().basis == "overridden"


def test_taking_the_proposal_over(save):
    save(key="i2.1", text="39")
    told = save(key="i2.1", text="39 Đ", version=1, derived=True)
    assert (told["state"], told["verdicts"][0]["sign"], Result.objects.get().basis) == ("met", "", "derived")


def test_a_proposal_that_is_another_by_now_is_the_persons_own_word(save):
    save(key="i2.1", text="39")
    Threshold.objects.update(value=40)
    told = save(key="i2.1", text="39 Đ", version=1, derived=True)
    assert (told["verdicts"][0]["sign"], Result.objects.get().basis) == ("differs", "asserted")
    save(key="i2.1", text="41 Đ", version=2, derived=True)
    assert Result.objects.get().basis == "asserted"
