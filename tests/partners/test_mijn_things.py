"""The volunteer's own door: services, places, contact persons, and the photo."""

from wagtail.images import get_image_model

from tests.factories import make_language, picture_file
from tests.partners.mijn_browser import KEY, answer, draft_of, fields_of, public_of
from wijkzorg_partners.models import ContactPerson, Service


def test_a_service_is_added_changed_and_taken_off(cast, volunteer):
    path = KEY + "meer/aanbod/"
    answer(volunteer, path + "nieuw/", name="Koffietafel", access="walk_in")
    answer(volunteer, path + "nieuw/", name="Taalles")
    coffee, lesson = draft_of(cast.partner_a).services.all()
    assert (coffee.name, coffee.walk_in, lesson.name) == ("Koffietafel", True, "Taalles")
    answer(volunteer, f"{path}{coffee.translation_key}/", name="Theetafel")
    assert [one.name for one in draft_of(cast.partner_a).services.all()] == ["Theetafel", "Taalles"]
    asked = volunteer.get(path, {"welke": coffee.translation_key, "weg": "1"})
    assert volunteer.get(asked["Location"]).status_code == 200
    assert len(draft_of(cast.partner_a).services.all()) == 2
    volunteer.post(asked["Location"])
    assert [one.name for one in draft_of(cast.partner_a).services.all()] == ["Taalles"]
    assert public_of(cast.partner_a).services.count() == 0


def test_a_new_service_is_asked_for_its_own_place_themes_and_languages(cast, network, volunteer):
    make_language("ar", "Arabisch")
    answer(volunteer, KEY + "meer/plekken/nieuw/", name="De school", postcode="1901 AA")
    asked = answer(volunteer, KEY + "meer/aanbod/nieuw/", name="Koffietafel")["Location"]
    place = draft_of(cast.partner_a).locations.get()
    theme = network.themes[1]
    asked = answer(volunteer, asked, location_key=str(place.translation_key))["Location"]
    asked = answer(volunteer, asked, theme_slugs_2=theme.slug)["Location"]
    assert "Koffietafel" in volunteer.get(asked).content.decode()
    assert answer(volunteer, asked, language_codes="Arabisch")["Location"] == KEY + "meer/aanbod/"
    service = draft_of(cast.partner_a).services.get()
    assert service.location_key == place.translation_key
    assert (service.theme_slugs, service.language_codes) == ([theme.slug], ["ar"])
    assert public_of(cast.partner_a).services.count() == 0


def test_one_thing_about_a_service_is_chosen_in_the_list_changed_and_emptied(
    cast, network, volunteer
):
    slugs = [theme.slug for theme in network.themes]
    service = Service(name="Taalles", theme_slugs=slugs, language_codes=["tr", "nl"])
    make_language("tr", "Turks")
    make_language("nl", "Nederlands")
    cast.partner_a.services = [service]
    before = cast.partner_a.save_revision()
    listing = KEY + "meer/aanbod/"
    for step in ("plek", "waarover", "talen"):
        chosen = {"welke": service.translation_key, "wat": step}
        asked = volunteer.get(listing, chosen)["Location"]
        assert answer(volunteer, asked)["Location"] == listing  # nothing changed: no draft either
    cast.partner_a.refresh_from_db()
    assert cast.partner_a.latest_revision == before
    answer(volunteer, f"{listing}{service.translation_key}/waarover/", theme_slugs_1="")
    answer(volunteer, f"{listing}{service.translation_key}/talen/", language_codes="")
    after = draft_of(cast.partner_a).services.get()
    assert (after.theme_slugs, after.language_codes) == (slugs[1:], [])


