"""Which task a completion belongs to when the rows of its annex have moved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ntm.text import clean

Key = tuple[str, str]  # line and step
LOST = "~"  # before the id, where the line of a completion now belongs to another


def same_words(one: str, other: str) -> bool:
    """Whether two titles say the same; blanks and case do not count."""
    return clean(one).casefold() == clean(other).casefold()


def follow(stored: Mapping[int, tuple[Key, str]], tasks: Iterable[tuple[Key, str]]) -> dict[int, Key]:
    """The completions (id → key and title) that get another key, with it.

    One stays where its title still stands, else goes to the only task of that title. Where there is none it
    stays as well, so that it is found when an upload is taken back, unless another one comes to its place.
    """
    titles = {key: _words(title) for key, title in tasks}
    places: dict[str, list[Key]] = defaultdict(list)
    for key, words in titles.items():
        places[words].append(key)
    kept = {key for key, title in stored.values() if titles.get(key) == _words(title)}
    moved: dict[int, Key] = {}
    for pk, (key, title) in stored.items():
        free = [place for place in places[_words(title)] if place not in kept]
        if titles.get(key) != _words(title) and len(free) == 1:
            moved[pk] = free[0]
            kept.add(free[0])
    taken = set(moved.values())
    lost = {pk: (f"{LOST}{pk}", "") for pk, (key, _) in stored.items() if key in taken and pk not in moved}
    return moved | lost


def _words(title: str) -> str:
    return clean(title).casefold()
