"""Fixed lines × years: what the plan wants of the province by its last year, and in each year before it."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from plans.domain.definition import (
    AnnexDefinition,
    Column,
    ColumnType,
    CriterionFacts,
    FixedLine,
    PlanFacts,
    Shape,
    of_plan,
)
from plans.domain.paper import LANDSCAPE

from .headings import headings_of
from .registry import plan_annex
from .yearly_rules import BANDS, CHECKS, CRITERIA, RULES

CODE = "yearly-targets"
GROUP = "Chia cho các năm"

_ORDINAL, _FIGURE, _YEAR, _NOTE = Decimal(11), Decimal(21), Decimal(19), Decimal(46)  # mm
_LOWEST = (15, 10, 5)  # of the bands below all criteria


@plan_annex(
    CODE,
    label="Biểu số 01",
    title="Dự kiến số xã đạt chỉ tiêu, tiêu chí nông thôn mới",
    by_unit=False,
)
@lru_cache(64)
def definition(plan: PlanFacts) -> AnnexDefinition:
    years = range(plan.first_year, plan.last_year + 1)
    return of_plan(
        CODE,
        plan,
        shape=Shape.LINES,
        columns=(*_label_columns(years), *_figure_columns(plan, years), _note_column()),
        lines=tuple(_lines(plan.criteria)),
        rules=RULES,
        checks=CHECKS,
        number_row=False,
    )


def year_key(year: int) -> str:
    return f"y{year}"


def _label_columns(years: range) -> tuple[Column, ...]:
    width = LANDSCAPE - _ORDINAL - 2 * _FIGURE - len(years) * _YEAR - _NOTE
    aliases = (
        "Chỉ tiêu",
        "Nội dung",
        "Tên mục tiêu",
        "Mục tiêu, chỉ tiêu",
        "Chỉ tiêu, mục tiêu",
        "Nội dung chỉ tiêu",
        "Nội dung mục tiêu",
        "Chỉ tiêu chủ yếu",
        "Các mục tiêu",
    )
    return (
        Column(
            "stt", "TT", ColumnType.ORDINAL, _ORDINAL, ("STT", "Số TT", "Số thứ tự", "T.T"), required=False
        ),
        Column("name", "MỤC TIÊU", ColumnType.NAME, width, aliases),
    )


def _figure_columns(plan: PlanFacts, years: range) -> Iterator[Column]:
    """The years of the two first may be left out in a sheet; those below them tell them apart."""
    base, last = plan.baseline_year, plan.last_year
    yield Column(
        "baseline",
        f"Thực hiện đến hết năm {base}",
        ColumnType.DECIMAL,
        _FIGURE,
        (
            *(
                "Thực hiện đến hết năm",
                f"Thực hiện năm {base}",
                f"Kết quả đến hết năm {base}",
                f"Thực hiện {base}",
            ),
            *(f"Kết quả thực hiện đến hết năm {base}", f"Hiện trạng năm {base}", "Hiện trạng"),
        ),
        short=f"Đến {base}",
    )
    yield Column(
        "goal",
        f"Mục tiêu đến hết năm {last}",
        ColumnType.DECIMAL,
        _FIGURE,
        (
            "Mục tiêu đến hết năm",
            "Mục tiêu đến năm",
            "Mục tiêu năm",
            f"Kế hoạch đến năm {last}",
            f"Mục tiêu {last}",
        ),
        short=f"Mục tiêu {last}",
    )
    for year in years:
        aliases = (str(year), f"Kế hoạch năm {year}", f"KH năm {year}", f"KH {year}", f"Đến hết năm {year}")
        yield Column(year_key(year), f"Năm {year}", ColumnType.DECIMAL, _YEAR, aliases, group=GROUP)


def _note_column() -> Column:
    return Column("note", "Ghi chú", ColumnType.TEXT, _NOTE, ("Dự kiến", "Dự kiến đơn vị"), required=False)


def _lines(criteria: tuple[CriterionFacts, ...]) -> Iterator[FixedLine]:
    yield FixedLine(
        "1", "1", "Đơn vị cấp huyện hoàn thành nhiệm vụ xây dựng nông thôn mới", _DISTRICTS, is_count=True
    )
    yield FixedLine(
        "2", "2", "Mức đạt tiêu chí bình quân/xã", ("Số tiêu chí bình quân/xã", "Bình quân tiêu chí/xã")
    )
    yield FixedLine("3", "3", "Thu nhập bình quân (Tr.đ/người/năm)", _INCOME)
    yield FixedLine("4", "4", "Tỷ lệ hộ nghèo (%)", ("Tỷ lệ hộ nghèo", "Tỷ lệ nghèo đa chiều (%)"))
    yield FixedLine("5", "5", "Tỷ lệ lao động qua đào tạo (%)", ("Tỷ lệ lao động qua đào tạo",))
    yield FixedLine("6", "6", "Tỷ lệ hộ sử dụng nước hợp vệ sinh (%)", _WATER)
    yield FixedLine("6.1", "", "- Tỷ lệ hộ sử dụng nước sạch từ hệ thống cấp nước tập trung", _PIPED_WATER)
    yield FixedLine("7", "7", "Kết quả đạt chuẩn tiêu chí theo xã", is_heading=True)
    yield FixedLine(
        "7.1", "7.1", "Xã nông thôn mới kiểu mẫu", ("Số xã nông thôn mới kiểu mẫu",), is_count=True
    )
    yield FixedLine(
        "7.2", "7.2", "Xã nông thôn mới nâng cao", ("Số xã nông thôn mới nâng cao",), is_count=True
    )
    yield FixedLine("7.3", "7.3", "Xã nông thôn mới", is_heading=True)
    yield from _bands(len(criteria))
    yield FixedLine("7.4", "7.4", "Kết quả đạt chuẩn theo từng tiêu chí", is_heading=True)
    yield from map(_criterion, criteria)
    yield FixedLine("8", "8", "Kết quả đạt chuẩn tiêu chí theo thôn, bản", is_count=True)
    yield _villages("8.1", "nông thôn mới kiểu mẫu", "nông thôn kiểu mẫu", "NTM kiểu mẫu")
    yield _villages("8.2", "nông thôn mới", "NTM")


_DISTRICTS = (
    "Đơn vị cấp huyện hoàn thành nhiệm vụ nông thôn mới",
    "Đơn vị cấp huyện đạt chuẩn, hoàn thành nhiệm vụ xây dựng nông thôn mới",
    "Số đơn vị cấp huyện hoàn thành nhiệm vụ xây dựng nông thôn mới",
)
_INCOME = (
    "Thu nhập bình quân",
    "Thu nhập bình quân đầu người (triệu đồng/người/năm)",
    "Thu nhập bình quân (triệu đồng/người/năm)",
)
_WATER = (
    "Tỷ lệ hộ sử dụng nước hợp vệ sinh",
    "Tỷ lệ hộ được sử dụng nước hợp vệ sinh (%)",
    "Tỷ lệ hộ dân sử dụng nước hợp vệ sinh (%)",
)
_PIPED_WATER = ("Tỷ lệ hộ sử dụng nước sạch từ hệ thống cấp nước tập trung (%)",)


def _bands(criteria: int) -> Iterator[FixedLine]:
    """Communes by how many criteria they meet, all of them first; the lowest band is seldom printed."""
    yield _band(
        str(criteria),
        f"đạt chuẩn ({criteria} tiêu chí) đã có QĐ công nhận",
        f"đạt chuẩn ({criteria} tiêu chí)",
        f"đạt {criteria} tiêu chí",
        f"đạt chuẩn {criteria} tiêu chí",
    )
    highest = criteria - 1
    for lowest in _LOWEST:
        if lowest <= highest:
            span = f"{lowest}-{highest} tiêu chí"
            yield _band(
                f"{lowest}-{highest}",
                f"đạt từ {span}",
                f"đạt {span}",
                f"đạt từ {lowest} đến {highest} tiêu chí",
            )
            highest = lowest - 1
    below = f"dưới {highest + 1} tiêu chí"
    yield _band(f"0-{highest}", f"đạt {below}", below, is_optional=True)


def _band(key: str, *titles: str, is_optional: bool = False) -> FixedLine:
    first, *others = (f"Số xã {title}" for title in titles)
    return FixedLine(f"{BANDS}{key}", "", f"- {first}", tuple(others), is_count=True, is_optional=is_optional)


def _criterion(criterion: CriterionFacts) -> FixedLine:
    number, name = criterion.number, criterion.name
    names = dict.fromkeys((name, *headings_of(criterion)))
    aliases = (f"Số xã đạt {words} số {number} về {known}" for words in ("tiêu chí", "TC") for known in names)
    title = f"- Số xã đạt tiêu chí số {number} về {name[:1].lower()}{name[1:]}"
    return FixedLine(
        f"{CRITERIA}{number}", "", title, (*aliases, f"Số xã đạt tiêu chí số {number}"), is_count=True
    )


def _villages(key: str, *standards: str) -> FixedLine:
    titles = [
        f"- Số thôn, bản đạt chuẩn {standard}{remark}"
        for standard in standards
        for remark in (" (có QĐ công nhận)", "")
    ]
    return FixedLine(key, "", titles[0], tuple(titles[1:]), is_count=True)