def test_two_who_choose_another_theme_see_both_in_words(cast, network, volunteer):
    service = Service(name="Taalles")
    cast.partner_a.services = [service]
    cast.partner_a.save_revision()
    path = f"{KEY}meer/aanbod/{service.translation_key}/waarover/"
    shown = volunteer.get(path)
    first, second = network.themes
    draft = draft_of(cast.partner_a)
    service = draft.services.get()
    service.theme_slugs = [first.slug]
    draft.services = [service]
    draft.save_revision(user=cast.editor_a)
    page = volunteer.post(path, {**fields_of(shown), "theme_slugs_1": second.slug, "go": "next"})
    text = page.content.decode()
    assert f"<p><bdi>{first.everyday_name}</bdi></p>" in text
    assert f"<p><bdi>{second.everyday_name}</bdi></p>" in text
    assert draft_of(cast.partner_a).services.get().theme_slugs == [first.slug]


def test_a_place_of_another_is_none_to_choose(cast, volunteer):
    cast.partner_a.services = [service := Service(name="Taalles")]
    cast.partner_a.save_revision()
    path = f"{KEY}meer/aanbod/{service.translation_key}/plek/"
    refused = answer(volunteer, path, location_key="7f9c24e8-3b12-4fef-91e0-5a8a1d2c9f11")
    assert 'href="#id_location_key"' in refused.content.decode()
    assert draft_of(cast.partner_a).services.get().location_key is None


def test_a_draft_with_new_things_can_be_published(cast, volunteer):
    answer(volunteer, KEY + "meer/aanbod/nieuw/", name="Koffietafel")
    answer(volunteer, KEY + "meer/plekken/nieuw/", address="Kade 1", postcode="1901 AA")
    answer(volunteer, KEY + "meer/contact/nieuw/", name="Wil", visibility="public", agrees="on")
    cast.partner_a.refresh_from_db()
    cast.partner_a.get_latest_revision().publish()
    page = public_of(cast.partner_a)
    assert page.services.get().locale == page.locale
    assert (page.locations.get().address, page.contact_persons.get().name) == ("Kade 1", "Wil")


def test_a_contact_person_is_shown_only_with_recorded_consent(cast, volunteer):
    path = KEY + "meer/contact/nieuw/"
    refused = answer(volunteer, path, name="Samira", visibility="public")
    assert refused.status_code == 200
    assert 'href="#id_agrees"' in refused.content.decode()
    answer(volunteer, path, name="Samira", visibility="public", agrees="on")
    person = draft_of(cast.partner_a).contact_persons.get()
    assert person.is_public
    assert person.consent_recorded_by.email == "wil@example.org"
    answer(volunteer, path, name="Nurgül", visibility="moderators")
    other = [one for one in draft_of(cast.partner_a).contact_persons.all() if one.name != "Samira"]
    assert other[0].consent_on is None


def test_a_contact_person_who_is_taken_off_is_gone_from_the_public_page_at_once(cast, volunteer):
    cast.partner_a.contact_persons = [ContactPerson(name="Samira", visibility="public")]
    cast.partner_a.save_revision().publish()
    uid = public_of(cast.partner_a).contact_persons.get().uid
    volunteer.post(f"{KEY}meer/contact/{uid}/weg/")
    assert public_of(cast.partner_a).contact_persons.count() == 0


def test_a_photo_goes_into_the_partners_own_collection_with_its_text(cast, volunteer):
    path = KEY + "vraag/foto/"
    without_text = answer(volunteer, path, picture=picture_file())
    assert 'href="#id_description"' in without_text.content.decode()
    assert get_image_model().objects.count() == 0
    answer(volunteer, path, picture=picture_file(), description="Een lange tafel.")
    image = get_image_model().objects.get()
    assert image.collection == cast.partner_a.own_collection.collection
    assert (image.description, image.uploaded_by_user.email) == (
        "Een lange tafel.",
        "wil@example.org",
    )
    assert draft_of(cast.partner_a).photo == image
    assert volunteer.get(image.file.url).status_code == 200
    assert public_of(cast.partner_a).photo is None
    answer(volunteer, path, away="on")
    assert draft_of(cast.partner_a).photo is None
