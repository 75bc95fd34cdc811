"""Names of units in running words: "Huyện Điện Biên (xã Thanh Hưng, Pom Lót); TP. Điện Biên Phủ (Nà Tấu)"."""

import re

from ntm.text import clean

_GROUP = re.compile(r"[^,;()]*\(([^()]*)\)")  # a district with the names of its communes in brackets
_APART = re.compile(r"\s*(?:[,;\n+]|\bvà\b)\s*")
_LEAD = re.compile(r"^(?:(?:[-–+*•]|\d+[.)])\s*|(?:dự kiến|gồm|các xã|xã)\s*:?\s+)+", re.IGNORECASE)
_LONGEST = 6  # words of a name, its type and all


def places_in(text: str) -> tuple[str, ...]:
    """The names in their order; nothing where the text is more than a list of names."""
    flat = _GROUP.sub(lambda found: f"{found[1]},", text.replace("\n", ", "))
    names = [name for part in _APART.split(flat) if (name := _LEAD.sub("", clean(part)).strip(" .:"))]
    return tuple(names) if all(len(name.split()) <= _LONGEST for name in names) else ()
