"""Villages by district: how many there are, have reached a standard, are registered and assigned."""

from collections.abc import Iterator
from functools import lru_cache

from communes.domain.names import NameIndex
from plans.domain.definition import (
    AnnexDefinition,
    Column,
    ColumnTotal,
    ColumnType,
    Level,
    PlanFacts,
    of_plan,
)
from plans.domain.findings import Finding
from plans.domain.number_rules import row_sum
from plans.domain.paper import LANDSCAPE
from plans.domain.places import Place
from plans.domain.sums import figure_of
from plans.domain.table import AnnexTable, RowKind

from .headings import NAME, ORDINAL, district_columns
from .registry import plan_annex

CODE = "village-targets"
KEYS = (
    *("villages", "done_ntm", "done_model", "registered", "registered_model", "registered_ntm"),
    *("assigned", "assigned_model", "assigned_ntm"),
)

_KINDS = ("", "_model", "_ntm")  # in all, villages that are models, villages that meet the standard
_MODEL_ALIASES = (
    *("NTM kiểu mẫu", "Kiểu mẫu", "Thôn, bản NTM kiểu mẫu", "Đạt chuẩn NTM kiểu mẫu"),
    *("Số thôn, bản đạt NTM kiểu mẫu", "Thôn, bản đạt NTM kiểu mẫu"),
)
_NTM_ALIASES = (
    *("NTM", "Thôn, bản NTM", "Đạt chuẩn NTM", "Đạt chuẩn", "Số thôn, bản đạt NTM", "Thôn, bản đạt NTM"),
)
_MODEL, _NTM = "Thôn, bản đạt chuẩn NTM kiểu mẫu", "Thôn, bản đạt chuẩn NTM"
_WIDTH = (LANDSCAPE - ORDINAL - NAME) / 9


@plan_annex(
    CODE, label="Biểu số 03", title="Danh sách thôn, bản đăng ký đạt chuẩn nông thôn mới", noun="huyện"
)
@lru_cache(64)
def definition(plan: PlanFacts) -> AnnexDefinition:
    return of_plan(
        CODE,
        plan,
        level=Level.DISTRICT,
        columns=(*district_columns(), *_figure_columns(plan)),
        column_total=ColumnTotal(KEYS),
        rules=tuple(
            row_sum(whole, (f"{whole}_model", f"{whole}_ntm")) for whole in ("registered", "assigned")
        ),
        checks=(_check_registered,),
        total_label="Tổng",
        number_row=False,
    )


def _figure_columns(plan: PlanFacts) -> Iterator[Column]:
    """The column headed as an increase holds totals: its heading stays as it is printed."""
    done = f"Thực hiện đến hết năm {plan.baseline_year}"
    registered = f"Đăng ký chỉ tiêu của các huyện đến năm {plan.last_year}"
    assigned = f"Dự kiến chỉ tiêu giao cho các huyện đến năm {plan.last_year}"
    increase = "Dự kiến tăng số bản đạt chuẩn NTM và NTM kiểu mẫu so với đăng ký của các huyện"
    yield _count(
        "villages", "Tổng số thôn bản (không tính phường, thị trấn)", "", "Tổng số thôn, bản", "Tổng số bản"
    )
    yield _count("done_ntm", "Số thôn bản đạt chuẩn NTM", done, *_NTM_ALIASES, _NTM)
    yield _count("done_model", "Số thôn bản đạt chuẩn NTM kiểu mẫu", done, *_MODEL_ALIASES, _MODEL)
    yield _count("registered", "Tổng cộng", registered, "Tổng số", "Tổng", "Cộng")
    yield _count("registered_model", _MODEL, registered, *_MODEL_ALIASES)
    yield _count("registered_ntm", _NTM, registered, *_NTM_ALIASES)
    yield _count("assigned", increase, assigned, "Tổng cộng", "Tổng số", "Tổng", "Cộng")
    yield _count("assigned_model", _MODEL, assigned, *_MODEL_ALIASES)
    yield _count("assigned_ntm", _NTM, assigned, *_NTM_ALIASES)


def _count(key: str, title: str, group: str, *aliases: str) -> Column:
    return Column(key, title, ColumnType.COUNT, _WIDTH, aliases, group=group)


def _check_registered(definition: AnnexDefinition, table: AnnexTable, index: NameIndex) -> Iterator[Finding]:
    """Fewer villages assigned than the district itself has registered."""
    for row in table.of_kind(RowKind.UNIT):
        for kind in _KINDS:
            wanted, given = figure_of(row, f"registered{kind}"), figure_of(row, f"assigned{kind}")
            if wanted is None or given is None or given >= wanted:
                continue
            place, stated = Place.in_row(row, f"assigned{kind}"), row.cell(f"registered{kind}").text
            what = {"": "tổng số", "_model": "NTM kiểu mẫu", "_ntm": "NTM"}[kind]
            message = (
                f"{row.title}, {what}: giao {place.text} thôn, bản, ít hơn số huyện đăng ký là {stated}."
            )
            yield place.warning("below-registered", message, stated)
