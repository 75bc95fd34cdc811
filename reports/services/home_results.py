"""What the first page says of results: who has sent, what is mine to do, or where the own area stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from criteria.models import ReportingPeriod
from criteria.services.overview import Overview, live_periods, read_overview

SHOWN = 4  # periods told in full; more are counted


@dataclass(frozen=True)
class HomeResults:
    """By role one of them: ``sending`` for the coordination office, ``tasks`` for who enters, ``reading``
    for who only reads. ``more``: further periods that ask for something."""

    sending: Sequence[Overview] = ()
    tasks: Sequence[Overview] = ()
    reading: Sequence[Overview] = ()
    more: int = 0


def home_results(user: User, today: date) -> HomeResults:
    if not user.enters:
        return HomeResults(reading=current_periods(user, today))
    live = live_periods(user, today)
    if user.manages:
        return HomeResults(sending=live[:SHOWN], more=len(live[SHOWN:]))
    own = [one for one in live if one.own_views]
    return HomeResults(tasks=own[:SHOWN], more=len(own[SHOWN:]))


def current_periods(user: User, today: date) -> list[Overview]:
    """Of the periods that have begun and hold communes of the user's those due next; where all are past, the
    last with figures, without any the last. Of several sets there are several with the same day."""
    begun = list(ReportingPeriod.objects.visible_to(user).begun_by(today))
    empty: list[Overview] = []
    for due in sorted({period.due_on for period in begun}, key=lambda due: (due < today, abs(due - today))):
        read = [read_overview(period, user, today) for period in begun if period.due_on == due]
        found = [one for one in read if one.official.lines]
        if found and (due >= today or any(one.official.progress.with_data for one in found)):
            return found
        empty = empty or found
    return empty
