"""Time of a seed plan's files, text and all annexes: ``python -m bench.bench_plan_pdf``. Aim: < 10 s each.

On the database of NTM_DATA_DIR with its demonstration data; nothing is taken from the cache.
"""

import os
import platform
import sys
import time


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    import django

    django.setup()
    from django.core.cache import caches

    from accounts.services import system_user
    from plans.models import Plan
    from plans.services.plan_output import PLAN_TYPES, PlanOutput

    _say(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    for plan in Plan.objects.order_by("slug"):
        for kind in PLAN_TYPES:
            caches["documents"].clear()
            start = time.perf_counter()
            output = PlanOutput(plan, system_user())
            size = len(output.write(kind))
            seconds = time.perf_counter() - start
            _say(f"{plan.slug} {kind}: {seconds:.2f} s, {size // 1024} kB, {len(output.readings)} annexes")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
