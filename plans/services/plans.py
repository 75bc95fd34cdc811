"""Plans as they are loaded and made."""

import json
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from communes.models import Province
from criteria.models import CriteriaSet
from plans.models import Annex, Plan


@transaction.atomic
def load_seed_plans() -> tuple[Plan, ...]:
    """The plans under fixtures/plans with their annexes; those that exist already stay as they are."""
    paths = sorted(Path(settings.FIXTURES_DIR, "plans").glob("*.json"))
    return tuple(_load_plan(json.loads(path.read_text(encoding="utf-8"))) for path in paths)


def _load_plan(facts: dict) -> Plan:
    annexes = facts.pop("annexes")
    day = date.fromisoformat(facts.pop("date"))
    province = Province.objects.get(code=facts.pop("province"))
    criteria_set = CriteriaSet.objects.get(code=facts.pop("criteria_set"))
    given = facts | {"province": province, "criteria_set": criteria_set, "date": day, "units_date": day}
    plan, made = Plan.objects.get_or_create(slug=given.pop("slug"), defaults=given)
    if made:
        Annex.objects.bulk_create(
            Annex(plan=plan, position=position, **annex) for position, annex in enumerate(annexes, start=1)
        )
    return plan
