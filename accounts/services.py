"""Who writes about people and history: passwords, staff rights, changesets."""

import secrets
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address

from axes.utils import reset as clear_lock
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from communes.models import Commune, District, Province
from ntm.bulk import insert_rows
from ntm.text import fold

from .domain.changes import Change
from .domain.demo import DEMO_CAST, DEMO_DAY, DEMO_PASSWORD, DemoPerson
from .models import Changeset, FigureChange, Membership, Role, User
from .querysets import SYSTEM_USERNAME

Unit = Province | District | Commune

# No vowels, no d, no w: with a Vietnamese keyboard switched on, those would turn into other letters.
_LETTERS = "bcghkmnpqrstvx"


def system_user() -> User:
    """The built-in user whom commands act as: sees and edits all, can never log in."""
    defaults = {"full_name": "Hệ thống", "is_active": False, "password": make_password(None)}
    return User.objects.get_or_create(username=SYSTEM_USERNAME, defaults=defaults)[0]


def client_address(request: HttpRequest) -> str | None:
    """The address the request came from. Behind the office's proxy it is the one the proxy wrote last."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        return str(ip_address(address))
    except ValueError:  # none behind a Unix socket, and a header may hold anything
        return None


def open_changeset(*, user: User, channel: str, address: str | None = None, reason: str = "") -> Changeset:
    """Starts the record of one act; ``channel`` is one of ``Changeset.Channel``."""
    return Changeset.objects.create(user=user, channel=channel, address=address, reason=reason)


def record_changes(changeset: Changeset, changes: Iterable[Change]) -> int:
    """Writes what the act changed, in bulk; returns how many figures."""
    return insert_rows(FigureChange, _CHANGE, (_change_row(changeset, change) for change in changes))


_CHANGE = (
    *("changeset", "subject", "key", "old", "new"),
    *("province", "district", "commune", "search_text"),
)


def _change_row(changeset: Changeset, change: Change) -> tuple[object, ...]:
    return (
        *(changeset.pk, change.subject, change.key, change.old, change.new),
        *(change.province_id, change.district_id, change.commune_id, _folded(f"{change.old} {change.new}")),
    )


_folded = lru_cache(4096)(fold)  # a workbook has the same figures again and again


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Sets the password a person chose; every other session of that person ends with it."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def reset_password(*, user: User, by: User, address: str | None = None) -> str:
    """Gives the user a temporary password to be changed at the first log-in, and returns it.

    Also lifts the lock after wrong log-ins. The act is recorded, the password is not.
    """
    password = temporary_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    clear_lock(username=user.username)
    reason = f"Đặt lại mật khẩu của {user.username}"
    open_changeset(user=by, channel=Changeset.Channel.BROWSER, address=address, reason=reason)
    return password


def password_state(user: User) -> str:
    """Changes with every new password and tells nothing of it."""
    return salted_hmac("accounts.password_state", user.password).hexdigest()[:16]


def temporary_password() -> str:
    """Four groups of four letters, easy to read out and to type."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def set_memberships(*, user: User, memberships: Iterable[Membership]) -> None:
    """Gives the user exactly these memberships (not saved ones); rows that are there already stay."""
    wanted = {membership.key: membership for membership in memberships}
    stored = {membership.key: membership for membership in user.memberships.all()}
    user.memberships.filter(pk__in=[stored[key].pk for key in stored.keys() - wanted.keys()]).delete()
    for key, membership in wanted.items():
        if key not in stored:
            membership.user = user
            membership.save()
    follow_memberships(user)


def follow_memberships(user: User) -> None:
    """Only administrators enter the admin: called after the memberships of a user were written."""
    is_staff = user.is_superuser or user.memberships.filter(role=Role.ADMIN).exists()
    if is_staff != user.is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])


def demo_allowed() -> bool:
    """Whether demo users may be made: only where nobody works for real."""
    return not User.objects.real().exists()


@transaction.atomic
def create_demo_users() -> list[tuple[str, str, str]]:
    """Makes the demo users that are missing; all have ``DEMO_PASSWORD``. Needs the units of load_reference.

    Returns user name, role and units of each, for printing.
    """
    units = _demo_units()
    password = make_password(DEMO_PASSWORD)  # hashed once: twenty times would take seconds
    for person in DEMO_CAST:
        _create_demo_user(person, [units[code] for code in person.units], password)
    return [
        (
            person.username,
            Role(person.role).label,
            person.department or ", ".join(units[code].full_name for code in person.units),
        )
        for person in DEMO_CAST
    ]


def _demo_units() -> dict[str, Unit]:
    codes = {code for person in DEMO_CAST for code in person.units}
    found = (
        Province.objects.filter(code__in=codes),
        District.objects.on(DEMO_DAY).filter(code__in=codes),
        Commune.objects.on(DEMO_DAY).filter(code__in=codes),
    )
    return {unit.code: unit for units in found for unit in units}


def _create_demo_user(person: DemoPerson, units: list[Unit], password: str) -> None:
    defaults = {
        "full_name": person.full_name,
        "post": person.post,
        "password": password,
        "is_demo": True,
    }
    user, is_new = User.objects.get_or_create(username=person.username, defaults=defaults)
    if is_new:
        Membership.objects.bulk_create(
            membership_in(unit, user=user, role=person.role, department=person.department) for unit in units
        )
        follow_memberships(user)


def membership_in(unit: Unit, **fields: object) -> Membership:
    """A membership in a unit of any level, not saved."""
    if isinstance(unit, Province):
        return Membership(province=unit, **fields)
    level = "district" if isinstance(unit, District) else "commune"
    return Membership(province_id=unit.province_id, **{level: unit}, **fields)
