"""Loads the criteria sets the program ships, with their thresholds and where each was read."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from ntm.reference import Counts, bring_in_line

from ..models import Band, CriteriaSet, Criterion, CriterionGroup, Indicator, Threshold

Data = dict[str, Any]  # a part of a criteria file
Stored = list[tuple[Data, Any]]  # each part with its stored row
SET_VALUES = (
    "name",
    "tier",
    "decision",
    "threshold_dimension",
    "expected_criteria",
    "expected_indicators",
    "note",
    "pending_decisions",
    "hardship_scope",
)
THRESHOLD_VALUES = (
    "comparison",
    "value",
    "value_text",
    "parts",
    "base_id",
    "set_by",
    "legal_reference",
    "valid_to",
    "provenance",
    "source",
)


@transaction.atomic
def load_criteria(folder: Path) -> dict[str, Counts]:
    """Bring the stored sets in line with the files in the folder. Returns counts by kind of row."""
    total: dict[str, Counts] = {}
    # Oldest first: a set points at the one it replaced, and its levels at those of the one it builds on.
    for data in sorted(map(_read, folder.glob("*.json")), key=_age):
        for kind, counts in _load_set(data).items():
            total[kind] = total.get(kind, Counts()) + counts
    return total


def _age(data: Data) -> tuple[str, bool]:
    return data["valid_from"], "prerequisite" in data


def _load_set(data: Data) -> dict[str, Counts]:
    row = CriteriaSet(
        code=data["code"],
        predecessor=CriteriaSet.objects.filter(code=data["predecessor"]).first(),
        **{name: data[name] for name in SET_VALUES},
        **_period(data),
    )
    values = [*SET_VALUES, "valid_from", "valid_to", "predecessor_id"]
    (criteria_set,), set_counts = bring_in_line([row], key=["code"], values=values)
    groups, group_counts = _load_groups(data["groups"], criteria_set)
    criteria, criterion_counts = _load_criteria(data["criteria"], criteria_set, groups)
    indicators, indicator_counts = _load_indicators(criteria)
    return {
        "bộ tiêu chí": set_counts,
        "nhóm tiêu chí": group_counts,
        "tiêu chí": criterion_counts,
        "chỉ tiêu": indicator_counts,
        "mức đạt": _load_thresholds(indicators, data),
        "nhóm xã theo số tiêu chí": _load_bands(data["bands"], criteria_set),
    }


def _load_groups(parts: list[Data], criteria_set: CriteriaSet) -> tuple[Data, Counts]:
    """The stored groups by number."""
    wanted = [
        CriterionGroup(criteria_set=criteria_set, position=position, **part)
        for position, part in enumerate(parts, start=1)
    ]
    key = ["criteria_set_id", "number"]
    stored, counts = bring_in_line(wanted, key=key, values=["position", "name"], owner="criteria_set")
    return {group.number: group for group in stored if group}, counts


def _load_bands(parts: list[Data], criteria_set: CriteriaSet) -> Counts:
    wanted = [Band(criteria_set=criteria_set, **part) for part in parts]
    key = ["criteria_set_id", "province_id", "lowest"]
    return bring_in_line(wanted, key=key, values=["highest", "label"], owner="criteria_set")[1]


def _load_criteria(parts: list[Data], criteria_set: CriteriaSet, groups: Data) -> tuple[Stored, Counts]:
    values = ["name", "short_name", "lead_department"]
    wanted = [
        Criterion(
            criteria_set=criteria_set,
            group=groups.get(part["group"]),
            number=part["number"],
            position=position,
            key_for_revocation=part.get("key_for_revocation", False),
            **{name: part[name] for name in values},
        )
        for position, part in enumerate(parts, start=1)
    ]
    values += ["group_id", "position", "key_for_revocation"]
    stored, counts = bring_in_line(wanted, key=["criteria_set_id", "number"], values=values)
    return list(zip(parts, stored, strict=True)), counts


def _load_indicators(criteria: Stored) -> tuple[Stored, Counts]:
    values = ["name", "kind", "unit", "note"]
    flags = ["by_sex", "if_any"]
    parts = [(part, criterion) for data, criterion in criteria for part in data["indicators"]]
    wanted = [
        Indicator(
            criterion=criterion,
            number=part["number"],
            position=position,
            parts=part.get("parts", []),
            **{name: part[name] for name in values},
            **{name: part.get(name, False) for name in flags},
        )
        for position, (part, criterion) in enumerate(parts, start=1)
    ]
    values += [*flags, "parts", "position"]
    stored, counts = bring_in_line(wanted, key=["criterion_id", "number"], values=values)
    return [(part, row) for (part, _), row in zip(parts, stored, strict=True)], counts


def _load_thresholds(indicators: Stored, data: Data) -> Counts:
    """Dates and decision are the file's: those of the stored set may have been edited by hand."""
    wanted = [
        _threshold(threshold, indicator, part, data)
        for part, indicator in indicators
        for threshold in part["thresholds"]
    ]
    key = ["indicator_id", "province_id", "scope", "year", "valid_from"]
    return bring_in_line(wanted, key=key, values=THRESHOLD_VALUES)[1]


def _threshold(data: Data, indicator: Indicator, its: Data, criteria_set: Data) -> Threshold:
    return Threshold(
        indicator=indicator,
        scope=data["scope"],
        year=data.get("year"),
        comparison=its["comparison"],
        value=Decimal(data["value"]) if "value" in data else None,
        value_text=data.get("text", ""),
        parts=data.get("parts", []),
        base=_base(data["base"]) if "base" in data else None,
        set_by=its["set_by"],
        legal_reference=criteria_set["decision"],
        provenance=data["provenance"],
        source=data["source"],
        **_period(criteria_set),
    )


def _base(data: Data) -> Indicator:
    return Indicator.objects.get(criterion__criteria_set__code=data["set"], number=data["indicator"])


def _period(data: Data) -> dict[str, date]:
    return {name: date.fromisoformat(data[name]) for name in ("valid_from", "valid_to")}


def _read(path: Path) -> Data:
    return json.loads(path.read_text(encoding="utf-8"))
