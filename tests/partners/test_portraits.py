"""A contact person's photo: with consent, of one's own, and gone with the consent, file and all."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.admin.panels import get_form_for_model
from wagtail.images import get_image_model

from tests.factories import make_image, make_user, picture_file
from tests.partners.mijn_browser import answer
from wijkzorg_partners import actions, consent, own_data
from wijkzorg_partners.forms import ContactPersonForm
from wijkzorg_partners.models import ContactPerson, PartnerPage
from wijkzorg_partners.permissions import _waits_for_a_moderator

pytestmark = pytest.mark.slow

PEOPLE = "/mijn/buurtkamer-de-kade/meer/contact/"


@pytest.fixture
def portrait(cast):
    collection = actions.own_collection(cast.partner_a)
    return make_image("Foto", collection=collection, user=cast.editor_a, name="gezicht.png")


@pytest.fixture
def samira(cast, portrait):
    """On the public page, with her photo."""
    cast.partner_a.contact_persons = [
        ContactPerson(
            name="Samira",
            email="samira@example.org",
            visibility="public",
            consent_on=timezone.localdate(),
            photo=portrait,
        )
    ]
    cast.partner_a.save_revision().publish()
    return cast.partner_a.contact_persons.get()


def newest(cast):
    page = PartnerPage.objects.get(pk=cast.partner_a.pk)
    return page.get_latest_revision_as_object().contact_persons.get()


def images():
    return get_image_model().objects.count()


def files_on_the_page(browser, cast):
    page = browser.get(cast.partner_a.get_url()).content.decode()
    portrait = re.search(r"<picture>(?:(?!</picture>).)*portrait.*?</picture>", page, re.DOTALL)
    return re.findall(r'/media/[^\s",]+', portrait[0]) if portrait else []


def test_a_volunteer_adds_a_photo_of_somebody_who_agreed(cast, volunteer):
    path = answer(volunteer, PEOPLE + "nieuw/", name="Samira", visibility="public", agrees="on")[
        "Location"
    ]
    not_asked = answer(volunteer, path, picture=picture_file())
    assert 'href="#id_agrees"' in not_asked.content.decode()
    assert images() == 0
    assert answer(volunteer, path, picture=picture_file(), agrees="on")["Location"] == PEOPLE
    photo = newest(cast).photo
    assert photo.collection == cast.partner_a.own_collection.collection
    assert "Samira" not in photo.title + photo.description
    answer(volunteer, path, away="on")
    assert newest(cast).photo is None


def test_nobody_has_a_photo_whom_not_everybody_may_see(cast, volunteer, samira, portrait):
    hidden = ContactPerson(name="X", visibility="network", consent_on=timezone.localdate())
    hidden.photo = portrait
    with pytest.raises(ValidationError) as fault:
        hidden.clean()
    assert set(fault.value.message_dict) == {"photo"}
    hidden.partner = cast.partner_b
    hidden.save()
    assert hidden.photo is None
    answer(volunteer, f"{PEOPLE}{samira.uid}/", visibility="network", agrees="on")
    assert newest(cast).photo is None
    refused = answer(volunteer, f"{PEOPLE}{samira.uid}/foto/", picture=picture_file(), agrees="on")
    assert 'href="#id_picture"' in refused.content.decode()
    assert newest(cast).photo is None


def test_somebody_new_whom_few_may_see_is_not_asked_for_a_photo(cast, volunteer):
    asked = answer(volunteer, PEOPLE + "nieuw/", name="Nurgül", visibility="moderators")
    assert asked["Location"] == PEOPLE


def test_the_public_sees_the_photo_until_consent_is_withdrawn(cast, client, samira, portrait):
    shown = files_on_the_page(client, cast)
    assert len(shown) >= 3
    assert all(client.get(path).status_code == 200 for path in shown)
    consent.withdraw_consent(cast.partner_a, samira.uid, by=cast.editor_a)
    assert images() == 0
    assert files_on_the_page(client, cast) == []
    assert {client.get(path).status_code for path in shown} == {404}
    assert not any(
        str(portrait.pk) == str(person.get("photo"))
        for revision in cast.partner_a.revisions.all()
        for person in revision.content["contact_persons"]
    )


def test_the_files_are_gone_from_the_disk(
    cast, client, samira, portrait, django_capture_on_commit_callbacks
):
    files_on_the_page(client, cast)
    stored = [portrait.file.name, *(one.file.name for one in portrait.renditions.all())]
    assert len(stored) > 3
    assert all(default_storage.exists(name) for name in stored)
    with django_capture_on_commit_callbacks(execute=True):
        consent.withdraw_consent(cast.partner_a, samira.uid, by=cast.editor_a)
    assert not any(default_storage.exists(name) for name in stored)


def test_a_photo_that_the_page_itself_shows_stays(cast, samira, portrait):
    cast.partner_a.photo = portrait
    cast.partner_a.save_revision().publish()
    consent.withdraw_consent(cast.partner_a, samira.uid, by=cast.editor_a)
    assert images() == 1


def test_a_photo_in_a_draft_of_the_page_stays_hidden_and_is_kept(cast, client, samira, portrait):
    cast.partner_a.photo = portrait
    cast.partner_a.save_revision()
    consent.withdraw_consent(cast.partner_a, samira.uid, by=cast.editor_a)
    assert images() == 1
    assert client.get(portrait.file.url).status_code == 404


def test_who_erases_the_own_data_takes_the_photo_along(cast, samira, portrait):
    entry = own_data.contact_entries({"samira@example.org"})[0]
    assert entry.has_photo
    own_data.take_off(entry, by=make_user("samira@example.org"))
    assert images() == 0


def test_who_is_named_under_a_second_address_takes_the_photo_along_too(cast, samira):
    entry = own_data.contact_entries({"samira@example.org"})[0]
    own_data.take_off(entry, by=make_user("samira.thuis@example.org"))
    assert images() == 0
    assert not ContactPerson.objects.exists()


def test_a_photo_that_waits_for_a_moderator_keeps_its_file(cast, portrait):
    cast.partner_a.contact_persons = [
        ContactPerson(name="Samira", visibility="public", photo=portrait)
    ]
    cast.partner_a.save_revision(user=cast.editor_a)
    assert not _waits_for_a_moderator(cast.editor_a, portrait)
    cast.partner_a.get_workflow().start(cast.partner_a, cast.editor_a)
    assert _waits_for_a_moderator(cast.editor_a, portrait)


def test_the_form_in_the_cms_takes_no_photo_of_another(cast, samira, portrait):
    other = make_image("Van B", collection=actions.own_collection(cast.partner_b), name="b.png")
    assert taken(samira, other, cast.editor_a) == portrait.pk
    assert taken(samira, other, cast.moderator) == other.pk


def taken(person, image, user):
    """The photo that a row takes when somebody sends the key of an image in it."""
    names = ["name", "visibility", "consent_on", "photo"]
    row = get_form_for_model(ContactPerson, form_class=ContactPersonForm, fields=names)
    sent = {"name": "Samira", "visibility": "public", "consent_on": "2026-01-01"}
    form = row({**sent, "photo": str(image.pk)}, instance=person, for_user=user)
    assert form.is_valid(), form.errors
    return form.cleaned_data["photo"].pk
