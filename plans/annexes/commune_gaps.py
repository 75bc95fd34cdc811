"""What the communes of a year's plan do not meet yet, and the work left in each: commune, criterion, item."""

from decimal import Decimal
from functools import lru_cache, partial

from plans.domain.block_checks import check_blocks
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
from plans.domain.table import RowKind

from .headings import headings_of
from .registry import plan_annex

NTM, ADVANCED = CODES = "commune-gaps-ntm", "commune-gaps-advanced"
_TITLE = (
    "Tổng hợp kết quả số tiêu chí đã đạt, số tiêu chí chưa đạt và khối lượng còn lại phải thực hiện của các "
    "xã phấn đấu đạt chuẩn nông thôn mới"
)


@plan_annex(NTM, label="Biểu số 01", title=_TITLE)
@lru_cache(64)
def ntm_definition(plan: PlanFacts) -> AnnexDefinition:
    return _definition(NTM, plan, (*_names(plan.last_year, "24"), _REGION, *_gaps(plan, "27 54 75")))


@plan_annex(ADVANCED, label="Biểu số 02", title=f"{_TITLE} nâng cao")
@lru_cache(64)
def advanced_definition(plan: PlanFacts) -> AnnexDefinition:
    return _definition(ADVANCED, plan, (*_names(plan.last_year, "26"), *_gaps(plan, "29 57 80")))


def _definition(code: str, plan: PlanFacts, columns: tuple[Column, ...]) -> AnnexDefinition:
    return of_plan(
        code,
        plan,
        columns=columns,
        shape=Shape.BLOCKS,
        lines=tuple(map(_line_of, plan.criteria)),
        checks=(partial(check_blocks, plan.indicators),),
    )


def _line_of(criterion: CriterionFacts) -> FixedLine:
    """By its names a criterion is known where a sheet does not print its number."""
    title, *others = headings_of(criterion)
    return FixedLine(criterion.number, criterion.number, criterion.name, (title, *others))


_REGION = Column(
    "region",
    "Thuộc khu vực",
    ColumnType.TEXT,
    Decimal(14),
    ("Khu vực", "Xã khu vực", "KV", "Thuộc xã khu vực"),
    required=False,
    short="Khu vực",
)


def _names(year: int, width: str) -> tuple[Column, ...]:
    name = f"Xã phấn đấu đạt chuẩn NTM năm {year}"
    districts = (
        *("Huyện", "Huyện, thành phố", "Huyện/thành phố", "Tên huyện, thành phố", "Tên huyện/thành phố"),
        *("Huyện, thị xã, thành phố", "Đơn vị huyện", "Thuộc huyện"),
    )
    names = (
        "Xã phấn đấu đạt chuẩn",
        "Xã phấn đấu đạt chuẩn nông thôn mới",
        "Xã phấn đấu đạt chuẩn NTM nâng cao",
        "Tên xã",
        "Xã",
        "Tên xã phấn đấu đạt chuẩn",
        "Tên đơn vị",
    )
    return (
        Column("stt", "STT", ColumnType.ORDINAL, Decimal(9), ("TT", "Số TT", "Số thứ tự"), required=False),
        Column(
            "district", "Tên huyện", ColumnType.TEXT, Decimal(22), districts, required=False, short="Huyện"
        ),
        Column("name", name, ColumnType.NAME, Decimal(width), names, short="Xã"),
    )


def _times(plan: PlanFacts) -> tuple[str, str]:
    """In the headings: until when, and the time that is left; empty and the whole year where nobody says."""
    month, year = plan.as_of_month, plan.last_year
    if month is None or month == 12:
        return (f" đến hết năm {year}" if month else ""), f"năm {year}"
    return f" đến hết tháng {month}/{year}", f"{12 - month:02} tháng cuối năm {year}"


def _gaps(plan: PlanFacts, widths: str) -> tuple[Column, ...]:
    """``widths`` of the counted columns, of the criteria and of the work, in mm."""
    counted, listed, wide = map(Decimal, widths.split())
    until, left = _times(plan)
    group = f"Số tiêu chí/Chỉ tiêu chưa đạt, tổ chức triển khai thực hiện {left}"
    shared = ("Số tiêu chí/Chỉ tiêu chưa đạt", "Số tiêu chí, chỉ tiêu chưa đạt")
    return (
        Column(
            "met",
            f"Kết quả số tiêu chí đã đạt{until}, cần duy trì, giữ vững",
            ColumnType.TEXT,
            counted,
            ("Kết quả số tiêu chí đã đạt", "Số tiêu chí đã đạt", "Số tiêu chí/chỉ tiêu đã đạt"),
            short="Đã đạt",
        ),
        Column(
            "unmet",
            "",
            ColumnType.TEXT,
            counted,
            (*shared, "Số tiêu chí chưa đạt", "Tổng số chưa đạt"),
            group,
            short="Chưa đạt",
        ),
        Column(
            "criterion",
            "",
            ColumnType.TEXT,
            listed,
            (*shared, "Tiêu chí chưa đạt", "Các tiêu chí chưa đạt", "Tên tiêu chí chưa đạt", "Tiêu chí"),
            group,
            short="Tiêu chí chưa đạt",
            of=RowKind.CRITERION,
        ),
        Column(
            "work",
            f"Khối lượng còn lại cần triển khai từng Chỉ tiêu đảm bảo đạt chuẩn năm {plan.last_year}",
            ColumnType.TEXT,
            wide,
            ("Khối lượng còn lại cần triển khai", "Khối lượng còn lại", "Khối lượng còn lại phải thực hiện"),
            short="Khối lượng còn lại",
            of=RowKind.ITEM,
        ),
    )
