"""One person, one mail address, one account: kept by the database, so also of two requests at once.

An index without Django knowing: the table is Django's own, and its model can't have a constraint of ours. Where
Django once changes that table on SQLite, it is made anew and this index has to be too: a test tells.
"""

from django.db import migrations
from django.db.models import Count
from django.db.models.functions import Lower

INDEX = "website_one_account_per_address"


def no_address_is_shared(apps, schema_editor):
    """An index on what is not unique fails with a word that helps nobody."""
    accounts = apps.get_model("auth", "User").objects.using(schema_editor.connection.alias)
    shared = (
        accounts.exclude(email="")
        .annotate(address=Lower("email"))
        .values_list("address", flat=True)
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
        .order_by("address")
    )
    if shared:
        raise RuntimeError(
            f"These mail addresses belong to more than one account: {', '.join(shared)}. "
            "Give each account an address of its own (or none), and migrate again."
        )


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.RunPython(no_address_is_shared, migrations.RunPython.noop),
        migrations.RunSQL(
            f"CREATE UNIQUE INDEX {INDEX} ON auth_user (LOWER(email)) WHERE email <> ''",
            f"DROP INDEX {INDEX}",
        ),
    ]
