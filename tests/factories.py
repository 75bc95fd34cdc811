"""A small world to test in, made without load_reference: plain functions, all at one go, few queries.

Province A ("Hồng Lam") has two districts of two communes, province B ("Bản Lạc") one of one. Every test of
"may not see" thereby has something of the others present that could leak.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile

from accounts.models import Membership, Role, User
from accounts.services import membership_in, open_changeset
from communes.models import Commune, CommuneStatus, District, Province
from criteria.models import (
    Band,
    CriteriaSet,
    Criterion,
    Evidence,
    Indicator,
    Recognition,
    ReportingPeriod,
    Submission,
)
from criteria.services.evidence import Brought, Facts, add_evidence, digest_of
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Move, MoveRefusedError, MoveStatus, move_many
from ntm.attachments import type_of
from plans.models import Annex, Plan

FIRST_DAY = date(2020, 1, 1)
DAY = date(2022, 6, 29)  # of the plan: every unit of the world exists
DEPARTMENT = "Sở Giao thông vận tải"
PDF_BYTES = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PASSWORD = "mat-khau-thu-nghiem"


@dataclass(frozen=True)
class World:
    province: Province
    north: District  # huyện Mường Đông: Ẳng Cang, Nà Tấu
    south: District  # huyện Tủa Xanh: Đứa Mòn, Nặm Ét
    communes: tuple[Commune, Commune, Commune, Commune]
    other_province: Province
    other_district: District
    other_commune: Commune
    criteria_set: CriteriaSet
    criteria: tuple[Criterion, ...]
    plan: Plan
    annex: Annex


@dataclass(frozen=True)
class Cast:
    """One user for each role, all but the outsider of province A. See the docstring of ``make_cast``."""

    admin: User
    staff: User
    department: User
    officer: User
    part_officer: User
    clerk: User
    leader: User
    district_leader: User
    outsider: User
    anonymous: AnonymousUser


def make_province(code: str = "91", name: str = "Hồng Lam", **fields) -> Province:
    return Province.objects.create(code=code, name=name, region="TDMNPB", **fields)


def make_district(province: Province, code: str, name: str, *, order: int = 1, **fields) -> District:
    given = {"type": District.Type.RURAL, "valid_from": FIRST_DAY} | fields
    return District.objects.create(province=province, code=code, name=name, sort_order=order, **given)


def make_commune(district: District, code: str, name: str, *, order: int = 1, **fields) -> Commune:
    """A commune of the programme, in the district from its first day on."""
    given = {"type": Commune.Type.COMMUNE, "valid_from": FIRST_DAY} | fields
    commune = Commune.objects.create(
        province=district.province, code=code, name=name, sort_order=order, **given
    )
    CommuneStatus.objects.create(commune=commune, district=district, valid_from=commune.valid_from)
    return commune


def make_free_commune(world: "World", code: str = "90901", **fields) -> Commune:
    """A commune of province A that lies in no district, as all do since 1/7/2025."""
    given = {"name": f"Xã tự do {code}", "type": Commune.Type.COMMUNE, "valid_from": FIRST_DAY} | fields
    commune = Commune.objects.create(province=world.province, code=code, **given)
    CommuneStatus.objects.create(commune=commune, valid_from=commune.valid_from)
    return commune


def make_criteria_set(number: int = 19) -> CriteriaSet:
    """A set with that many criteria, "1" to "19", and the usual bands as far as they fit."""
    criteria_set = CriteriaSet.objects.create(
        code=f"thu-{number}",
        name=f"Bộ {number} tiêu chí",
        tier=CriteriaSet.Tier.NTM,
        decision="Quyết định số 318/QĐ-TTg",
        valid_from=FIRST_DAY,
        threshold_dimension="region",
        expected_criteria=number,
    )
    Criterion.objects.bulk_create(
        Criterion(
            criteria_set=criteria_set,
            number=str(n),
            position=n,
            name=f"Tiêu chí thứ {n}",
            short_name=f"TC {n}",
        )
        for n in range(1, number + 1)
    )
    Band.objects.bulk_create(
        Band(criteria_set=criteria_set, lowest=low, highest=high, label=label)
        for low, high, label in _BANDS
        if high <= number
    )
    return criteria_set


_BANDS = ((19, 19, "19"), (15, 18, "15-18"), (10, 14, "10-14"), (5, 9, "5-9"), (0, 4, "0-4"))


def make_plan(province: Province, criteria_set: CriteriaSet, **fields) -> Plan:
    given = {
        "slug": "hong-lam-2022-45",
        "number": "45/KH-UBND",
        "date": DAY,
        "title": "Thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
        "issuer": "Ủy ban nhân dân tỉnh",
        "units_date": DAY,
        "first_year": 2021,
        "last_year": 2025,
        "baseline_year": 2020,
    }
    return Plan.objects.create(province=province, criteria_set=criteria_set, **given | fields)


def make_annex(plan: Plan, code: str = "criteria-matrix", **fields) -> Annex:
    given = {"label": "Biểu số 02", "title": "Mục tiêu các xã đạt tiêu chí đến năm 2025", "position": 2}
    return Annex.objects.create(plan=plan, code=code, **given | fields)


def make_user(username: str, role: str | None = None, *units, **fields) -> User:
    """A user with the role in each unit (province, district or commune), who may log in with ``PASSWORD``."""
    given = {"full_name": username, "password": make_password(PASSWORD)} | fields
    user = User.objects.create(username=username, is_staff=role == Role.ADMIN, **given)
    Membership.objects.bulk_create(make_membership(user, role, unit) for unit in units)
    return user


def make_membership(user: User, role: str, unit: Province | District | Commune, **fields) -> Membership:
    """Not saved."""
    return membership_in(unit, user=user, role=role, **fields)


def make_world(criteria: int = 19) -> World:
    province, other_province = make_province(), make_province("92", "Bản Lạc")
    north = make_district(province, "901", "Mường Đông", order=1)
    south = make_district(province, "902", "Tủa Xanh", order=2)
    other_district = make_district(other_province, "911", "Mai Lộc")
    communes = (
        make_commune(north, "90101", "Ẳng Cang", order=1),
        make_commune(north, "90102", "Nà Tấu", order=2),
        make_commune(south, "90201", "Đứa Mòn", order=3),
        make_commune(south, "90202", "Nặm Ét", order=4),
    )
    criteria_set = make_criteria_set(criteria)
    plan = make_plan(province, criteria_set)
    return World(
        province=province,
        north=north,
        south=south,
        communes=communes,
        other_province=other_province,
        other_district=other_district,
        other_commune=make_commune(other_district, "91101", "Chiềng Ơn"),
        criteria_set=criteria_set,
        criteria=tuple(criteria_set.criteria.all()),
        plan=plan,
        annex=make_annex(plan),
    )


def make_department(world: World) -> User:
    """A department that leads criterion 2 only."""
    Criterion.objects.filter(criteria_set=world.criteria_set, number="2").update(lead_department=DEPARTMENT)
    user = make_user("department")
    make_membership(user, Role.DEPARTMENT, world.province, department=DEPARTMENT).save()
    return user


def make_cast(world: World) -> Cast:
    """The officer has the north, the clerk Ẳng Cang, the part officer Ẳng Cang and Đứa Mòn."""
    first, _, third, _ = world.communes
    return Cast(
        admin=make_user("admin", Role.ADMIN, world.province),
        staff=make_user("staff", Role.PROVINCE_STAFF, world.province),
        department=make_department(world),
        officer=make_user("officer", Role.DISTRICT_OFFICER, world.north),
        part_officer=make_user("part_officer", Role.DISTRICT_OFFICER, first, third),
        clerk=make_user("clerk", Role.COMMUNE_CLERK, first),
        leader=make_user("leader", Role.LEADER, world.province),
        district_leader=make_user("district_leader", Role.LEADER, world.north),
        outsider=make_user("outsider", Role.PROVINCE_STAFF, world.other_province),
        anonymous=AnonymousUser(),
    )


def make_indicators(criterion: Criterion, kinds: list[tuple[str, str]], **fields) -> list[Indicator]:
    """Indicators of a criterion from (number, kind); their places follow their criterion's."""
    return Indicator.objects.bulk_create(
        Indicator(
            criterion=criterion,
            number=number,
            position=criterion.position * 100 + place,
            name=f"Chỉ tiêu {number}",
            kind=kind,
            unit="%" if kind == Indicator.Kind.PERCENTAGE else "",
            **fields,
        )
        for place, (number, kind) in enumerate(kinds)
    )


