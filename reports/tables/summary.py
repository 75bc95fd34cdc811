"""The summary by district: sums of targets beside what the annex states."""

from collections.abc import Collection
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from criteria.domain.totals import Summary
from ntm.templatetags.components import bands
from ntm.templatetags.figures import so
from plans.models import Plan

from ..domain.summary import AVERAGE, RESULT, Figure, Line, Report, Verdict

NUM = {part: {"class": "num"} for part in ("th", "td", "tf")}
OUTSIDE = "ngoài các nhóm"


def band_counts(summary: Summary) -> list[tuple[str, int]]:
    """What the stacked bar takes; communes outside every band stand last."""
    counts = [(part.band.label, part.count) for part in summary.bands]
    return [*counts, (OUTSIDE, summary.outside)] if summary.outside else counts


def _differs(line: Line, key: str) -> bool:
    figure = line.stated.get(key)
    return bool(figure and figure.differs)


def _classes(key: str, base: str) -> dict[str, Any]:
    """Of a column's cells: edged where what is stated differs from what is computed."""

    def of(line: Line) -> str:
        return f"{base} diff" if _differs(line, key) else base

    return {
        "th": {"class": base},
        "td": {"class": lambda record: of(record)},
        "tf": {"class": lambda table: of(table.report.whole)},
    }


class LineColumn(tables.Column):
    """A column whose footer is the province's own cell."""

    def cell(self, line: Line) -> str:
        raise NotImplementedError

    def render(self, record: Line) -> str:
        return self.cell(record)

    def render_footer(self, table: Any) -> str:
        return self.cell(table.report.whole)


class CountColumn(LineColumn):
    """Communes: a figure that is known even where no commune has data."""

    def __init__(self, title: str, field: str) -> None:
        super().__init__(title, accessor=f"summary__{field}", attrs=NUM)
        self.field = field

    def cell(self, line: Line) -> str:
        return so(getattr(line.summary, self.field))


class CriterionColumn(LineColumn):
    """Communes that meet one criterion, its number above its short name; a differing stated sum below."""

    def __init__(self, number: str, short_name: str, name: str) -> None:
        attrs = _classes(number, "crit")
        attrs["th"]["title"] = f"Tiêu chí {number}. {name}"
        super().__init__(f"{number}\n{short_name}", accessor=f"summary__met__{number}", attrs=attrs)
        self.number = number

    def cell(self, line: Line) -> str:
        if not line.summary.with_data:
            return ""
        shown = so(line.summary.met[self.number])
        if not _differs(line, self.number):
            return shown
        return format_html("{}<small>ghi {}</small>", shown, line.stated[self.number].stated)


class TotalColumn(LineColumn):
    def cell(self, line: Line) -> str:
        return so(line.summary.total) if line.summary.with_data else ""


class AverageColumn(LineColumn):
    """With as many decimals as the plan rounds to, one under the other."""

    def cell(self, line: Line) -> str:
        average = line.summary.average
        return "" if average is None else so(average, -int(average.as_tuple().exponent))


class StatedColumn(LineColumn):
    """What the annex states: bare where it agrees, with a sign where it differs."""

    def __init__(self, title: str, key: str) -> None:
        super().__init__(title, accessor="summary", orderable=False, attrs=_classes(key, "num"))
        self.key = key

    def cell(self, line: Line) -> str:
        figure = line.stated.get(self.key, Figure())
        if figure.verdict is Verdict.INCOMPLETE:
            hint = "Chưa đủ số liệu các xã để so với số này"
            return format_html('<span class="muted" title="{}">({})</span>', hint, figure.stated)
        if not figure.differs:
            return figure.stated
        hint = f"Biểu ghi {figure.stated}, tính lại được {figure.computed}"
        return format_html('<span class="computed" title="{}">{}</span>', hint, figure.stated)


class BandsColumn(LineColumn):
    def cell(self, line: Line) -> str:
        counts, no_data = band_counts(line.summary), line.summary.no_data
        return render_to_string("components/bands.html", bands(counts, no_data))


class LineTable(tables.Table):
    """One row for each district in official order, the province in the footer."""

    noun = "đơn vị"

    unit = tables.Column(
        "Đơn vị",
        accessor="title",
        order_by=("position",),
        linkify=lambda record, table: table.address(record),
        footer=lambda table: table.report.whole.title,
    )
    communes = CountColumn("Số xã", "communes")
    with_data = CountColumn("Có số liệu", "with_data")
    total = TotalColumn("Tổng tiêu chí", accessor="summary__total", attrs=_classes(RESULT, "num"))
    average = AverageColumn("Bình quân/xã", accessor="summary__average", attrs=_classes(AVERAGE, "num"))
    bands = BandsColumn("Số xã theo số tiêu chí", accessor="summary", orderable=False)

    class Meta:
        attrs = {"class": "list stuck summary"}
        row_attrs = {"class": lambda record: None if record.summary.with_data else "unknown"}
        default = ""

    def __init__(self, report: Report, visible: Collection[int | None], **kwargs: Any) -> None:
        self.report, self.visible = report, visible
        extra = [
            (f"tc{one.number}", CriterionColumn(one.number, one.short_name, one.name))
            for one in report.criteria
        ]
        super().__init__(report.lines, extra_columns=extra, **kwargs)

    def address(self, line: Line) -> str | None:
        """Of the district's page; None where the user may not open it."""
        return self.address_of(line) if line.key in self.visible else None

    def address_of(self, line: Line) -> str:
        raise NotImplementedError


class SummaryTable(LineTable):
    """The targets of a plan, with what the annex states."""

    stated_total = StatedColumn("Tổng ghi trong biểu", RESULT)
    stated_average = StatedColumn("Bình quân ghi trong biểu", AVERAGE)

    class Meta(LineTable.Meta):
        sequence = (
            *("unit", "communes", "with_data", "total", "stated_total", "average", "stated_average"),
            *("bands", "..."),
        )

    def __init__(self, report: Report, plan: Plan, visible: Collection[int | None], **kwargs: Any) -> None:
        self.plan = plan
        self.title = f"Tổng hợp mục tiêu đến năm {plan.last_year} theo huyện"
        super().__init__(report, visible, **kwargs)

    def address_of(self, line: Line) -> str:
        if line.unit is None:
            return reverse("reports:communes", args=[self.plan.slug])
        return reverse("reports:district", args=[self.plan.slug, line.unit.code])
