"""What a plan says its funds are, source by source, in triệu đồng: rows in a tree of dotted numbers."""

from decimal import Decimal

from plans.domain.definition import AnnexDefinition, Column, ColumnType, PlanFacts, Shape, of_plan

from .funding_rules import funds_of_sections, sums_of_sources
from .headings import ORDINAL_ALIASES
from .registry import plan_annex

CODE = "funding"
_NUMBER, _NAME, _AMOUNT, _NOTE = Decimal(16), Decimal(118), Decimal(38), Decimal(79)  # mm


@plan_annex(CODE, label="Kinh phí", title="Nguồn vốn thực hiện", by_unit=False, printed=False)
def definition(plan: PlanFacts) -> AnnexDefinition:
    return of_plan(
        CODE,
        plan,
        columns=_COLUMNS,
        shape=Shape.ROWS,
        rules=(sums_of_sources,),
        checks=(funds_of_sections,),
        printed=False,
        number_row=False,
    )


_COLUMNS = (
    Column("stt", "STT", ColumnType.ORDINAL, _NUMBER, ORDINAL_ALIASES, required=False),
    Column(
        "name",
        "Nguồn vốn",
        ColumnType.NAME,
        _NAME,
        ("Nội dung", "Tên nguồn vốn", "Các nguồn vốn", "Nguồn vốn thực hiện", "Nguồn", "Chỉ tiêu"),
    ),
    Column(
        "amount",
        "Số tiền (triệu đồng)",
        ColumnType.DECIMAL,
        _AMOUNT,
        (
            "Số tiền",
            "Tổng số",
            "Tổng vốn",
            "Kinh phí",
            "Kinh phí (triệu đồng)",
            "Vốn (triệu đồng)",
            "Triệu đồng",
            *("Kế hoạch vốn", "Kế hoạch", "Kế hoạch kinh phí", "Tổng nguồn vốn", "Tổng cộng", "Thành tiền"),
            *("Nhu cầu vốn", "Dự kiến kinh phí", "Số vốn", "Vốn"),
        ),
        short="Triệu đồng",
    ),
    Column("note", "Ghi chú", ColumnType.TEXT, _NOTE, ("Diễn giải", "Căn cứ"), required=False),
)
