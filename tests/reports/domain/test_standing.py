"""One commune with criteria 1 (indicators 1.1 share, 1.2 yes or no) and 2 (indicator 2, an amount)."""

from decimal import Decimal

import pytest

from criteria.domain.stages import Stage
from criteria.domain.values import Kind, Measure, State, parse_result
from criteria.domain.works import Work
from reports.domain.standing import Entered, Told, make_standing, tell

MEASURES = (
    Measure("c1", "1", "1", "Giao thông", "Giao thông", Kind.CRITERION),
    Measure("i1.1", "1.1", "1", "Đường xã", "Đường xã", Kind.PERCENTAGE, "%", by_sex=True),
    Measure("i1.2", "1.2", "1", "Đường ngõ", "Đường ngõ", Kind.BOOLEAN),
    Measure("c2", "2", "2", "Thu nhập", "Thu nhập", Kind.CRITERION),
    Measure("i2", "2", "2", "Thu nhập", "Thu nhập", Kind.AMOUNT, "triệu đồng"),
)
BY_KEY = {measure.key: measure for measure in MEASURES}
KM = Work("Cứng hóa", Decimal("6.2"), "km", Decimal(2))


def cells(**texts):
    """``cells(c1="1", i1_1="45/60 Đ")``."""
    keys = {name.replace("_", "."): text for name, text in texts.items()}
    return {key: Entered(parse_result(text, BY_KEY[key])) for key, text in keys.items()}


def standing(now=None, target=frozenset("12"), before=(), works=None, **stages):
    given = {Stage(name): mine for name, mine in stages.items()}
    return make_standing(
        measures=MEASURES,
        stages={Stage.SELF: {}, Stage.DISTRICT: now or {}} | given,
        stage=Stage.DISTRICT,
        before=before,
        works=works or {},
        target=target,
    )


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("i1.1", "45/60 Đ", Told("45/60 (75 %)", State.MET)),
        ("i1.1", "1/3", Told("1/3 (33,33 %)", State.NO_DATA)),
        ("i1.1", "87,5 CĐ", Told("87,5 %", State.NOT_MET)),
        ("i1.1", "85 (nam 86; nữ 84) Đ", Told("85 % (nam 86; nữ 84)", State.MET)),
        ("i1.1", "", Told("", State.NO_DATA)),
        ("i1.2", "1", Told("", State.MET)),
        ("i2", "42", Told("42 triệu đồng", State.NO_DATA)),
        ("i2", "CĐ", Told("", State.NOT_MET)),
    ],
)
def test_figure_is_told_as_written(key, text, told):
    assert tell(parse_result(text, BY_KEY[key]), BY_KEY[key]) == told


def test_only_met_counts_and_what_is_wanted_is_to_go():
    made = standing(cells(c1="1", c2="CB"))
    assert (made.has_data, made.met, made.target) == (True, 1, 2)
    assert [one.measure.number for one in made.to_go] == ["2"]


def test_indicators_alone_are_no_data():
    made = standing(cells(i1_1="45/60 Đ", i1_2="1"))
    assert (made.has_data, made.met, made.to_go) == (False, 0, ())


def test_criterion_without_a_state_is_not_to_go():
    made = standing(cells(c1="0"))
    assert [(one.state, one.to_go) for one in made.criteria] == [("not_met", True), ("no_data", False)]


def test_commune_without_target():
    made = standing(cells(c1="0"), target=None)
    assert (made.target, made.to_go, made.criteria[0].target) == (None, (), None)


def test_last_periods_stand_beside_it():
    made = standing(cells(c1="1"), before=[cells(c1="0", i1_1="40 CĐ"), {}])
    first = made.criteria[0]
    assert first.before == (State.NOT_MET, State.NO_DATA)
    assert first.indicators[0].before == (Told("40 %", State.NOT_MET), Told("", State.NO_DATA))


@pytest.mark.parametrize(("own", "disputed"), [("1", False), ("0", True), ("", False)])
def test_steps_that_judged_may_disagree(own, disputed):
    made = standing(cells(c1="1"), self=cells(c1=own))
    assert (made.criteria[0].disputed, made.disputed) == (disputed, int(disputed))


def test_tasks_of_a_criterion_are_its_own_and_those_of_its_indicators():
    made = standing(works={"i1.1": (KM,), "c1": (Work("Vận động"),)})
    assert [(task.measure.key, task.work.text) for task in made.criteria[0].tasks] == [
        ("c1", "Vận động"),
        ("i1.1", "Cứng hóa"),
    ]
