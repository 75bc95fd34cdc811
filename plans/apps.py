from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Kế hoạch và biểu"

    def ready(self):
        from . import checks  # noqa: F401
