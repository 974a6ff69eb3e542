"""How people ask for it, in their own words: at both doors, for the moderator, in every language, and in the search."""

import pytest
from django.test import Client
from wagtail_localize.fields import get_translatable_fields

from tests.factories import make_translation
from tests.partners.mijn_browser import KEY, answer, draft_of, fields_of
from tests.security.forms import shown_in
from wijkzorg_partners.changes import changes_between
from wijkzorg_partners.models import PartnerPage
from wijkzorg_search import indexing
from wijkzorg_search.models import SearchDocument

pytestmark = pytest.mark.slow
QUESTION = KEY + "vraag/verder/"


def test_volunteer_tells_it_at_the_own_door_one_way_a_line(cast, volunteer):
    answer(volunteer, QUESTION, asked_for_as="kom alleen\r\npraatje maken  \r\n")
    assert draft_of(cast.partner_a).asked_for_as == "kom alleen\npraatje maken"
    assert fields_of(volunteer.get(QUESTION))["asked_for_as"] == "kom alleen\npraatje maken"


def test_what_is_too_long_is_refused_at_the_own_door(cast, volunteer):
    response = answer(volunteer, QUESTION, asked_for_as="x" * 1001)
    assert response.status_code == 200
    assert draft_of(cast.partner_a).asked_for_as == ""


def test_editor_tells_it_in_the_cms_and_too_much_is_refused(cast, as_user):
    browser = as_user(cast.editor_a)
    path = f"/cms/pages/{cast.partner_a.pk}/edit/"
    shown = {name: value for name, value in shown_in(browser.get(path)).items() if value != ""}
    browser.post(path, {**shown, "asked_for_as": "kom alleen"})
    assert draft_of(cast.partner_a).asked_for_as == "kom alleen"
    refused = browser.post(path, {**shown, "asked_for_as": "x" * 1001})
    assert "asked_for_as" in refused.context["form"].errors
    assert draft_of(cast.partner_a).asked_for_as == "kom alleen"


def test_moderator_reads_what_changed_in_it(cast, volunteer):
    answer(volunteer, QUESTION, asked_for_as="kom alleen")
    live = PartnerPage.objects.get(pk=cast.partner_a.pk)
    told = [str(change) for change in changes_between(live, draft_of(live))]
    assert told == ["Zo vragen mensen hierom, erbij: kom alleen"]


def test_it_is_translated_and_not_copied_as_a_fact():
    fields = {
        one.field_name: one.is_translated(None) for one in get_translatable_fields(PartnerPage)
    }
    assert (fields["asked_for_as"], fields["phone"]) == (True, False)


def test_each_language_keeps_its_own_words(cast):
    turkish = make_translation(cast.partner_a, "tr", asked_for_as="yalnızım")
    page = PartnerPage.objects.get(pk=cast.partner_a.pk)
    page.asked_for_as = "kom alleen"
    page.save_revision().publish()
    assert PartnerPage.objects.get(pk=turkish.pk).asked_for_as == "yalnızım"
    indexing.rebuild()
    words = dict(
        SearchDocument.objects.filter(
            source="partner", object_id__in=[page.pk, turkish.pk]
        ).values_list("language", "words__asked")
    )
    assert words == {"nl": "kom alleen", "tr": "yalnizim"}


def test_visitors_find_the_partner_by_it_and_do_not_read_it(cast, search_follows):
    page = PartnerPage.objects.get(pk=cast.partner_a.pk)
    page.asked_for_as = "zqmuren komen op mij af"
    page.save_revision().publish()
    found = Client().get("/zoeken/?q=zqmuren").context["results"]
    assert [one.title for one in found] == [page.title]
    assert "zqmuren" not in Client().get(page.url).content.decode()
