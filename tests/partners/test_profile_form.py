"""The edit form of a profile in the CMS: lines become hours, choices can be read, consent is recorded."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.events.forms import change as edit
from tests.events.forms import rows
from tests.factories import make_image, make_language
from wijkzorg_partners.consent import name_hash
from wijkzorg_partners.models import ConsentWithdrawal, Location, PartnerPage, Service

pytestmark = pytest.mark.slow

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def browser(cast, as_user):
    return as_user(cast.editor_a)


def newest(partner):
    return PartnerPage.objects.get(pk=partner.pk).get_latest_revision_as_object()


def errors_of(answer):
    assert answer.status_code == 200
    form = answer.context["form"]
    return {
        **form.errors,
        **{
            f"{name}-{number}-{field}": errors
            for name, formset in form.formsets.items()
            for number, row in enumerate(formset.forms)
            for field, errors in row.errors.items()
        },
    }


def saved(answer):
    assert answer.status_code == 302, errors_of(answer)


@pytest.mark.parametrize(("role", "has_slug"), [("editor_a", False), ("moderator", True)])
def test_the_name_writes_the_slug_along_only_where_the_form_has_one(cast, as_user, role, has_slug):
    """Without a slug, Wagtail's script would ask the browser for the element "": an error."""
    html = (
        as_user(getattr(cast, role)).get(f"/cms/pages/{cast.partner_a.pk}/edit/").content.decode()
    )
    assert 'data-w-sync-target-value=""' not in html
    assert ('data-w-sync-target-value="#id_slug"' in html) is has_slug
    assert ('name="slug"' in html) is has_slug


def test_lines_become_hours_and_come_back_as_lines(cast, browser):
    saved(edit(browser, cast.partner_a, hours="ma-vr 9.30-12.00\r\neerste za van de maand 14-16"))
    assert newest(cast.partner_a).hours["weekly"][-1] == {
        "byday": "1SA",
        "opens_at": "14:00",
        "closes_at": "16:00",
    }
    html = browser.get(f"/cms/pages/{cast.partner_a.pk}/edit/").content.decode()
    assert "Maandag tot en met vrijdag: 9.30 tot 12.00 uur" in html
    assert "Eerste zaterdag van de maand: 14.00 tot 16.00 uur" in html


def test_each_line_that_is_no_time_is_told_and_nothing_typed_is_lost(cast, browser):
    typed = "ma 10-12\r\nsoms open\r\ndi 12-10"
    answer = edit(browser, cast.partner_a, hours=typed)
    told = [str(error) for error in errors_of(answer)["hours"]]
    assert ["2" in told[0], "3" in told[1], len(told)] == [True, True, 2]
    assert "soms open" in answer.content.decode()


def test_a_form_that_is_sent_back_unchanged_changes_nothing(cast, browser):
    saved(edit(browser, cast.partner_a, hours="di 10-12"))
    before = newest(cast.partner_a).serializable_data()
    saved(edit(browser, cast.partner_a))
    after = newest(cast.partner_a).serializable_data()
    left_out = {"latest_revision", "latest_revision_created_at"}
    assert {k: v for k, v in before.items() if k not in left_out} == {
        k: v for k, v in after.items() if k not in left_out
    }


def test_a_service_chooses_by_names_and_keeps_codes(cast, network, browser):
    make_language("ar", "Arabisch")
    partner = cast.partner_a
    partner.locations = [Location(name="De Kelder", postcode="1901 AB")]
    partner.save_revision()
    (place,) = newest(partner).locations.all()
    html = browser.get(f"/cms/pages/{partner.pk}/edit/").content.decode()
    assert "Ik ben vaak alleen" in html
    assert "De Kelder" in html
    answer = edit(
        browser,
        partner,
        **rows(
            "services",
            {
                "name": "Soep",
                "hours": "di 12-14",
                "access": "walk_in",
                "theme_slugs": ["geld"],
                "language_codes": ["ar"],
                "location_key": str(place.translation_key),
                "is_closed": "on",
                "closed_until": "2027-01-10",
            },
        ),
    )
    saved(answer)
    (service,) = newest(partner).services.all()
    assert (service.theme_slugs, service.language_codes) == (["geld"], ["ar"])
    assert service.location_key == place.translation_key
    assert service.hours["weekly"][0]["byday"] == "TU"
    assert service.closed_until == date(2027, 1, 10)
    assert sorted(newest(partner).theme_slugs) == ["eenzaamheid", "geld"]


def test_a_service_with_a_place_of_its_own_can_be_changed_again(cast, browser):
    partner = cast.partner_a
    place = Location(name="De Kelder", locale=partner.locale)
    partner.locations = [place]
    partner.services = [Service(name="Soep", location_key=place.translation_key, locale=partner.locale)]  # fmt: skip
    partner.save_revision().publish()
    saved(edit(browser, partner, **{"services-0-name": "Brood"}))
    (service,) = newest(partner).services.all()
    assert (service.name, service.location_key) == ("Brood", place.translation_key)
    saved(edit(browser, partner, **{"services-0-location_key": ""}))
    assert newest(partner).services.all()[0].location_key is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("theme_slugs", ["onzin"]),
        ("language_codes", ["xx"]),
        ("location_key", "3f0d8c1e-0000-4000-8000-000000000000"),
        ("hours", "soms"),
        ("closed_until", "2027-01-10"),
    ],
)
def test_a_service_takes_nothing_that_is_not_offered(cast, browser, field, value):
    row = {"name": "Soep", "access": "walk_in", field: value}
    answer = edit(browser, cast.partner_a, **rows("services", row))
    assert list(errors_of(answer)) == [f"services-0-{field}"]