def make_period(world: World, **fields) -> ReportingPeriod:
    """The first half of 2022 in province A: open 1/6 to 15/7, due 25/6, stage district official."""
    given = {
        "province": world.province,
        "code": "6-thang-2022",
        "name": "6 tháng đầu năm 2022",
        "kind": ReportingPeriod.Kind.HALF_YEAR,
        "criteria_set": world.criteria_set,
        "first_day": date(2021, 12, 15),
        "last_day": date(2022, 6, 14),
        "opens_on": date(2022, 6, 1),
        "due_on": date(2022, 6, 25),
        "closes_on": date(2022, 7, 15),
        "official_stage": "district",
    }
    return ReportingPeriod.objects.create(**given | fields)


def make_recognition(commune: Commune, user: User, **fields) -> Recognition:
    """A valid recognition of the commune as đạt chuẩn, decided on 20/12/2021."""
    given = {"level": "ntm", "number": "1234/QĐ-UBND", "decided_on": date(2021, 12, 20), "year": 2021}
    changeset = open_changeset(user=user, channel="browser")
    return Recognition.objects.create(commune=commune, changeset=changeset, **given | fields)


def make_evidence(
    user: User, period: ReportingPeriod, cells, brought: Brought | None = None, **facts
) -> Evidence:
    """A paper for (commune, key), by default a small PDF; brought by the user on the day the period opens."""
    sheet = open_sheet(period, period.official_stage)
    return add_evidence(
        sheet=sheet,
        user=user,
        cells=[(commune.pk, key) for commune, key in cells],
        facts=Facts(**{"title": "Biên bản nghiệm thu"} | facts),
        brought=brought or make_brought(),
        today=period.opens_on,
    )


def make_brought(data: bytes = PDF_BYTES, name: str = "biên bản.pdf") -> Brought:
    content = ContentFile(data)
    return Brought(content, type_of(content), name, digest_of(content))


def move_submission(*, unit, action, reason="", revision=None, today=None, **given) -> Submission:
    """Moves one unit, on the day the period opens unless told otherwise. Raises MoveRefusedError."""
    day = today or given["period"].opens_on
    (outcome,) = move_many(moves=[Move(unit, action, reason, revision)], today=day, **given)
    if outcome.status is not MoveStatus.DONE:
        raise MoveRefusedError(outcome.message)
    return Submission.objects.get(period=given["period"], stage=given["stage"], **unit.fields)
