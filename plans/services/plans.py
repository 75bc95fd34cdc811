"""The plans the program ships, loaded once; a person's edits stay."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from communes.models import Province
from criteria.models import CriteriaSet
from plans.models import Annex, Plan, PlanSection

TEXT_FIELDS = (
    *("place", "legal_bases", "opening", "closing", "footnotes", "recipients"),
    *("signs_for", "in_place_of", "post", "signer"),
)


@transaction.atomic
def load_seed_plans() -> tuple[Plan, ...]:
    """The plans under fixtures/plans with their text and annexes.

    A plan that exists keeps its facts and annexes and gets the annexes it lacks; its text only where it has
    no section yet, and of that only the fields that are blank.
    """
    folder = Path(settings.FIXTURES_DIR, "plans")
    paths = sorted(path for path in folder.glob("*.json") if not path.name.endswith(".text.json"))
    return tuple(_load_plan(_read(path), _read(path.with_suffix(".text.json"))) for path in paths)


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def _load_plan(facts: dict[str, Any], text: Mapping[str, Any]) -> Plan:
    annexes = facts.pop("annexes")
    day = date.fromisoformat(facts.pop("date"))
    province = Province.objects.get(code=facts.pop("province"))
    criteria_set = CriteriaSet.objects.get(code=facts.pop("criteria_set"))
    given = facts | {"province": province, "criteria_set": criteria_set, "date": day, "units_date": day}
    plan, _ = Plan.objects.get_or_create(slug=given.pop("slug"), defaults=given)
    bare = not plan.sections.exists()
    _load_annexes(plan, annexes, fill=bare)
    if bare:
        _load_text(plan, text)
    return plan


def _load_text(plan: Plan, text: Mapping[str, Any]) -> None:
    for name in TEXT_FIELDS:
        setattr(plan, name, getattr(plan, name) or _lines(text[name]))
    plan.save(update_fields=TEXT_FIELDS)
    PlanSection.objects.bulk_create(
        PlanSection(
            plan=plan,
            position=position,
            **section | {name: _lines(section.get(name, "")) for name in ("text", "leads")},
        )
        for position, section in enumerate(text["sections"], start=1)
    )


def _load_annexes(plan: Plan, annexes: Sequence[Mapping[str, Any]], *, fill: bool) -> None:
    """Adds the annexes that are missing; ``fill`` their blank fields, for plans older than these fields."""
    stored = {annex.code: annex for annex in plan.annexes.all()}
    last = max((annex.position for annex in stored.values()), default=0)
    for facts in annexes:
        intro = _lines(facts.get("intro", ""))
        other_set = CriteriaSet.objects.get(code=facts["other_set"]) if "other_set" in facts else None
        annex = stored.get(facts["code"])
        if annex is None:
            last += 1
            words = {name: facts[name] for name in ("code", "label", "title")}
            given = {"intro": intro, "other_set": other_set, "as_of_month": facts.get("as_of_month")}
            Annex.objects.create(plan=plan, position=last, **given, **words)
        elif fill:
            annex.intro = annex.intro or intro
            annex.other_set = annex.other_set or other_set
            annex.as_of_month = annex.as_of_month or facts.get("as_of_month")
            annex.save(update_fields=["intro", "other_set", "as_of_month"])


def _lines(text: str | Sequence[str]) -> str:
    """Paragraphs of a fixture as one field, one a line."""
    return text if isinstance(text, str) else "\n".join(text)
