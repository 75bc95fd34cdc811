"""Remaining works added up by unit of measure."""

from decimal import Decimal

from criteria.domain.work_sums import UnitSum, sum_works
from criteria.domain.works import Work

KM = Work("Cứng hóa", Decimal("6.2"), "km", Decimal(2))


def test_works_are_added_up_by_unit():
    more = Work("Mở rộng", Decimal("1.3"), "Km")
    houses = Work("Xóa nhà tạm", Decimal(20), "nhà")
    assert sum_works([KM, Work("Vận động"), more, houses]) == (
        (UnitSum("km", 2, Decimal("7.5"), Decimal(2), 1), UnitSum("nhà", 1, Decimal(20), None, 1)),
        1,
    )


def test_works_without_typed_figures_count_what_their_text_says():
    printed = Work("Cần cứng hóa 12,5 Km (trong đó 6 Km đã bố trí vốn); xây 2 cầu")
    typed = Work("Mở rộng 3 km", Decimal("1.5"), "KM")
    assert sum_works([printed, typed, Work("Cứng hóa 1.250 km")]) == (
        (UnitSum("km", 2, Decimal(14), Decimal(6), 1), UnitSum("cầu", 1, Decimal(2), None, 1)),
        1,
    )
