from django.db import migrations, models

import ntm.fields
from ntm.text import fold


def fill(apps, schema_editor):
    """Folds what the history holds already."""
    for name, source, target in (
        ("Changeset", lambda row: row.reason, "search_reason"),
        ("FigureChange", lambda row: f"{row.old} {row.new}", "search_text"),
    ):
        rows = apps.get_model("accounts", name).objects
        batch = []
        for row in rows.order_by("pk").iterator(chunk_size=2000):
            setattr(row, target, fold(source(row)))
            batch.append(row)
            if len(batch) == 2000:
                rows.bulk_update(batch, [target], batch_size=200)
                batch = []
        rows.bulk_update(batch, [target], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="changeset",
            name="search_reason",
            field=ntm.fields.FoldedTextField(default="", source="reason", verbose_name="lý do không dấu"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="figurechange",
            name="search_text",
            field=ntm.fields.FoldedTextField(default="", source="both", verbose_name="cũ và mới không dấu"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="changeset",
            name="made_at",
            field=models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="lúc"),
        ),
        migrations.AlterField(
            model_name="figurechange",
            name="key",
            field=models.CharField(db_index=True, max_length=40, verbose_name="cột"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
