from typing import Any

from django.db import migrations, models


def number_what_was_announced(apps: Any, schema_editor: Any) -> None:
    """What is cancelled or moved already is newer than every draft from before it."""
    events = apps.get_model("wijkzorg_events", "EventPage").objects
    events.exclude(status="scheduled").update(status_version=1)


class Migration(migrations.Migration):
    """What calendars were last told, and which draft is from before a cancellation."""

    dependencies = [
        ("wijkzorg_events", "0002_place_of_the_venue"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarEntry",
            fields=[
                ("uid", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                ("fingerprint", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name="eventpage",
            name="status_version",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(number_what_was_announced, migrations.RunPython.noop),
    ]
