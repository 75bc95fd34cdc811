"""A plan's text between store and page: read whole, written section by section."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from accounts.models import User
from plans.domain.text.document import Section, paragraphs
from plans.domain.text.outline import inserted, moved, parent_of, place_for, proposed_number, removed
from plans.models import Plan, PlanSection

from .plan_history import record_act

UP, DOWN = -1, 1


def read_sections(plan: Plan) -> tuple[Section, ...]:
    """The sections of the plan in their order."""
    return tuple(map(as_section, PlanSection.objects.of_plan(plan)))


def as_section(row: PlanSection) -> Section:
    return Section(row.pk, row.level, row.number, row.heading, row.run_in, row.text, row.leads)


def place_of(sections: Sequence[Section], pk: int) -> int:
    """Where the section stands. Raises StopIteration for one that is not of the plan."""
    return next(at for at, section in enumerate(sections) if section.id == pk)


def path_of(sections: Sequence[Section], at: int) -> str:
    """The numbers from the top down to the section: "III.1.a)"."""
    above = parent_of(sections, at)
    own = sections[at].number
    start = path_of(sections, above) if above is not None else ""
    dotted = start and own.startswith(f"{start.rpartition('.')[2]}.")  # "2.1" under "II.2" is II.2.1
    return f"{start.rpartition('.')[0]}.{own}".lstrip(".") if dotted else ".".join(filter(None, (start, own)))


def as_text(section: Section) -> str:
    """The whole section as the history keeps it."""
    return "\n".join(map(str, paragraphs(section)))


def proposal_after(plan: Plan, after: PlanSection | None, level: int) -> str:
    """The number of a new section of the level behind ``after``, or at the end."""
    sections = read_sections(plan)
    place = place_for(sections, place_of(sections, after.pk) if after else None, level)
    return proposed_number(sections, place, level)


@transaction.atomic
def add_section(
    *, section: PlanSection, after: PlanSection | None, user: User, address: str | None = None
) -> PlanSection:
    """Stores a new section behind ``after`` and what stands under it, or at the end."""
    plan, before = section.plan, read_sections(section.plan)
    section.position = len(before) + 1
    section.save()
    new = as_section(section)
    place = place_for(before, place_of(before, after.pk) if after else None, section.level)
    order = inserted(before, place, new)
    _store_order(before, order)
    changes = [(f"mục {path_of(order, place)}", "", as_text(new)), *_renumbered(before, order)]
    record_act(plan=plan, user=user, reason=f"Thêm mục {new.title}", address=address, changes=changes)
    return section


@transaction.atomic
def append_sections(
    *, plan: Plan, sections: Sequence[Section], user: User, address: str | None = None
) -> int:
    """Stores the sections behind those of the plan, with their own numbers; returns how many."""
    before = read_sections(plan)
    rows = PlanSection.objects.bulk_create(
        PlanSection(
            plan=plan,
            position=position,
            level=one.level,
            number=one.number,
            heading=one.heading,
            run_in=one.run_in,
            text=one.text,
            leads=one.leads,
        )
        for position, one in enumerate(sections, start=len(before) + 1)
    )
    after = [*before, *map(as_section, rows)]
    changes = [(f"mục {path_of(after, at)}", "", as_text(after[at])) for at in range(len(before), len(after))]
    reason = f"Thêm {len(rows)} mục từ văn bản dán vào"
    record_act(plan=plan, user=user, reason=reason, address=address, changes=changes)
    return len(rows)


@transaction.atomic
def edit_section(*, section: PlanSection, user: User, address: str | None = None) -> bool:
    """Stores a section whose form was found valid; false where nothing changed."""
    sections = read_sections(section.plan)
    at = place_of(sections, section.pk)
    old, new = sections[at], as_section(section)
    if old == new:
        return False
    section.save()
    change = (f"mục {path_of(sections, at)}", as_text(old), as_text(new))
    reason = f"Sửa mục {new.title}"
    record_act(plan=section.plan, user=user, reason=reason, address=address, changes=[change])
    return True


@transaction.atomic
def move_section(*, section: PlanSection, step: int, user: User, address: str | None = None) -> bool:
    """Moves the section with what stands under it past its neighbour; false where it has none there."""
    before = read_sections(section.plan)
    after = moved(before, place_of(before, section.pk), step)
    if after == list(before):
        return False
    _store_order(before, after)
    word = "lên" if step == UP else "xuống"
    reason = f"Chuyển {word} mục {as_section(section).title}"
    changes = _renumbered(before, after)
    record_act(plan=section.plan, user=user, reason=reason, address=address, changes=changes)
    return True


@transaction.atomic
def delete_section(*, section: PlanSection, user: User, address: str | None = None) -> int:
    """Takes the section away with what stands under it; the history keeps their text. Returns how many."""
    before = read_sections(section.plan)
    after = removed(before, place_of(before, section.pk))
    left = {one.id for one in after}
    gone = [at for at, one in enumerate(before) if one.id not in left]
    PlanSection.objects.of_plan(section.plan).filter(pk__in=[before[at].id for at in gone]).delete()
    _store_order(before, after)
    texts = [(f"mục {path_of(before, at)}", as_text(before[at]), "") for at in gone]
    reason = f"Xóa mục {as_section(section).title}"
    changes = [*texts, *_renumbered(before, after)]
    record_act(plan=section.plan, user=user, reason=reason, address=address, changes=changes)
    return len(gone)


def _store_order(before: Sequence[Section], after: Sequence[Section]) -> None:
    """Places and numbers; only the rows where one of the two is another."""
    old = {section.id: (at, section.number) for at, section in enumerate(before, start=1)}
    PlanSection.objects.bulk_update(
        [
            PlanSection(pk=section.id, position=at, number=section.number)
            for at, section in enumerate(after, start=1)
            if old.get(section.id) != (at, section.number)
        ],
        ["position", "number"],
    )


def _renumbered(before: Sequence[Section], after: Sequence[Section]) -> Iterable[tuple[str, str, str]]:
    """The sections of both whose number changed."""
    old = {section.id: section for section in before}
    return [
        ("số của mục", old[section.id].title, section.title)
        for section in after
        if section.id in old and old[section.id].number != section.number
    ]
