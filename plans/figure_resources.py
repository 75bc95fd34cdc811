"""What the flat lists of plans' figures share.

The lists show what is computed from the annexes, so nothing is written to their tables: a list that comes in
states cells of the annexes, which makes new versions of these, and the tables follow.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from import_export.widgets import Widget
from tablib import Dataset

from accounts.models import Changeset
from communes.domain.names import Unit
from ntm.access import administrator, own_rows
from ntm.resources import CodeWidget, HandResource
from plans.domain.statements import Statement, UnstatableError
from plans.models import Annex, AnnexVersion, Plan
from plans.services.state_figures import propose_figures, state_figures
from plans.services.stores import Act, StaleError
from plans.services.tables import definition_of, index_of


class LinesWidget(Widget):
    """A text with its line breaks."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        lines = str("" if value is None else value).splitlines()
        return "\n".join(" ".join(line.split()) for line in lines if line.strip())


class FigureResource(HandResource):
    """A list of which the columns of ``stated`` may be changed; the others say which row it is.

    ``codes``: the annex it states; ``shown``: those it comes from; ``stated``: field → column of the annex.
    """

    codes: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
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
        """All or nothing: in the preview, and beside rows that are refused, the figures are only tried."""
        if result.has_errors():
            return
        result.made = []  # the versions
        is_trial = kwargs.get("dry_run") or result.has_validation_errors()
        for annex, statements in self.statements.items():
            try:
                if is_trial:
                    propose_figures(annex, self.user, statements)
                else:
                    result.made += self._store(annex, statements, **kwargs)
            except UnstatableError as error:
                for place, message in sorted(error.problems.items()):
                    result.append_invalid_row(place, self.rows[place], ValidationError(message))
            except StaleError:
                message = f"{annex} vừa được người khác thay đổi. Hãy tải tệp lên lại."
                raise ValidationError(message) from None

    def _store(self, annex: Annex, statements: list[Statement], **kwargs: Any) -> list[AnnexVersion]:
        act = Act(self.user, Changeset.Channel.UPLOAD, kwargs.get("address"), localdate())
        reason = f"Nhập danh sách {kwargs.get('file_name') or self._meta.name}"
        stored = state_figures(annex=annex, statements=statements, act=act, reason=reason)
        return [stored.version] if stored and stored.version else []
