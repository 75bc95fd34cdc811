"""What of the last plan's figures stands in the next plan's annexes from the start."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from accounts.models import Changeset
from communes.domain.names import NameIndex
from plans.domain.definition import AnnexDefinition
from plans.domain.merge import Change, State
from plans.domain.table import AnnexTable, Row
from plans.models import Annex, AnnexVersion

from .tables import definition_of, index_of, load_table, record_figures, save_table


@dataclass(frozen=True, slots=True)
class Source:
    """The last plan's annex and what is known of the new one."""

    table: AnnexTable  # the current version
    old: AnnexDefinition
    new: AnnexDefinition
    index: NameIndex  # the units by which the new plan counts

    @property
    def rows(self) -> Iterator[Row]:
        """The rows whose unit still exists; rows of no unit are there as well."""
        there = {(unit.level, unit.id) for unit in self.index.units}
        return (row for row in self.table.rows if row.unit is None or (row.unit.level, row.unit.id) in there)


Carry = Callable[[Source], AnnexTable]
CARRY_OVERS: dict[str, Carry] = {}


def carries_over(code: str) -> Callable[[Carry], Carry]:
    """Declares the function that gives the first figures of the next plan's annex, from the last one's."""

    def declare(function: Carry) -> Carry:
        CARRY_OVERS[code] = function
        return function

    return declare


def carry_annex(old: Annex, new: Annex, changeset: Changeset) -> int:
    """Makes version 1 of the new annex where its code carries figures over; returns how many rows it has."""
    version = AnnexVersion.objects.current(old)
    carry = _known().get(old.code)
    if version is None or carry is None:
        return 0
    index = index_of(new)
    source = Source(load_table(version, index_of(old)), definition_of(old), definition_of(new), index)
    table = carry(source)
    if table.rows:
        record_figures(new, [Change(row, None, State.NEW) for row in table.rows], changeset)
        save_table(annex=new, number=1, table=table, changeset=changeset)
    return len(table.rows)


def _known() -> dict[str, Carry]:
    """All that is declared in the modules of this package named ``carry_…``."""
    package = import_module(__package__ or "")
    for module in iter_modules(package.__path__):
        if module.name.startswith("carry_"):
            import_module(f"{package.__name__}.{module.name}")
    return CARRY_OVERS
