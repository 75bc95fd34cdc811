"""The same number means different things in different sets: a file of another set is told."""

from datetime import date

import pytest

from criteria.models import Indicator
from plans.services.results import kept, results_annex
from plans.services.uploads import preview
from tests.factories import make_criteria_set, make_indicators, make_period
from tests.plans.test_result_uploads import INDICATORS, fill

NAMES = {
    "1.1": "Tỷ lệ đường xã được nhựa hóa, đảm bảo ô tô đi lại thuận tiện quanh năm",
    "1.2": "Tỷ lệ đường ngõ, xóm sạch",
}
OTHERS = {
    "1.1": "Tỷ lệ đường xã được bảo trì hằng năm, sáng - xanh - sạch - đẹp",
    "1.2": "Tỷ lệ hộ được sử dụng nước sạch theo quy chuẩn",
}


def make_named(criteria_set, names):
    criterion = criteria_set.criteria.get(number="1")
    make_indicators(criterion, [(number, "percentage") for number in names])
    for number, name in names.items():
        Indicator.objects.filter(criterion=criterion, number=number).update(name=name)


@pytest.fixture
def periods(world):
    other = make_criteria_set(10)
    make_named(world.criteria_set, NAMES)
    make_named(other, OTHERS)
    return make_period(world), make_period(world, criteria_set=other, code="nang-cao")


@pytest.mark.parametrize(("source", "codes"), [(0, []), (1, ["indicator-mismatch"])])
def test_file_of_another_set_is_told(cast, periods, source, codes):
    theirs, ours = (kept(results_annex(one, "district", INDICATORS)) for one in (periods[source], periods[0]))
    data = fill(theirs, cast.officer, {"Ẳng Cang": {"1.1": "85", "1.2": "70"}})
    found = preview(ours, data, cast.officer, today=date(2022, 6, 20))
    assert [finding.code for finding in found.findings] == codes
