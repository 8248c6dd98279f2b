"""The table of Django's database cache, which all processes share; as ``createcachetable`` makes it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[
                """
                CREATE TABLE portal_cache (
                    cache_key varchar(255) NOT NULL PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamp with time zone NOT NULL
                )
                """,
                "CREATE INDEX portal_cache_expires ON portal_cache (expires)",
            ],
            reverse_sql="DROP TABLE portal_cache",
        )
    ]
