"""Units as an index to find printed names in; loading those the program ships."""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from ntm.reference import Counts, bring_in_line
from ntm.text import fold

from .domain.names import NameIndex, Unit
from .models import Alias, Commune, CommuneStatus, District, Province

Row = Mapping[str, str]
Units = dict[Any, Any]  # stored units by code and first day, provinces by code
NAMING = ("name", "search_name", "type", "sort_order")


def units_on(province_id: int, day: date) -> NameIndex:
    """Every unit of the province as it was on the day, with its other spellings."""
    districts = District.objects.filter(province=province_id).on(day)
    communes = Commune.objects.filter(province=province_id).with_status(day)
    spellings: dict[tuple[str, int], list[str]] = {}
    for alias in Alias.objects.of_province(province_id):
        key = ("commune", alias.commune_id) if alias.commune_id else ("district", alias.district_id)
        spellings.setdefault(key, []).append(alias.name)
    return NameIndex(
        Unit(
            id=unit.pk,
            code=unit.code,
            name=unit.name,
            type=unit.get_type_display(),
            level=level,
            district_id=unit.district_id if level == "commune" else None,
            aliases=tuple(spellings.get((level, unit.pk), ())),
            in_programme=level == "district" or bool(unit.in_programme_then),
        )
        for level, units in (("district", districts), ("commune", communes))
        for unit in units
    )


@transaction.atomic
def load_units(folder: Path) -> dict[str, Counts]:
    """Bring the stored units in line with the files of ``fixtures/units``. Returns counts by kind of row."""
    provinces, province_counts = _load_provinces(_rows(folder / "provinces.csv"))
    districts, district_counts = _load_districts(_rows(folder / "districts.csv"), provinces)
    rows = _rows(folder / "communes.csv")
    communes, commune_counts = _load_communes(rows, provinces)
    return {
        "tỉnh": province_counts,
        "huyện": district_counts,
        "xã, phường, thị trấn": commune_counts,
        "tình trạng của xã": _load_statuses(rows, districts, communes),
        "đơn vị hợp thành": _load_predecessors(rows, communes),
        "cách viết khác": _load_aliases(_rows(folder / "aliases.csv"), districts, communes),
    }


def _load_provinces(rows: list[Row]) -> tuple[Units, Counts]:
    wanted = [Province(code=row["code"], region=row["region"], **_naming(row)) for row in rows]
    stored, counts = bring_in_line(wanted, key=["code"], values=[*NAMING, "region"])
    return {province.code: province for province in stored}, counts


def _load_districts(rows: list[Row], provinces: Units) -> tuple[Units, Counts]:
    wanted = [
        District(code=row["code"], province=provinces[row["province_code"]], **_naming(row), **_period(row))
        for row in rows
    ]
    values = [*NAMING, "province_id", "valid_to"]
    stored, counts = bring_in_line(wanted, key=["code", "valid_from"], values=values)
    return dict(zip(map(_key, rows), stored, strict=True)), counts


def _load_communes(rows: list[Row], provinces: Units) -> tuple[Units, Counts]:
    wanted = [
        Commune(
            code=row["code"],
            province=provinces[row["province_code"]],
            note=row["note"],
            **_naming(row),
            **_period(row),
        )
        for row in rows
    ]
    values = [*NAMING, "province_id", "valid_to", "note"]
    stored, counts = bring_in_line(wanted, key=["code", "valid_from"], values=values)
    return dict(zip(map(_key, rows), stored, strict=True)), counts


def _load_statuses(rows: list[Row], districts: Units, communes: Units) -> Counts:
    wanted = [
        CommuneStatus(
            commune=communes[_key(row)],
            district=districts[row["district_code"], _day(row["valid_from"])]
            if row["district_code"]
            else None,
            in_programme=row["in_programme"] == "yes",
            **_period(row),
        )
        for row in rows
    ]
    values = ["valid_to", "district_id", "in_programme"]
    return bring_in_line(wanted, key=["commune_id", "valid_from"], values=values, owner="commune")[1]


def _load_predecessors(rows: list[Row], communes: Units) -> Counts:
    """The old units are named by code alone: those whose period ends where the new one's begins."""
    old = {unit.code: unit for unit in communes.values() if unit.valid_to}
    link = Commune.predecessors.through
    wanted = [
        link(from_commune=communes[_key(row)], to_commune=old[code])
        for row in rows
        for code in row["predecessors"].split()
    ]
    return bring_in_line(wanted, key=["from_commune_id", "to_commune_id"], owner="from_commune")[1]


def _load_aliases(rows: list[Row], districts: Units, communes: Units) -> Counts:
    wanted = [
        Alias(
            district=districts[_key(row)] if row["level"] == "district" else None,
            commune=communes[_key(row)] if row["level"] == "commune" else None,
            name=row["name"],
            kind=row["kind"],
        )
        for row in rows
    ]
    return bring_in_line(wanted, key=["district_id", "commune_id", "name"], owner="unit")[1]


def _naming(row: Row) -> dict[str, Any]:
    # bulk_update asks no field to fill itself, so the folded name is given here.
    name = row["name"]
    return {"name": name, "search_name": fold(name), "type": row["type"], "sort_order": int(row["order"])}


def _period(row: Row) -> dict[str, date | None]:
    return {"valid_from": _day(row["valid_from"]), "valid_to": _day(row["valid_to"])}


def _key(row: Row) -> tuple[str, date | None]:
    return row["code"], _day(row["valid_from"])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
