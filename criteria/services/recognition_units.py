"""The communes a decision may name: to tick by district, or found by the names pasted from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from communes.domain.names import Likeness, NameIndex, Unit
from communes.models import Commune, CommuneStatus, District, Province
from communes.services import units_on
from criteria.domain.name_lists import MAX_NAMES, Printed, is_heading, match_printed, split_names

SKIP = "bo"  # the answer that leaves a doubtful name out


@dataclass(frozen=True, slots=True)
class Group:
    """The communes of a district, or those that lie in none."""

    title: str
    communes: tuple[Commune, ...]

    def time_of(self, commune: Commune) -> str:
        """ "đến 30/11/2024" where it ended before the others, "từ 01/12/2024" where it came after them."""
        last = max(one.valid_to or date.max for one in self.communes)
        if (commune.valid_to or date.max) < last:
            return f"đến {commune.valid_to:%d/%m/%Y}"
        first = min(one.valid_from for one in self.communes)
        return f"từ {commune.valid_from:%d/%m/%Y}" if commune.valid_from > first else ""


def groups_of(province: Province) -> list[Group]:
    """Every commune (xã) there ever was, under the last district it lay in; two queries."""
    statuses = CommuneStatus.objects.of_kind(province, Commune.Type.COMMUNE)
    last = {status.commune: status.district for status in statuses}
    inside: dict[District | None, list[Commune]] = {}
    for commune in Commune.objects.of_kind(province, Commune.Type.COMMUNE):
        inside.setdefault(last.get(commune), []).append(commune)
    districts = sorted((one for one in inside if one), key=lambda one: (one.sort_order, one.code))
    groups = [Group(one.title, tuple(inside[one])) for one in districts]
    free = inside.get(None, ())
    return [*groups, Group("Xã không thuộc huyện", tuple(free))] if free else groups


def units_day(province: Province, day: date) -> date:
    """On which day units are looked up: of older decisions the first one units are known of.

    What was before has no rows; the communes of that time are those the first rows tell.
    """
    first = Commune.objects.of_kind(province, Commune.Type.COMMUNE).first_day()
    return max(day, first) if first else day


def existed_on(commune: Commune, day: date) -> bool:
    """``day`` as ``units_day`` gives it."""
    return commune.valid_from <= day and (commune.valid_to is None or day <= commune.valid_to)


@dataclass(frozen=True, slots=True)
class Question:
    """A name that may mean several communes, or one that is only alike; ``options``: id and words."""

    printed: Printed
    options: tuple[tuple[str, str], ...]

    @property
    def field(self) -> str:
        return f"ten:{self.printed.key}"


@dataclass(slots=True)
class ReadNames:
    """``found``: ids of the communes; ``refused``: sentences, each with its line."""

    found: list[int] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read_names(text: str, province: Province, day: date, answers: Mapping[str, str]) -> ReadNames:
    """The communes meant on the day (of ``units_day``). ``answers``: field of a question → id or SKIP."""
    printed = [one for one in split_names(text) if not is_heading(one.name)]
    read = ReadNames()
    if len(printed) > MAX_NAMES:
        read.refused.append(f"Danh sách có hơn {MAX_NAMES} tên: hãy chia làm nhiều lần.")
    elif printed:
        index = units_on(province.pk, day)
        for one in printed:
            _read_one(one, index, answers, read)
    return read


def _read_one(printed: Printed, index: NameIndex, answers: Mapping[str, str], read: ReadNames) -> None:
    match = match_printed(printed, index)
    if match.likeness is Likeness.UNKNOWN:
        read.refused.append(f"Dòng {printed.line}: không có xã nào tên “{printed.name}” vào ngày quyết định.")
    elif match.likeness is Likeness.DOUBTFUL or match.unit is None:
        _ask(printed, index, match.candidates, answers, read)
    elif match.unit.type != Commune.Type.COMMUNE.label:
        read.refused.append(
            f"Dòng {printed.line}: {match.unit.full_name} không phải là xã, không có công nhận này."
        )
    else:
        read.found.append(match.unit.id)


def _ask(
    printed: Printed,
    index: NameIndex,
    candidates: Iterable[Unit],
    answers: Mapping[str, str],
    read: ReadNames,
) -> None:
    options = tuple((str(unit.id), _told(unit, index)) for unit in candidates)
    question = Question(printed, options)
    answer = answers.get(question.field, "")
    if answer in dict(options):
        read.found.append(int(answer))
    elif answer != SKIP:
        read.questions.append(question)


def _told(unit: Unit, index: NameIndex) -> str:
    district = index.district_by_id.get(unit.district_id or 0)
    return f"{unit.title}, {district.full_name}" if district else unit.title
