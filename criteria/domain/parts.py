"""Parts of an indicator, stated beside its own figure: "95; a) 40", "a) 98; b) 1; c) 2"."""

import re
from collections.abc import Iterable, Mapping

_MARK = re.compile(r"(?:^|(?<=[\s;,]))(?P<key>[a-zđ])\)\s*", re.IGNORECASE)


def split_parts(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first part, and (key, text) of each part in the order written."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return text, []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [
        (mark["key"].lower(), _bare(text[mark.end() : end])) for mark, end in zip(marks, ends, strict=True)
    ]
    return _bare(text[: marks[0].start()]), parts


def join_parts(parts: Mapping[str, str], order: Iterable[str]) -> str:
    """ "a) 98; b) 1", in the order of the indicator; a blank part is left out."""
    return "; ".join(f"{key}) {parts[key]}" for key in order if parts.get(key))


def _bare(text: str) -> str:
    return text.strip().rstrip(";,").strip()
