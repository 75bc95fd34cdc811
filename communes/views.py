"""Finding a commune by name."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from .forms import SearchForm
from .models import Commune, District

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A commune found: its last district, and the address of its page, empty where no period or plan is of
    its time."""

    commune: Commune
    district: District | None
    page: str


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The communes of that name; a single one is opened at once."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = Commune.objects.visible_to(request.user).search(text) if text else Commune.objects.none()
    found = found.select_related("province")
    found = found.prefetch_related("province__periods", "province__plans", "statuses__district")
    today = localdate()
    hits = [Hit(commune, _district(commune), _page(commune, today)) for commune in found[: SHOWN + 1]]
    if len(hits) == 1 and hits[0].page:
        return redirect(hits[0].page)
    context = {"form": form, "text": text, "hits": hits[:SHOWN], "more": len(hits) > SHOWN}
    return render(request, "communes/search.html", context)


def _district(commune: Commune) -> District | None:
    statuses = list(commune.statuses.all())
    return statuses[-1].district if statuses else None


def _page(commune: Commune, today: date) -> str:
    """The commune's results in the latest period it was there for, else its targets in the newest plan.

    Linked by name: the pages belong to an app that builds on this one.
    """
    first, last, province = commune.valid_from, commune.valid_to or date.max, commune.province
    for period in province.periods.all():
        if first <= period.last_day <= last and period.opens_on <= today:
            return reverse("reports:results_commune", args=[province.code, period.code, commune.code])
    slugs = [plan.slug for plan in province.plans.all() if first <= plan.units_date <= last]
    return reverse("reports:commune", args=[slugs[0], commune.code]) if slugs else ""
