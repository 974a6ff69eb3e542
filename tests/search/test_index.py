"""The index follows the pages: after commit, by tasks that may be repeated, and mended by the tick."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from tests.factories import make_language, make_partner, make_translation
from wijkzorg_partners.models import PartnerIndexPage, PartnerPage
from wijkzorg_search import following, indexing, knowing
from wijkzorg_search.models import Concept, SearchDocument, SearchState, SearchStatistics

pytestmark = pytest.mark.both_databases


@pytest.fixture
def soup(network):
    return make_partner(network.directory, "Soepclub", summary="Wij koken soep voor de buurt.")


def found(client, words="soep", language=""):
    headers = {"Accept-Language": language} if language else {}
    answer = client.get("/api/v1/search", {"q": words}, headers=headers)
    assert answer.status_code == 200
    return [one["title"] for one in answer.json()["results"]]


def hide(page):
    page.unpublish()


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def delete(page):
    page.delete()


def expire(page):
    page.expire_at = timezone.now() - timedelta(hours=1)
    page.save_revision().publish()
    call_command("publish_scheduled", stdout=StringIO())


@pytest.mark.parametrize("do", [hide, restrict, delete, expire])
def test_what_is_no_longer_public_is_gone(client, soup, do):
    assert found(client) == ["Soepclub"]
    do(soup)
    assert found(client) == []
    assert client.get("/zoeken/suggesties/?q=soep").json() == []
    assert not SearchDocument.objects.filter(object_id=soup.pk).exists()


def test_after_a_change_the_next_question_finds_all_that_it_needs_ready(client, soup, monkeypatch):
    frozen = []
    monkeypatch.setattr(knowing.gc, "freeze", lambda: frozen.append(True))
    assert found(client) == ["Soepclub"]
    soup.summary = "Wij koken bonen."
    soup.save_revision().publish()
    index = knowing.index_now()
    assert (list(index.shelves), frozen) == (["nl"], [])
    monkeypatch.setattr(knowing, "MANY_DOCUMENTS", 1)
    knowing.forget()
    assert found(client, "bonen") == ["Soepclub"]
    assert frozen == [True]


def test_a_page_is_found_in_its_own_language_whoever_publishes_it_in_another(client, network):
    with translation.override("ar"):
        make_partner(network.directory, "Taalclub", languages=[make_language("ar", "Arabisch")])
        knowing.index_now()
    words = SearchDocument.objects.get(title="Taalclub").words
    assert "arabisch" in " ".join(words.values()).split()
    assert found(client, "arabisch") == ["Taalclub"]


def test_what_is_hidden_is_not_shown_even_before_the_task_ran(client, soup, monkeypatch):
    assert found(client) == ["Soepclub"]
    monkeypatch.setattr(following, "after_commit", lambda work: None)
    soup.unpublish()
    assert SearchDocument.objects.filter(object_id=soup.pk).exists()
    assert found(client) == []


def test_a_page_that_moved_below_a_closed_one_is_gone_and_comes_back(client, network, soup):
    closed = network.district.add_child(instance=PartnerIndexPage(title="Dicht", slug="dicht"))
    restrict(closed)
    closed = PartnerIndexPage.objects.get(pk=closed.pk)
    other = make_partner(network.directory, "Fietsclub")
    soup.move(closed, pos="last-child")
    assert found(client) == []
    PartnerPage.objects.get(pk=soup.pk).move(other, pos="right")
    assert found(client) == ["Soepclub"]


def test_a_draft_changes_nothing(client, soup):
    soup.summary = "Wij koken rijst."
    soup.save_revision()
    assert found(client, "rijst") == []
    assert found(client) == ["Soepclub"]


def test_a_publication_that_the_task_never_saw_is_mended_by_the_tick(client, soup, monkeypatch):
    found(client)
    monkeypatch.setattr(following, "after_commit", lambda work: None)
    make_partner(soup.get_parent().specific, "Nachtsoep", summary="Soep in de nacht.")
    soup.unpublish()
    assert found(client) == []
    call_command("tick", stdout=StringIO())
    assert found(client) == ["Nachtsoep"]


def test_a_text_that_the_task_never_saw_is_mended_by_the_check(client, soup, monkeypatch):
    found(client)
    monkeypatch.setattr(following, "after_commit", lambda work: None)
    soup.summary = "Wij koken rijst."
    soup.save_revision().publish()
    said = StringIO()
    call_command("check_search", stdout=said)
    assert "1 documents mended" in said.getvalue()
    assert found(client, "rijst") == ["Soepclub"]
    again = StringIO()
    call_command("check_search", stdout=again)
    assert "The index is right." in again.getvalue()


def test_writing_twice_changes_nothing(soup):
    indexing.rebuild()
    before = list(SearchDocument.objects.values_list("pk", "source_hash", "weights"))
    assert indexing.refresh("partner", [soup.pk]) == 0
    indexing.rebuild()
    assert list(SearchDocument.objects.values_list("pk", "source_hash", "weights")) == before


def test_counts_are_the_same_whether_built_at_once_or_page_by_page(network, soup):
    indexing.rebuild()
    other = make_partner(network.directory, "Fietsclub", summary="Wij fietsen door de buurt.")
    indexing.refresh("partner", [other.pk])
    soup.summary = "Wij koken rijst."
    soup.save_revision().publish()
    indexing.refresh("partner", [soup.pk])

    def counts():
        [one] = SearchStatistics.objects.values()
        return one

    page_by_page = counts()
    indexing.rebuild()
    assert page_by_page == counts()


def test_a_new_concept_is_understood_after_the_commit(client, soup):
    assert found(client, "trek") == []
    Concept.objects.create(code="eten", name="Eten", offered="soep", asked_nl="trek")
    assert found(client, "trek") == ["Soepclub"]


def test_everything_is_found_in_each_of_its_languages(client, soup):
    make_translation(soup, "en", title="Soup club", summary="We cook soup for the neighbours.")
    assert found(client, "soup", "en") == ["Soup club"]
    assert found(client, "koken") == ["Soepclub"]
    assert SearchDocument.objects.filter(translation_key=soup.translation_key).count() == 2


def test_only_what_changed_is_written_anew(client, network, soup):
    found(client)
    state = SearchState.current()
    make_partner(network.directory, "Fietsclub", summary="Wij fietsen.")
    assert found(client, "fietsen") == ["Fietsclub"]
    changed = SearchDocument.objects.filter(written_in__gt=state)
    assert list(changed.values_list("title", flat=True)) == ["Fietsclub"]
