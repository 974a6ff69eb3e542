"""The own door asks for all that a profile can tell: whom a service is for, when it stands still, how one gets in.

And who edits in the CMS is asked the same as at the own door when a change was sent in.
"""

from datetime import date

import pytest

from tests.factories import make_user
from tests.partners.mijn_browser import KEY, answer, controls_of, draft_of
from tests.partners.moderating import draft
from wijkzorg_partners import moderation
from wijkzorg_partners.mijn.kinds import KINDS
from wijkzorg_partners.models import Location, PartnerPage, Service

#: What no volunteer is asked: it is computed, or for the network to set.
NOT_ASKED = {"latitude", "longitude", "translation_key", "locale", "partner", "sort_order", "id"}


def newest(cast):
    return draft_of(cast.partner_a)


@pytest.mark.parametrize("slug", ["aanbod", "plekken"])
def test_every_field_of_a_service_and_a_place_has_a_screen(slug):
    kind = KINDS[slug]
    asked = {*kind.form.names, "hours", *(n for step in kind.choices for n in step.form.names)}
    fields = {field.name for field in kind.model._meta.concrete_fields}
    assert fields - NOT_ASKED == asked & fields


def test_a_service_tells_for_whom_it_is_and_when_it_stands_still(cast, volunteer):
    answer(volunteer, KEY + "meer/aanbod/nieuw/", name="Naaiclub", for_whom="Vrouwen")
    uid = newest(cast).services.get().translation_key
    path = f"{KEY}meer/aanbod/{uid}/tijden/"
    assert len(controls_of(volunteer.get(path))) <= 8
    answer(volunteer, path, schedule="Om de week", is_closed="on", closed_until="2099-08-03")
    service = newest(cast).services.get()
    assert (service.for_whom, service.schedule) == ("Vrouwen", "Om de week")
    assert (service.is_closed, service.closed_until) == (True, date(2099, 8, 3))


def test_who_takes_the_tick_away_opens_the_service_again(cast, volunteer):
    service = Service(name="Naaiclub", is_closed=True, closed_until=date(2027, 8, 3))
    cast.partner_a.services = [service]
    cast.partner_a.save_revision()
    path = f"{KEY}meer/aanbod/{service.translation_key}/tijden/"
    sent = {"schedule": "", "closed_until": "2027-08-03", "go": "next"}
    assert volunteer.post(path, sent).status_code == 200  # nothing seen: both versions are shown
    shown = volunteer.get(path)
    began = shown.context["began"]
    assert volunteer.post(path, {**sent, "began": began}).status_code == 302
    after = newest(cast).services.get()
    assert (after.is_closed, after.closed_until) == (False, None)


def test_a_day_without_its_tick_and_a_day_that_is_over_are_told(cast, volunteer):
    service = Service(name="Naaiclub")
    cast.partner_a.services = [service]
    cast.partner_a.save_revision()
    path = f"{KEY}meer/aanbod/{service.translation_key}/tijden/"
    page = answer(volunteer, path, closed_until="2099-01-01").content.decode()
    assert 'href="#id_is_closed"' in page
    page = answer(volunteer, path, is_closed="on", closed_until="2020-01-01").content.decode()
    assert 'href="#id_closed_until"' in page
    assert newest(cast).services.get().closed_until is None


def test_how_one_gets_in_is_ticked_and_the_other_facts_stay(cast, volunteer):
    answer(volunteer, KEY + "meer/plekken/nieuw/", name="De school")
    path = f"{KEY}meer/plekken/{newest(cast).locations.get().translation_key}/"
    shown = volunteer.get(path + "binnenkomen/")
    assert shown.content.decode().count('type="checkbox"') == 5
    assert "<legend>" in shown.content.decode()
    assert len(controls_of(shown)) <= 8
    answer(volunteer, path + "binnenkomen/", accessibility_facts=["toilet", "step_free"])
    answer(volunteer, path + "prettig/", accessibility_facts=["pram"])
    facts = newest(cast).locations.get().accessibility_facts
    assert facts == ["step_free", "toilet", "pram"]
    answer(volunteer, path + "binnenkomen/", accessibility_facts=["lift"])
    assert newest(cast).locations.get().accessibility_facts == ["lift", "pram"]
    assert not Location.objects.filter(partner=cast.partner_a).exists()


def test_another_address_loses_the_point_of_the_old_one(cast, volunteer):
    place = Location(address="Kade 1", postcode="1901 AB", latitude=52.5, longitude=4.5)
    cast.partner_a.locations = [place]
    cast.partner_a.save_revision()
    path = f"{KEY}meer/plekken/{place.translation_key}/"
    answer(volunteer, path, name="De school")
    assert newest(cast).locations.get().latitude == 52.5
    answer(volunteer, path, address="Kade 2")
    moved = newest(cast).locations.get()
    assert (moved.address, moved.latitude, moved.longitude) == ("Kade 2", None, None)


def test_who_sent_in_a_change_in_the_cms_is_asked_about_the_rest_in_one_tap(cast, as_user):
    browser = as_user(cast.editor_a)
    cast.partner_a.save_revision().publish()
    assert "Klopt dit nog?" in browser.get("/cms/").content.decode()
    page = draft(cast.partner_a, cast.editor_a, phone="020 000 00 02")
    moderation.submit_profile(page, by=cast.editor_a)
    page = browser.get("/cms/").content.decode()
    assert "En klopt de rest van je pagina ook nog?" in page
    assert f'action="{KEY}klopt/"' in page
    assert browser.post(KEY + "klopt/").status_code == 302
    assert cast.partner_a.confirmations.filter(occasion="mijn").count() == 4


def test_a_helper_is_not_asked_in_the_cms(cast, as_user):
    cast.partner_a.save_revision().publish()
    helper = make_user("hulp@example.org", partner=cast.partner_a, cms_access=True, role="helper")
    assert "Klopt dit nog?" not in as_user(helper).get("/cms/").content.decode()


def test_what_is_no_hour_of_the_organisation_is_told_in_words(cast, volunteer):
    answer(volunteer, KEY + "vraag/verder/", opening_hours="Niet in de vakantie")
    assert newest(cast).opening_hours == "Niet in de vakantie"


def test_the_overview_leads_to_what_is_known_about_oneself(cast, volunteer):
    assert "Inloggen, en wat we van je weten" in volunteer.get(KEY).content.decode()
    account = volunteer.get("/account/passkey/")
    assert 'href="/mijn/gegevens/"' in account.content.decode()


def test_only_a_first_page_is_sent_in_after_the_last_question(cast, volunteer):
    """A change of a page that is public is sent in when one likes."""
    for path in (KEY, KEY + "vraag/wat/"):
        answer(volunteer, KEY + "vraag/wat-niet/", what_we_do_not=f"Koken {len(path)}")
        assert "Je stuurt het in." in volunteer.get(path).content.decode()
    PartnerPage.objects.filter(pk=cast.partner_a.pk).update(live=False)
    for path in (KEY, KEY + "vraag/wat/"):
        assert "Je stuurt alles in na vraag 8." in volunteer.get(path).content.decode()
