"""The figures of plans as flat lists to bring in and take out.

The lists show what is computed from the annexes, so nothing is written to their tables: a list that comes in
states cells of the annexes, which makes new versions of these, and the tables follow.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from import_export.fields import Field
from import_export.widgets import Widget
from tablib import Dataset

from accounts.models import Changeset
from communes.domain.names import Unit
from communes.models import Commune
from criteria.models import Criterion
from ntm.access import administrator, own_rows
from ntm.resources import CodeWidget, HandResource, LabelWidget, TextWidget, WholeWidget
from plans.annexes import criteria_matrix, funding, policy_tasks, village_targets, yearly_targets
from plans.domain.statements import Statement, UnstatableError
from plans.domain.values import MET, NOT_MET
from plans.models import (
    Annex,
    CommuneTarget,
    FundingSource,
    Plan,
    PlanTask,
    VillageTarget,
    YearlyTarget,
)
from plans.services.state_figures import propose_figures, state_figures
from plans.services.stores import Act, StaleError
from plans.services.tables import definition_of, index_of

PLAN = "Kế hoạch"


class LinesWidget(Widget):
    """A text with its line breaks."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        lines = str("" if value is None else value).splitlines()
        return "\n".join(" ".join(line.split()) for line in lines if line.strip())


class FigureResource(HandResource):
    """A list of which the columns of ``stated`` may be changed; the others say which row it is.

    ``codes``: the annexes the list is of. ``stated``: field → key of the annex's column.
    """

    codes: tuple[str, ...] = ()
    stated: Mapping[str, str] = {}
    known_as: tuple[str, ...] = ()  # the fields that tell a row, the plan's address first

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = False

    def __init__(self, user: Any = None, **kwargs: Any) -> None:
        super().__init__(user, **kwargs)
        self.statements: dict[Annex, list[Statement]] = {}
        self.before: dict[str, Any] = {}
        self.rows: dict[int, Mapping[str, Any]] = {}
        self.units: dict[int, dict[str, Unit]] = {}  # by annex, then by code

    def get_queryset(self) -> Any:
        return own_rows(self._meta.model._default_manager.all(), self.user, "visible_to").select_related(
            *self.joined
        )

    joined: tuple[str, ...] = ("plan",)

    # -- which row

    @cached_property
    def stored(self) -> dict[tuple[str, ...], Any]:
        return {self.key_of_instance(instance): instance for instance in self.get_queryset()}

    def key_of_instance(self, instance: Any) -> tuple[str, ...]:
        return tuple(str(self.fields[name].export(instance)) for name in self.known_as)

    def key_of_row(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        cells = {name: row.get(self.fields[name].column_name) for name in self.known_as}
        found = {}
        for name, value in cells.items():
            is_code = isinstance(self.fields[name].widget, CodeWidget)
            found[name] = self.fields[name].widget.clean(value) if is_code else str(value or "").strip()
        return tuple(found.values())

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Any:
        try:
            return self.stored.get(self.key_of_row(row))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def init_instance(self, row: Any = None) -> Any:
        """A row that the annex does not have yet."""
        named = dict(zip(self.known_as, self.key_of_row(row), strict=True))
        return self.make(self.plan_of(named["plan"]), named)

    def make(self, plan: Plan, named: Mapping[str, str]) -> Any:
        raise NotImplementedError

    def plan_of(self, slug: str) -> Plan:
        if slug not in self.plans:
            raise ValidationError(f"Không có kế hoạch “{slug}” trong phạm vi của bạn.")
        return self.plans[slug]

    @cached_property
    def plans(self) -> dict[str, Plan]:
        plans = Plan.objects.visible_to(administrator(self.user)) if self.user else Plan.objects.all()
        return {plan.slug: plan for plan in plans}

    @cached_property
    def annexes(self) -> dict[tuple[int, str], Annex]:
        annexes = Annex.objects.for_list().of_codes(self.codes)
        return {(annex.plan_id, annex.code): annex for annex in annexes}

    def unit_of(self, plan: Plan, code: str) -> Unit:
        """The unit of the annex with this code."""
        annex = self.annexes.get((plan.pk, self.codes[0]))
        if annex is not None and annex.pk not in self.units:
            units = definition_of(annex).units_of(index_of(annex))
            self.units[annex.pk] = {unit.code: unit for unit in units}
        found = self.units[annex.pk].get(code) if annex else None
        if found is None:
            raise ValidationError(f"Đơn vị “{code}” không có dòng trong biểu này của {plan}.")
        return found

    def annex_of(self, instance: Any) -> Annex:
        found = self.annexes.get((instance.plan_id, self.codes[0]))
        if found is None:
            raise ValidationError(f"{instance.plan} không có biểu này.")
        return found

    # -- what it states

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        self.before = {} if new else {name: self.said(instance, name) for name in self.stated}

    def said(self, instance: Any, name: str) -> str:
        """What the field says, as the annex would print it."""
        return str(self.fields[name].export(instance) or "")

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Nothing is written here: what is new is kept until the whole list is read."""
        texts = {
            column: self.said(instance, name)
            for name, column in self.columns_of(instance).items()
            if is_create or self.said(instance, name) != self.before[name]
        }
        place = kwargs["row_number"]
        self.rows[place] = row
        statement = Statement(place, texts, **self.whose(instance))
        self.statements.setdefault(self.annex_of(instance), []).append(statement)

    def columns_of(self, instance: Any) -> Mapping[str, str]:
        return self.stated

    def whose(self, instance: Any) -> dict[str, Any]:
        """The unit or the line of the annex's row."""
        raise NotImplementedError

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        pass

    def after_import(self, dataset: Dataset, result: Any, **kwargs: Any) -> None:
        """All or nothing: in the preview the figures are only tried."""
        if result.has_errors() or result.has_validation_errors():
            return
        for annex, statements in self.statements.items():
            try:
                self._store(annex, statements, **kwargs)
            except UnstatableError as error:
                for place, message in sorted(error.problems.items()):
                    result.append_invalid_row(place, self.rows[place], ValidationError(message))
            except StaleError:
                message = f"{annex} vừa được người khác thay đổi. Hãy tải tệp lên lại."
                raise ValidationError(message) from None

    def _store(self, annex: Annex, statements: list[Statement], **kwargs: Any) -> None:
        if kwargs.get("dry_run"):
            propose_figures(annex, self.user, statements)
            return
        act = Act(self.user, Changeset.Channel.UPLOAD, kwargs.get("address"), localdate())
        name = kwargs.get("file_name") or self._meta.name
        state_figures(annex=annex, statements=statements, act=act, reason=f"Nhập danh sách {name}")


class CommuneTargetResource(FigureResource):
    plan = Field("plan__slug", PLAN, TextWidget(), readonly=True)
    commune = Field("commune__code", "Mã xã", CodeWidget(5), readonly=True)
    commune_name = Field("commune__title", "Tên xã", readonly=True)
    criterion = Field("criterion__number", "Tiêu chí", TextWidget(), readonly=True)
    criterion_name = Field("criterion__name", "Tên tiêu chí", readonly=True)
    year = Field("year", "Năm", WholeWidget(), readonly=True)
    met = Field("met", "Mục tiêu", LabelWidget([(True, "Đạt"), (False, "Chưa đạt")]))

    codes = (criteria_matrix.CODE,)
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

    codes = (yearly_targets.CODE,)
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

    codes = (village_targets.CODE,)
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

    codes = (funding.CODE,)
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
