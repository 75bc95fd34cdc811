"""Single cells of a plan's annex, stated in a list and not in a sheet: a new version like any other act."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import open_changeset
from plans.domain.merge import Change, State, compare, merge
from plans.domain.statements import Statement, UnstatableError, stated_rows
from plans.domain.table import AnnexTable
from plans.models import Annex

from .stores import Act, StaleError, Stored, VersionStore
from .tables import record_figures, save_table


@dataclass(frozen=True)
class Proposal:
    """What the statements would change of the version ``store.base``; the table after it."""

    store: VersionStore
    changes: tuple[Change, ...]
    table: AnnexTable


def propose_figures(annex: Annex, user: User, statements: Sequence[Statement]) -> Proposal:
    """Writes nothing. Raises UnstatableError where one cannot be read or is not the user's to state."""
    store = VersionStore(annex, user)
    _refuse_foreign(store, statements)
    stored = store.load(())
    rows = stated_rows(store.definition, stored, store.index, statements)
    found = compare(store.definition, stored, rows)
    changes = tuple(change for change in found if change.state is not State.SAME)
    return Proposal(store, changes, merge(store.definition, stored, changes, store.index))


def _refuse_foreign(store: VersionStore, statements: Sequence[Statement]) -> None:
    """The annex as a whole, or its rows of units, must be the user's to state."""
    if not Annex.objects.editable_by(store.user).filter(pk=store.annex.pk).exists():
        message = f"Bạn không được sửa {store.annex.label} của {store.annex.plan}."
        raise UnstatableError({statement.place: message for statement in statements})
    units = {(unit.level, unit.id): unit for unit in store.index.units}
    foreign = {
        statement.place: "Đơn vị này không thuộc địa bàn của bạn."
        for statement in statements
        if not store.scope.is_whole
        and not (statement.unit in units and store.scope.holds(units[statement.unit]))
    }
    if foreign:
        raise UnstatableError(foreign)


@transaction.atomic
def state_figures(*, annex: Annex, statements: Sequence[Statement], act: Act, reason: str) -> Stored | None:
    """Make the statements the annex's next version, with history; None where they change nothing.

    Raises UnstatableError, and StaleError where somebody else stored in the same moment.
    """
    found = propose_figures(annex, act.user, statements)
    if not found.changes:
        return None
    changeset = open_changeset(user=act.user, channel=act.channel, address=act.address, reason=reason)
    record_figures(annex, found.changes, changeset)
    try:
        with transaction.atomic():
            version = save_table(
                annex=annex, number=found.store.base + 1, table=found.table, changeset=changeset
            )
    except IntegrityError as error:
        raise StaleError from error
    return Stored(changeset, version)
