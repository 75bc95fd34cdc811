"""An annex table for programs."""

from collections.abc import Sequence
from typing import Any

from plans.domain.definition import AnnexDefinition

from .layout import head_rows
from .lines import Line


def as_json(definition: AnnexDefinition, lines: Sequence[Line]) -> dict[str, Any]:
    """``header``: the heading rows with a text for every column, merged headings repeated."""
    return {
        "title": definition.title,
        "header": _header(definition),
        "rows": [
            {
                "kind": str(line.kind),
                "unit": {"code": line.unit.code, "name": line.unit.name} if line.unit else None,
                "cells": list(line.texts),
                "children": [],
            }
            for line in lines
        ],
    }


def _header(definition: AnnexDefinition) -> list[list[str]]:
    levels = head_rows(definition)
    grid = [[""] * len(definition.columns) for _ in levels]
    for depth, cells in enumerate(levels):
        for cell in cells:
            for row in grid[depth : depth + cell.rows]:
                row[cell.column : cell.column + cell.columns] = [cell.text] * cell.columns
    return grid
