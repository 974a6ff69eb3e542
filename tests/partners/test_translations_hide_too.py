"""Hide means hide: what restricts or hides a page does so in every language, whatever the door."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from tests.factories import make_translation
from wijkzorg_partners.models import PartnerPage

pytestmark = pytest.mark.slow


@pytest.fixture
def languages(cast):
    """A live profile in Dutch and in English, which wagtail-localize knows as a pair."""
    english = make_translation(cast.partner_a, "en")
    source, _made = TranslationSource.update_or_create_from_instance(cast.partner_a)
    Translation.objects.create(source=source, target_locale=english.locale)
    return cast.partner_a, english, source


def set_privacy(browser, page, kind, **values):
    return browser.post(f"/cms/pages/{page.pk}/privacy/", {"restriction_type": kind, **values})


def is_open(client, page):
    """To anybody: on its own address, in the API and in what is listed."""
    shown = client.get(page.url).status_code == 200
    listed = client.get(f"/api/wagtail/v2/pages/{page.pk}/").status_code == 200
    found = Page.objects.live().public().filter(pk=page.pk).exists()
    assert shown == listed == found
    return shown


def test_a_page_that_an_administrator_closes_is_closed_in_every_language(
    client, cast, as_user, languages
):
    dutch, english, _source = languages
    administrator = as_user(cast.administrator)
    assert is_open(client, dutch)
    assert is_open(client, english)
    set_privacy(administrator, dutch, "login")
    assert not is_open(client, dutch)
    assert not is_open(client, english)
    set_privacy(administrator, dutch, "none")
    assert is_open(client, dutch)
    assert is_open(client, english)


def test_the_groups_who_may_see_a_page_are_those_of_the_dutch_one(cast, as_user, languages):
    dutch, english, _source = languages
    moderators, coordinators = (Group.objects.get(name=n) for n in ("Moderators", "Coordinators"))
    administrator = as_user(cast.administrator)
    set_privacy(administrator, dutch, "groups", groups=[moderators.pk])
    assert as_user(cast.moderator).get(english.url).status_code == 200
    assert as_user(cast.coordinator).get(english.url).status_code != 200
    set_privacy(administrator, dutch, "groups", groups=[coordinators.pk])
    assert as_user(cast.moderator).get(english.url).status_code != 200
    assert as_user(cast.coordinator).get(english.url).status_code == 200


def test_a_closed_directory_closes_what_stands_below_it_in_every_language(
    client, cast, network, as_user, languages
):
    dutch, english, _source = languages
    set_privacy(as_user(cast.administrator), network.directory, "login")
    assert not is_open(client, dutch)
    assert not is_open(client, english)


@pytest.mark.parametrize("below_a_closed_page", [True, False])
def test_a_translation_that_is_made_of_a_closed_page_is_closed(
    client, cast, network, as_user, below_a_closed_page
):
    """Wagtail leaves a restriction out of a copy that comes to stand below another one."""
    moderators = Group.objects.get(name="Moderators")
    administrator = as_user(cast.administrator)
    if below_a_closed_page:
        set_privacy(administrator, network.directory, "login")
    set_privacy(administrator, cast.partner_a, "groups", groups=[moderators.pk])
    english = make_translation(cast.partner_a, "en")
    assert not is_open(client, english)
    assert as_user(cast.moderator).get(english.url).status_code == 200
    assert as_user(cast.coordinator).get(english.url).status_code != 200


def test_a_translation_is_closed_and_opened_with_its_source_only(client, cast, as_user, languages):
    """Else whoever may translate would open it again: wagtail-localize copies what the source has."""
    dutch, english, source = languages
    administrator = as_user(cast.administrator)
    set_privacy(administrator, english, "login")
    assert is_open(client, english)
    set_privacy(administrator, dutch, "login")
    set_privacy(administrator, english, "none")
    sync(as_user(cast.communications), source)
    assert not is_open(client, english)


def sync(browser, source, *, publish=True):
    return browser.post(
        reverse("wagtail_localize:update_translations", args=[source.pk]),
        {"publish_translations": "on"} if publish else {},
    )


def test_a_profile_that_is_taken_offline_is_offline_in_every_language(client, cast, languages):
    dutch, english, _source = languages
    dutch.unpublish()
    english.refresh_from_db()
    assert not english.live
    assert not is_open(client, english)


@pytest.mark.parametrize("door", ["sync", "editor", "form"])
def test_a_translation_does_not_come_back_while_its_page_is_hidden(
    client, cast, as_user, languages, django_capture_on_commit_callbacks, door
):
    dutch, english, source = languages
    dutch.unpublish()
    browser = as_user(cast.communications)
    with django_capture_on_commit_callbacks(execute=True):
        if door == "sync":
            sync(browser, source)
        elif door == "editor":
            browser.post(f"/cms/pages/{english.pk}/edit/", {"action": "publish"})
        else:
            Translation.objects.update(enabled=False)
            browser.post(f"/cms/api/main/pages/{english.pk}/action/publish/")
    english.refresh_from_db()
    assert not english.live


def test_a_translation_is_published_while_its_page_is_public(
    client, cast, as_user, languages, django_capture_on_commit_callbacks
):
    _dutch, english, source = languages
    english.unpublish()
    with django_capture_on_commit_callbacks(execute=True):
        sync(as_user(cast.communications), source)
    english.refresh_from_db()
    assert english.live


# --- what waits for a moderator ---------------------------------------------------------------------


@pytest.fixture
def waiting(languages, cast):
    """New words of the English page, sent in by its translator."""
    _dutch, english, _source = languages
    english.title = "Quay room"
    english.save_revision(user=cast.communications)
    return english.get_workflow().start(english, cast.communications)


def test_what_is_published_in_dutch_lets_a_translation_go_on_waiting(cast, languages, waiting):
    dutch, english, _source = languages
    dutch.phone = "020 000 00 55"
    dutch.save_revision().publish()
    waiting.refresh_from_db()
    assert waiting.status == waiting.STATUS_IN_PROGRESS
    english = PartnerPage.objects.get(pk=english.pk)
    assert (english.title, english.phone) == (dutch.title, "020 000 00 55")
    waiting.current_task_state.task.specific.on_action(
        waiting.current_task_state, cast.moderator, "approve"
    )
    english = PartnerPage.objects.get(pk=english.pk)
    assert (english.title, english.phone) == ("Quay room", "020 000 00 55")


@pytest.mark.parametrize("publish", [True, False])
def test_syncing_a_translation_lets_what_waits_of_it_wait(
    cast, as_user, languages, waiting, publish, django_capture_on_commit_callbacks
):
    _dutch, english, source = languages
    with django_capture_on_commit_callbacks(execute=True):
        answer = sync(as_user(cast.administrator), source, publish=publish)
    assert any("moderator" in one for one in messages_of(answer)) is publish
    waiting.refresh_from_db()
    english = PartnerPage.objects.get(pk=english.pk)
    assert waiting.status == waiting.STATUS_IN_PROGRESS
    assert english.get_latest_revision_as_object().title == "Quay room"


def messages_of(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


def test_a_deleted_page_leaves_its_translations_offline_and_closed(
    client, cast, as_user, languages
):
    dutch, english, _source = languages
    administrator = as_user(cast.administrator)
    set_privacy(administrator, dutch, "login")
    Page.objects.get(pk=dutch.pk).delete()
    english.refresh_from_db()
    assert not english.live
    english.save_revision().publish()
    assert not is_open(client, english)
    set_privacy(administrator, english, "none")
    assert is_open(client, english)


def test_an_approved_draft_of_a_translation_does_not_bring_a_hidden_page_back(
    cast, languages, waiting
):
    dutch, english, _source = languages
    dutch.unpublish()
    state = waiting.current_task_state
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, cast.moderator, "approve")
    waiting.refresh_from_db()
    assert waiting.status == waiting.STATUS_IN_PROGRESS
    assert not PartnerPage.objects.get(pk=english.pk).live


def test_a_schedule_does_not_bring_a_hidden_page_back(client, languages):
    """Nobody is asked for a right there."""
    dutch, english, _source = languages
    dutch.unpublish()
    english.refresh_from_db()
    english.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    english.refresh_from_db()
    assert english.first_published_at
    assert not is_open(client, english)
