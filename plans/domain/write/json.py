"""An annex table for programs."""

from typing import Any

from plans.domain.definition import AnnexDefinition
from plans.domain.table import AnnexTable, Row

from .layout import head_rows


def as_json(definition: AnnexDefinition, table: AnnexTable) -> dict[str, Any]:
    """``header``: the heading rows with a text for every column, merged headings repeated. Rows hold those
    inside them; each has a text for every column, blank where the column is of another kind of row.
    """
    keys = [column.key for column in definition.columns]
    return {
        "title": definition.title,
        "header": _header(definition),
        "rows": [_row(row, keys) for row in table.rows],
    }


def _row(row: Row, keys: list[str]) -> dict[str, Any]:
    return {
        "kind": str(row.kind),
        "unit": {"code": row.unit.code, "name": row.unit.name} if row.unit else None,
        "cells": [row.cell(key).text for key in keys],
        "children": [_row(child, keys) for child in row.children],
    }


def _header(definition: AnnexDefinition) -> list[list[str]]:
    levels = head_rows(definition)
    grid = [[""] * len(definition.columns) for _ in levels]
    for depth, cells in enumerate(levels):
        for cell in cells:
            for row in grid[depth : depth + cell.rows]:
                row[cell.column : cell.column + cell.columns] = [cell.text] * cell.columns
    return grid
