"""A matrix of three communes and two criteria, small enough to be asserted whole."""

from datetime import date

from communes.domain.names import NameIndex, Unit
from plans.annexes.criteria_matrix import definition
from plans.domain.definition import AnnexDefinition, CriterionFacts, PlanFacts, Rounding
from plans.domain.table import AnnexTable, Cell, Row, RowKind

FACTS = {
    "slug": "dien-bien-2022-1986",
    "number": "1986/KH-UBND",
    "date": date(2022, 6, 29),
    "title": "Xây dựng nông thôn mới",
    "issuer": "UBND tỉnh Điện Biên",
    "province": "Điện Biên",
    "first_year": 2022,
    "last_year": 2025,
    "baseline_year": 2021,
    "criteria": (
        CriterionFacts("2", "Giao thông", "Giao thông"),
        CriterionFacts("14", "Giáo dục và Đào tạo", "Giáo dục & ĐT"),
    ),
    "rounding": Rounding.HALF_UP,
    "digits": 2,
    "annex_label": "Biểu số 02",
    "annex_title": "Biểu chi tiết tiêu chí đến năm 2025",
}

NORTH = Unit(1, "098", "Tủa Chùa", "huyện", "district")
SOUTH = Unit(2, "102", "Mường Ảng", "huyện", "district")
XA_NHE = Unit(11, "03220", "Xá Nhè", "xã", district_id=1)
MUONG_DUN = Unit(12, "03223", "Mường Đun", "xã", district_id=1)
ANG_CANG = Unit(21, "03256", "Ẳng Cang", "xã", district_id=2)
ANG_NUA = Unit(22, "03259", "Ẳng Nưa", "xã", district_id=2)
INDEX = NameIndex([NORTH, SOUTH, XA_NHE, MUONG_DUN, ANG_CANG, ANG_NUA])


def plan_facts(**changed) -> PlanFacts:
    return PlanFacts(**FACTS | changed)


def matrix(**changed) -> AnnexDefinition:
    return definition(plan_facts(**changed))


def row(kind: RowKind, unit: Unit | None, *texts: str) -> Row:
    """A row with these texts; marks and figures mean what they say."""
    keys = ("stt", "name", "2", "14", "result", "average")
    cells = {key: Cell(text, text.replace(",", ".")) for key, text in zip(keys, texts, strict=True)}
    return Row(kind, unit, cells)


def table() -> AnnexTable:
    """The south has no row of its own and one commune without a row; Xá Nhè's result is stated wrong."""
    return AnnexTable(
        (
            row(RowKind.DISTRICT, NORTH, "III", "Huyện Tủa Chùa", "2", "1", "3", "1,5"),
            row(RowKind.UNIT, XA_NHE, "1", "Xá Nhè", "1", "", "2", ""),
            row(RowKind.UNIT, MUONG_DUN, "2", "Mường Đun", "1", "1", "2", ""),
            row(RowKind.UNIT, ANG_CANG, "1", "Áng Cang", "0", "1", "1", ""),
            row(RowKind.TOTAL, None, "", "Tổng số xã/tiêu chí", "2", "2", "1.778", "15,46"),
        )
    )
