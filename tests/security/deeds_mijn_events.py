"""The deeds at `/mijn/` about the activities of partner A."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from tests.security.deeds_mijn import filling_in, here
from tests.security.deeds_pages import event_of, is_gone
from tests.security.deeds_world import newest
from tests.security.doing import door, post, see
from wijkzorg_events.mijn.forms import GoesAheadForm, StoryForm
from wijkzorg_events.models import EventPage
from wijkzorg_partners import moderation

activities = door("/mijn/ activities")


def at(world, event, path=""):
    return here(world, f"activiteiten/{event.pk}/{path}")


@activities
def find_the_activities_of_A(world):
    return see(here(world, "activiteiten/"), "Open tafel van a")


@activities
def propose_an_activity(world):
    day = timezone.localdate() + timedelta(days=5)
    sent = {"title": "Zqtafel", "kind": "other", "day": day, "begins": "12:00", "ends": "14:00"}
    made = EventPage.objects.filter(title="Zqtafel", live=False)
    return post(here(world, "activiteiten/nieuw/"), sent, happened=made.exists)


@activities
def see_the_draft_of_an_activity_of_editor_A(world):
    return see(at(world, event_of(world), "voorbeeld/"), "Zqtafel")


def changing(world, event):
    return filling_in(
        at(world, event, "vraag/verhaal/"),
        event,
        StoryForm.names,
        {"summary": "Zqsoep", "description": ""},
        lambda: newest(event).summary == "Zqsoep",
    )


@activities
def change_an_activity_of_editor_A(world):
    return changing(world, event_of(world))


@activities
def change_an_activity_of_the_helper(world):
    return changing(world, event_of(world, by=world.helper))


def _waits(event):
    return Page.objects.get(pk=event.pk).workflow_in_progress


@activities
def send_in_an_activity_of_editor_A(world):
    event = event_of(world)
    sent = {"revision": event.latest_revision_id}
    return post(at(world, event, "insturen/"), sent, happened=lambda: _waits(event))


@activities
def take_back_an_activity_of_editor_A(world):
    event = event_of(world)
    moderation.submit_profile(event, by=world.editor_a)
    return post(at(world, event, "terughalen/"), happened=lambda: not _waits(event))


@activities
def cancel_an_activity_that_is_live_at_once(world):
    event = world.event_a
    return filling_in(
        at(world, event, "vraag/gaat-het-door/"),
        event,
        GoesAheadForm.names,
        {"status": "cancelled", "status_reason": "Zqziek"},
        lambda: EventPage.objects.get(pk=event.pk).is_cancelled,
    )


@activities
def take_away_the_draft_of_an_activity_of_editor_A(world):
    event = event_of(world)
    return post(at(world, event, "weg/"), happened=is_gone(event))


@activities
def take_away_an_activity_that_is_live(world):
    return post(at(world, world.event_a, "weg/"), happened=is_gone(world.event_a))
