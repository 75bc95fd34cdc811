"""Finding a commune by name."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from .forms import SearchForm
from .models import Commune, District

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """A commune found: its last district, and the address of its page, empty where no plan knows it."""

    commune: Commune
    district: District | None
    page: str


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The communes of that name; a single one is opened at once."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = Commune.objects.visible_to(request.user).search(text) if text else Commune.objects.none()
    found = found.select_related("province").prefetch_related("province__plans", "statuses__district")
    hits = [Hit(commune, _district(commune), _page(commune)) for commune in found[: SHOWN + 1]]
    if len(hits) == 1 and hits[0].page:
        return redirect(hits[0].page)
    context = {"form": form, "text": text, "hits": hits[:SHOWN], "more": len(hits) > SHOWN}
    return render(request, "communes/search.html", context)


def _district(commune: Commune) -> District | None:
    statuses = list(commune.statuses.all())
    return statuses[-1].district if statuses else None


def _page(commune: Commune) -> str:
    """The commune's page in the newest plan made while it existed. Linked by name: the page belongs to an app
    that builds on this one."""
    first, last = commune.valid_from, commune.valid_to or date.max
    slugs = [plan.slug for plan in commune.province.plans.all() if first <= plan.units_date <= last]
    return reverse("reports:commune", args=[slugs[0], commune.code]) if slugs else ""
