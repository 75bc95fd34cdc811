"""Columns of the lists. No queries here: what a cell needs comes with its record."""
