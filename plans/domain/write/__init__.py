"""Annex tables on their way out: one layout, and a writer for each kind of file."""
