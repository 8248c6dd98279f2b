"""Names that are already there get their trigrams, so that typing errors find them."""

from typing import Any

from django.db import migrations

from communes.models.names import trigrams


def fill(apps: Any, _editor: Any) -> None:
    communes = apps.get_model("communes", "Commune").objects.only("name", "sorbian_name")
    rows = list(communes)
    for row in rows:
        row.trigrams = sorted(trigrams(f"{row.name} {row.sorbian_name}"))
    communes.bulk_update(rows, ["trigrams"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("communes", "0003_daily_work")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
