"""Where the targets of the next plan start from: what the last plan wanted is what it starts with."""

from collections.abc import Mapping
from dataclasses import replace

from plans.annexes import village_targets, yearly_targets
from plans.annexes.yearly_rules import BANDS, CRITERIA
from plans.domain.table import EMPTY, AnnexTable, Cell, Row

from .carry_over import Source, carries_over

_DONE = {"villages": "villages", "done_ntm": "assigned_ntm", "done_model": "assigned_model"}


@carries_over(yearly_targets.CODE)
def carry_yearly(source: Source) -> AnnexTable:
    """Each line that the new plan has too, its goal (or last year) in the column of what was reached.

    Under another criteria set its criteria and bands mean something else, whatever their numbers.
    """
    known = {line.key for line in source.new.lines}
    if source.old.lines != source.new.lines:
        known = {key for key in known if not key.startswith((BANDS, CRITERIA))}
    last = [column.key for column in source.old.columns if column.group][-1]
    return AnnexTable(
        tuple(_started(row, _labels(source, row), last) for row in source.rows if row.line in known)
    )


def _started(row: Row, labels: Mapping[str, Cell], last: str) -> Row:
    reached = next((row.cell(key) for key in ("goal", last) if row.cell(key).text), EMPTY)
    return replace(row, cells={**labels, "baseline": replace(reached, address="")})


@carries_over(village_targets.CODE)
def carry_villages(source: Source) -> AnnexTable:
    """Each district with its villages; those that were assigned have reached their standard.

    The total goes along only where no district is gone.
    """
    rows = tuple(source.rows)
    kept = rows if len(rows) == len(source.table.rows) else [row for row in rows if row.unit]
    return AnnexTable(tuple(_done(source, row) for row in kept))


def _done(source: Source, row: Row) -> Row:
    reached = {key: replace(row.cell(old), address="") for key, old in _DONE.items()}
    return replace(row, cells={**_labels(source, row), **reached})


def _labels(source: Source, row: Row) -> dict[str, Cell]:
    return {key: replace(row.cell(key), address="") for key in source.new.label_keys}
