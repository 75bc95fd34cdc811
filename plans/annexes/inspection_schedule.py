"""Which communes are inspected and appraised when, in sections: free rows with cells over several of them."""

from decimal import Decimal
from functools import partial

from plans.domain.definition import AnnexDefinition, Column, ColumnType, PlanFacts, Shape, of_plan

from .deadline_checks import unclear_deadlines
from .headings import ORDINAL, ORDINAL_ALIASES
from .registry import plan_annex

CODE = "inspection-schedule"
_CHECKS = "Chương trình kiểm tra, giám sát"
_APPRAISAL = "Chương trình Thẩm định, hoàn thiện hồ sơ, công nhận, công bố xã đạt chuẩn"
_CHECKS_SHORT = ("Kiểm tra, giám sát", "Chương trình kiểm tra", "Kế hoạch kiểm tra, giám sát")
_APPRAISAL_SHORT = ("Chương trình thẩm định", "Thẩm định, công nhận, công bố", "Thẩm định, công nhận")
_NAME, _STEP = Decimal(38), Decimal(49)  # mm


@plan_annex(
    CODE,
    label="Biểu số 04",
    title="Chương trình kiểm tra, giám sát, thẩm định, công bố các xã đạt chuẩn nông thôn mới",
    by_unit=False,
)
def definition(plan: PlanFacts) -> AnnexDefinition:
    year = plan.last_year if plan.first_year == plan.last_year else None
    return of_plan(
        CODE,
        plan,
        columns=_COLUMNS,
        shape=Shape.ROWS,
        checks=(
            partial(unclear_deadlines, keys=("check_1", "check_2", "appraisal", "recognition"), year=year),
        ),
    )


def _step(key: str, group: str, short: str, *aliases: str) -> Column:
    return Column(key, "", ColumnType.TEXT, _STEP, aliases, group=group, required=False, short=short)


_COLUMNS = (
    Column("stt", "STT", ColumnType.ORDINAL, ORDINAL, ORDINAL_ALIASES, required=False),
    Column(
        "name",
        "Tên Xã/huyện",
        ColumnType.NAME,
        _NAME,
        (
            "Tên xã, huyện",
            "Xã/huyện",
            "Xã, huyện",
            "Tên xã",
            "Xã",
            "Tên xã (huyện)",
            "Đơn vị",
            "Tên đơn vị",
            "Nội dung",
        ),
    ),
    _step("check_1", _CHECKS, "Kiểm tra đợt 1", *_CHECKS_SHORT),
    _step("check_2", _CHECKS, "Kiểm tra đợt 2", *_CHECKS_SHORT),
    _step("appraisal", _APPRAISAL, "Thẩm định", *_APPRAISAL_SHORT, "Tổ chức thẩm định"),
    _step(
        "recognition",
        _APPRAISAL,
        "Công nhận, công bố",
        *_APPRAISAL_SHORT,
        "Hoàn thiện hồ sơ, tổ chức công bố",
    ),
)