def test_facts_of_accessibility_are_boxes_to_tick(cast, browser):
    answer = edit(
        browser,
        cast.partner_a,
        **rows(
            "locations",
            {"name": "Kelder", "accessibility_facts": ["lift", "pram"], "address_hidden": "on"},
        ),
    )
    saved(answer)
    (place,) = newest(cast.partner_a).locations.all()
    assert (place.accessibility_facts, place.address_hidden) == (["lift", "pram"], True)


def test_half_a_point_is_told(cast, browser):
    row = {"name": "Kelder", "latitude": "52.5", "longitude": ""}
    answer = edit(browser, cast.partner_a, **rows("locations", row))
    assert list(errors_of(answer)) == ["locations-0-__all__"]


@pytest.mark.parametrize("visibility", ["public", "network"])
def test_nobody_is_shown_without_having_agreed(cast, browser, visibility):
    row = {"name": "Samira", "visibility": visibility}
    answer = edit(browser, cast.partner_a, **rows("contact_persons", row))
    assert list(errors_of(answer)) == ["contact_persons-0-consent_on"]


def test_who_fills_in_the_consent_is_recorded(cast, browser):
    row = {"name": "Samira", "visibility": "public", "consent_on": "2026-01-01"}
    saved(edit(browser, cast.partner_a, **rows("contact_persons", row)))
    (person,) = newest(cast.partner_a).contact_persons.all()
    assert person.consent_recorded_by == cast.editor_a


def test_a_consent_of_tomorrow_is_no_consent(cast, browser):
    tomorrow = timezone.localdate() + timedelta(days=1)
    row = {"name": "Samira", "visibility": "public", "consent_on": tomorrow.isoformat()}
    answer = edit(browser, cast.partner_a, **rows("contact_persons", row))
    assert list(errors_of(answer)) == ["contact_persons-0-consent_on"]


@pytest.mark.parametrize(("agreed", "taken"), [(YESTERDAY, False), (timezone.localdate(), True)])
def test_a_name_that_was_withdrawn_needs_a_later_consent(cast, browser, agreed, taken):
    ConsentWithdrawal.objects.create(
        partner=cast.partner_a,
        name_hash=name_hash("Samira"),
        withdrawn_at=timezone.now() - timedelta(days=1),
    )
    row = {"name": " SAMIRA", "visibility": "public", "consent_on": agreed.isoformat()}
    answer = edit(browser, cast.partner_a, **rows("contact_persons", row))
    if taken:
        saved(answer)
    else:
        assert list(errors_of(answer)) == ["contact_persons-0-consent_on"]


def test_sending_in_asks_for_the_five_and_a_draft_does_not(cast, browser):
    empty = {"summary": "", "what_we_do": "", "for_whom": "", "phone": "", "areas": []}
    saved(edit(browser, cast.partner_a, **empty))
    answer = edit(browser, cast.partner_a, **{"action-submit": "1"})
    assert set(errors_of(answer)) == {"summary", "for_whom", "phone", "areas"}
    assert not PartnerPage.objects.get(pk=cast.partner_a.pk).workflow_in_progress


def test_whole_profiles_are_sent_in(cast, browser):
    saved(edit(browser, cast.partner_a, **{"action-submit": "1"}))
    assert PartnerPage.objects.get(pk=cast.partner_a.pk).workflow_in_progress


@pytest.fixture
def undescribed(cast):
    """A photo of the partner of which nobody told what is to be seen on it."""
    collection = cast.partner_a.own_collection.collection
    photo = make_image("IMG_2041", collection=collection, user=cast.editor_a)
    photo.description = " "
    photo.save()
    return photo


def test_a_draft_takes_a_photo_that_nobody_described(cast, browser, undescribed):
    saved(edit(browser, cast.partner_a, photo=str(undescribed.pk)))
    assert newest(cast.partner_a).photo == undescribed


@pytest.mark.parametrize(
    ("role", "sent"),
    [
        ("editor_a", {"action-submit": "1"}),
        ("moderator", {"action-publish": "1"}),
        ("moderator", {"action-workflow-action": "1", "workflow-action-name": "approve"}),
    ],
)
def test_the_public_gets_no_photo_that_nobody_described(cast, as_user, undescribed, role, sent):
    partner, who = cast.partner_a, as_user(getattr(cast, role))
    if "workflow-action-name" in sent:
        saved(edit(as_user(cast.editor_a), partner, **{"action-submit": "1"}))
    answer = edit(who, partner, photo=str(undescribed.pk), for_whom="Net getypt.", **sent)
    assert list(errors_of(answer)) == ["photo"]
    assert "Net getypt." in answer.content.decode()
    assert PartnerPage.objects.get(pk=partner.pk).photo is None

    undescribed.description = "Twee mensen aan een tafel."
    undescribed.save()
    saved(edit(who, partner, photo=str(undescribed.pk), **sent))
    assert newest(partner).photo == undescribed


def test_the_revision_is_plain_json(cast, browser):
    saved(edit(browser, cast.partner_a, hours="di 10-12"))
    content = PartnerPage.objects.get(pk=cast.partner_a.pk).latest_revision.content
    assert json.loads(json.dumps(content))["hours"] == {
        "weekly": [{"byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}]
    }
