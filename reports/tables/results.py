"""The summary of a period's results by district, beside what the plan wants."""

from collections.abc import Collection, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from criteria.models import ReportingPeriod
from ntm.templatetags.figures import so

from ..domain.comparison import Comparison
from ..domain.summary import Line, Report
from .summary import NUM, LineColumn, LineTable

Comparisons = Mapping[int | None, Comparison]  # district id, None: the communes of no district


class ComparisonColumn(LineColumn):
    """One figure of the line's comparison with the plan; below it of how many communes, where not of all."""

    def __init__(self, title: str, field: str, over: str) -> None:
        super().__init__(title, accessor="summary", orderable=False, attrs=NUM)
        self.field, self.over = field, over

    def render(self, record: Line, table: Any) -> str:
        return self._told(record, table.comparisons.get(record.key, Comparison()))

    def render_footer(self, table: Any) -> str:
        return self._told(table.report.whole, table.whole_comparison)

    def _told(self, line: Line, comparison: Comparison) -> str:
        value, communes = getattr(comparison, self.field), getattr(comparison, self.over)
        if value is None or communes == line.summary.communes:
            return so(value)
        return format_html("{}<small>{} xã</small>", so(value), communes)


class FixedColumn(LineColumn):
    def cell(self, line: Line) -> str:
        context = {"locked": line.is_fixed, "said": line.locked_words}
        return render_to_string("components/provisional.html", context)


class ResultTable(LineTable):
    """``query`` keeps the step in the links; ``target_year``: without it there is nothing to compare with."""

    target = ComparisonColumn("Mục tiêu", "target", "with_target")
    to_go = ComparisonColumn("Còn phải đạt", "to_go", "both")
    fixed = FixedColumn("Tình trạng", accessor="provisional", order_by=("provisional", "position"))

    class Meta(LineTable.Meta):
        sequence = ("unit", "average", "total", "target", "to_go", "with_data", "communes", "bands", "...")

    def __init__(
        self,
        report: Report,
        visible: Collection[int | None],
        *,
        period: ReportingPeriod,
        query: str,
        comparisons: Comparisons,
        whole: Comparison,
        target_year: int | None,
    ) -> None:
        self.period, self.query = period, query
        self.comparisons, self.whole_comparison = comparisons, whole
        self.title = f"Kết quả thực hiện {period} theo huyện"
        super().__init__(report, visible, exclude=() if target_year else ("target", "to_go"))
        if target_year:
            self.columns["target"].column.verbose_name = f"Mục tiêu đến năm {target_year}"

    def address_of(self, line: Line) -> str:
        keys = [self.period.province.code, self.period.code]
        if line.unit is None:
            return reverse("reports:results_communes", args=keys) + self.query
        return reverse("reports:results_district", args=[*keys, line.unit.code]) + self.query
