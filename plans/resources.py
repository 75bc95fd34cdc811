"""The figures of plans as flat lists to bring in and take out."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field

from communes.models import Commune
from criteria.models import Criterion
from ntm.resources import CodeWidget, LabelWidget, TextWidget, WholeWidget
from plans.annexes import (
    criteria_matrix,
    funding,
    inspection_schedule,
    policy_tasks,
    village_targets,
    yearly_targets,
)
from plans.domain.values import MET, NOT_MET
from plans.models import Annex, CommuneTarget, FundingSource, Plan, PlanTask, VillageTarget, YearlyTarget

from .figure_resources import FigureResource, LinesWidget

PLAN = "Kế hoạch"


class CommuneTargetResource(FigureResource):
    plan = Field("plan__slug", PLAN, TextWidget(), readonly=True)
    commune = Field("commune__code", "Mã xã", CodeWidget(5), readonly=True)
    commune_name = Field("commune__title", "Tên xã", readonly=True)
    criterion = Field("criterion__number", "Tiêu chí", TextWidget(), readonly=True)
    criterion_name = Field("criterion__name", "Tên tiêu chí", readonly=True)
    year = Field("year", "Năm", WholeWidget(), readonly=True)
    met = Field("met", "Mục tiêu", LabelWidget([(True, "Đạt"), (False, "Chưa đạt")]))

    codes = shown = (criteria_matrix.CODE,)
    stated: Mapping[str, str] = {"met": ""}  # the column is that of the criterion
    known_as = ("plan", "commune", "criterion", "year")
    joined = ("plan", "commune", "criterion")

    class Meta:
        model = CommuneTarget
        name = "Mục tiêu của xã"
        import_id_fields = ("plan", "commune", "criterion", "year")
        fields = ("plan", "commune", "commune_name", "criterion", "criterion_name", "year", "met")

    def make(self, plan: Plan, named: Mapping[str, str]) -> CommuneTarget:
        """Of a commune that has no figures yet."""
        commune = Commune.objects.get(pk=self.unit_of(plan, named["commune"]).id)
        criterion = self.criteria.get((plan.criteria_set_id, named["criterion"]))
        if criterion is None:
            raise ValidationError(f"Bộ tiêu chí của {plan} không có tiêu chí {named['criterion']}.")
        if named["year"] != str(plan.last_year):
            raise ValidationError(f"{plan} chỉ có mục tiêu của xã năm {plan.last_year}.")
        return CommuneTarget(plan=plan, commune=commune, criterion=criterion, year=plan.last_year, met=None)

    @cached_property
    def criteria(self) -> dict[tuple[int, str], Criterion]:
        return {(one.criteria_set_id, one.number): one for one in Criterion.objects.all()}

    def said(self, instance: CommuneTarget, name: str) -> str:
        return MET if instance.met else NOT_MET

    def columns_of(self, instance: CommuneTarget) -> Mapping[str, str]:
        return {"met": instance.criterion.number}

    def whose(self, instance: CommuneTarget) -> dict[str, Any]:
        return {"unit": ("commune", instance.commune_id)}


class YearlyTargetResource(FigureResource):
    plan = Field("plan__slug", PLAN, TextWidget(), readonly=True)
    line = Field("line", "Dòng", TextWidget(), readonly=True)
    title = Field("title", "Mục tiêu", readonly=True)
    role = Field("role", "Loại", LabelWidget(YearlyTarget.Role.choices), readonly=True)
    year = Field("year", "Năm", WholeWidget(), readonly=True)
    printed = Field("printed", "Đã ghi", TextWidget())

    codes = shown = (yearly_targets.CODE,)
    stated: Mapping[str, str] = {"printed": ""}  # the column is that of the role and year
    known_as = ("plan", "line", "role", "year")

    class Meta:
        model = YearlyTarget
        name = "Mục tiêu theo năm"
        import_id_fields = ("plan", "line", "role", "year")
        fields = ("plan", "line", "title", "role", "year", "printed")

    def make(self, plan: Plan, named: Mapping[str, str]) -> YearlyTarget:
        roles = {str(label): key for key, label in YearlyTarget.Role.choices}
        year = int(named["year"]) if named["year"].isdecimal() else 0
        role = roles.get(named["role"], "")
        if self._year_of(plan, role) not in (year, None) or not plan.baseline_year <= year <= plan.last_year:
            raise ValidationError(f"{plan} không có cột “{named['role']}” của năm {named['year']}.")
        return YearlyTarget(plan=plan, line=named["line"], role=role, year=year, position=0)

    def _year_of(self, plan: Plan, role: str) -> int | None:
        """The one year of the role; None for the years in between, 0 for no role at all."""
        years = {"baseline": plan.baseline_year, "goal": plan.last_year, "year": None}
        return years.get(role, 0)

    def columns_of(self, instance: YearlyTarget) -> Mapping[str, str]:
        is_year = instance.role == YearlyTarget.Role.YEAR
        return {"printed": yearly_targets.year_key(instance.year) if is_year else str(instance.role)}

    def whose(self, instance: YearlyTarget) -> dict[str, Any]:
        return {"line": instance.line}


_COUNTS = {key: VillageTarget._meta.get_field(key).verbose_name for key in village_targets.KEYS}


class VillageTargetResource(FigureResource):
    plan = Field("plan__slug", PLAN, TextWidget(), readonly=True)
    district = Field("district__code", "Mã huyện", CodeWidget(3), readonly=True)
    district_name = Field("district__title", "Tên huyện", readonly=True)
    villages = Field("villages", _COUNTS["villages"], WholeWidget())
    done_ntm = Field("done_ntm", _COUNTS["done_ntm"], WholeWidget())
    done_model = Field("done_model", _COUNTS["done_model"], WholeWidget())
    registered = Field("registered", _COUNTS["registered"], WholeWidget())
    registered_model = Field("registered_model", _COUNTS["registered_model"], WholeWidget())
    registered_ntm = Field("registered_ntm", _COUNTS["registered_ntm"], WholeWidget())
    assigned = Field("assigned", _COUNTS["assigned"], WholeWidget())
    assigned_model = Field("assigned_model", _COUNTS["assigned_model"], WholeWidget())
    assigned_ntm = Field("assigned_ntm", _COUNTS["assigned_ntm"], WholeWidget())

    codes = shown = (village_targets.CODE,)
    stated: Mapping[str, str] = {key: key for key in village_targets.KEYS}
    known_as = ("plan", "district")
    joined = ("plan", "district")

    class Meta:
        model = VillageTarget
        name = "Mục tiêu thôn, bản"
        import_id_fields = ("plan", "district")
        fields = ("plan", "district", "district_name", *village_targets.KEYS)

    def make(self, plan: Plan, named: Mapping[str, str]) -> VillageTarget:
        return VillageTarget(plan=plan, district_id=self.unit_of(plan, named["district"]).id)

    def whose(self, instance: VillageTarget) -> dict[str, Any]:
        return {"unit": ("district", instance.district_id)}


class PlanTaskResource(FigureResource):
    """Of inspections only what stands in the list unchanged is taken: their steps are read out of the words
    of cells, and these can be mended in the annex only.
    """

    plan = Field("plan__slug", PLAN, TextWidget(), readonly=True)
    annex = Field("annex__code", "Mã biểu", TextWidget(), readonly=True)
    line = Field("line", "Dòng", TextWidget(), readonly=True)
    step = Field("step", "Bước", TextWidget(), readonly=True)
    section = Field("section", "Mục", readonly=True)
    title = Field("title", "Nội dung", LinesWidget())
    lead = Field("lead", "Chủ trì", LinesWidget())
    partners = Field("partners", "Phối hợp", LinesWidget())
    authority = Field("authority", "Cấp ban hành", LinesWidget())
    due_text = Field("due_text", "Thời gian", LinesWidget())

    codes = (policy_tasks.CODE,)
    shown = (policy_tasks.CODE, inspection_schedule.CODE)
    stated: Mapping[str, str] = {
        "title": "name",
        "lead": "lead",
        "partners": "partners",
        "authority": "authority",
        "due_text": "due",
    }
    known_as = ("plan", "annex", "line", "step")
    joined = ("plan", "annex")

    class Meta:
        model = PlanTask
        name = "Nhiệm vụ"
        import_id_fields = ("plan", "annex", "line", "step")
        fields = (
            *("plan", "annex", "line", "step", "section"),
            *("title", "lead", "partners", "authority", "due_text"),
        )

    def make(self, plan: Plan, named: Mapping[str, str]) -> PlanTask:
        annex = self.annexes.get((plan.pk, named["annex"]))
        if annex is None or named["step"]:
            raise ValidationError(_IN_ANNEX_ONLY)
        return PlanTask(plan=plan, annex=annex, line=named["line"], position=0)

    def annex_of(self, instance: PlanTask) -> Annex:
        if instance.annex.code not in self.codes:
            raise ValidationError(_IN_ANNEX_ONLY)
        return super().annex_of(instance)

    def whose(self, instance: PlanTask) -> dict[str, Any]:
        return {"line": instance.line}


_IN_ANNEX_ONLY = (
    "Các bước kiểm tra, thẩm định được lập từ lời văn của biểu; hãy sửa trong biểu rồi nhập biểu, "
    "không sửa ở đây."
)


class FundingSourceResource(FigureResource):
    plan = Field("plan__slug", PLAN, TextWidget(), readonly=True)
    line = Field("line", "Dòng", TextWidget(), readonly=True)
    name = Field("name", "Nguồn vốn", TextWidget())
    printed = Field("printed", "Triệu đồng", TextWidget())

    codes = shown = (funding.CODE,)
    stated: Mapping[str, str] = {"name": "name", "printed": "amount"}
    known_as = ("plan", "line")

    class Meta:
        model = FundingSource
        name = "Nguồn vốn"
        import_id_fields = ("plan", "line")
        fields = ("plan", "line", "name", "printed")

    def make(self, plan: Plan, named: Mapping[str, str]) -> FundingSource:
        return FundingSource(plan=plan, line=named["line"], position=0)

    def whose(self, instance: FundingSource) -> dict[str, Any]:
        return {"line": instance.line}
