"""What is to be drafted and issued for the programme, by whom and when: free rows."""

from decimal import Decimal
from functools import partial

from plans.domain.definition import AnnexDefinition, Column, ColumnType, PlanFacts, Shape, of_plan

from .deadline_checks import unclear_deadlines
from .headings import ORDINAL, ORDINAL_ALIASES
from .registry import plan_annex

CODE = "policy-tasks"
_GROUP = "Cơ quan thực hiện"
_TEXT, _WHO, _DUE = Decimal(87), Decimal(40), Decimal(28)  # mm


@plan_annex(
    CODE,
    label="Biểu số 03",
    title="Phân công nhiệm vụ tham mưu, trình ban hành một số cơ chế, chính sách, đề án",
    by_unit=False,
)
def definition(plan: PlanFacts) -> AnnexDefinition:
    year = plan.last_year if plan.first_year == plan.last_year else None
    return of_plan(
        CODE,
        plan,
        columns=_COLUMNS,
        shape=Shape.ROWS,
        checks=(partial(unclear_deadlines, keys=("due",), year=year),),
    )


def _who(key: str, title: str, *aliases: str) -> Column:
    return Column(key, title, ColumnType.TEXT, _WHO, aliases, group=_GROUP, required=False)


_COLUMNS = (
    Column("stt", "TT", ColumnType.ORDINAL, ORDINAL, ORDINAL_ALIASES, required=False),
    Column(
        "name",
        "Nội dung thực hiện",
        ColumnType.NAME,
        _TEXT,
        (
            *(
                "Nội dung",
                "Nội dung công việc",
                "Nhiệm vụ",
                "Nội dung nhiệm vụ",
                "Tên nhiệm vụ",
                "Tên văn bản",
            ),
            *("Tên văn bản, đề án", "Tên cơ chế, chính sách, đề án", "Nội dung tham mưu", "Nội dung văn bản"),
        ),
    ),
    _who(
        "lead",
        "Cơ quan chủ trì tham mưu",
        "Cơ quan chủ trì",
        "Chủ trì",
        "Đơn vị chủ trì",
        "Cơ quan chủ trì thực hiện",
        "Chủ trì tham mưu",
    ),
    _who(
        "partners",
        "Cơ quan phối hợp thực hiện",
        "Cơ quan phối hợp",
        "Phối hợp",
        "Đơn vị phối hợp",
        "Phối hợp thực hiện",
    ),
    Column(
        "authority",
        "Cấp thẩm quyền ban hành",
        ColumnType.TEXT,
        _WHO,
        (
            "Cấp có thẩm quyền ban hành",
            "Thẩm quyền ban hành",
            "Cấp ban hành",
            "Cơ quan ban hành",
            "Cấp trình, ban hành",
        ),
        required=False,
    ),
    Column(
        "due",
        "Thời gian hoàn thành",
        ColumnType.TEXT,
        _DUE,
        ("Thời hạn hoàn thành", "Thời gian", "Thời hạn", "Thời gian thực hiện", "Thời gian trình"),
        required=False,
    ),
)
