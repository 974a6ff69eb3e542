"""Two partners become one: no address, member, activity or mention is lost, and twice is as once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Workflow

from tests.factories import (
    make_document,
    make_event,
    make_image,
    make_news,
    make_partner,
    make_report,
    make_translation,
    make_user,
)
from wijkzorg_events.models import AgendaPage, Agreement, EventPage
from wijkzorg_news.models import NewsIndexPage
from wijkzorg_partners import actions, merging, people
from wijkzorg_partners.models import (
    Confirmation,
    Invitation,
    Membership,
    OneTimeLink,
    PartnerPage,
    PartnerRecord,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("cast")]


@pytest.fixture
def places(network):
    network.agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    network.news = network.district.add_child(instance=NewsIndexPage(title="Nieuws", slug="nieuws"))
    return network


def merged(cast, **kwargs):
    return merging.merge(cast.partner_a, cast.partner_b, by=kwargs.get("by", cast.moderator))


def lands_at(path):
    """Where a visitor of an old address comes out, following redirects."""
    response = Client().get(path, follow=True)
    return [status for _to, status in response.redirect_chain], response.request["PATH_INFO"]


def roles_at(partner):
    rows = Membership.objects.filter(partner=partner).values_list("user__email", "role")
    return dict(rows)


# -------------------------------------------------------------------------------------- addresses


def test_the_old_page_is_kept_offline_and_its_address_leads_to_the_other(cast):
    old, new = cast.partner_a.get_url(), cast.partner_b.get_url()
    merged(cast)
    cast.partner_a.refresh_from_db()
    assert not cast.partner_a.live
    assert lands_at(old) == ([301], new)
    assert lands_at(old + "?van=flyer") == ([301], new)
    assert PartnerRecord.objects.get(partner=cast.partner_a).merged_into == cast.partner_b


def test_the_address_leads_on_when_the_other_page_moves_or_is_merged_itself(cast, network):
    old = cast.partner_a.get_url()
    third = make_partner(network.directory, "Huis van de Buurt")
    merged(cast)
    merging.merge(cast.partner_b, third, by=cast.moderator)
    assert lands_at(old)[1] == third.get_url()
    assert PartnerRecord.objects.get(partner=cast.partner_a).merged_into == third
    third.refresh_from_db()
    third.slug = "een-ander-huis"
    third.save_revision().publish()
    assert lands_at(old) == ([301], PartnerPage.objects.get(pk=third.pk).get_url())


def test_every_language_goes_offline_and_leads_to_its_own_language_where_it_can(cast):
    english, turkish = (
        make_translation(cast.partner_a, "en"),
        make_translation(cast.partner_a, "tr"),
    )
    there = make_translation(cast.partner_b, "en")
    old_en, old_tr = english.get_url(), turkish.get_url()
    merged(cast)
    assert not PartnerPage.objects.filter(
        translation_key=cast.partner_a.translation_key, live=True
    ).exists()
    assert lands_at(old_en) == ([301], there.get_url())
    assert lands_at(old_tr) == ([301], cast.partner_b.get_url())


def test_an_earlier_address_of_the_old_page_leads_on_too(cast):
    Redirect.objects.create(old_path="/oud-adres", redirect_page=cast.partner_a)
    merged(cast)
    assert lands_at("/oud-adres/") == ([301], cast.partner_b.get_url())


# ------------------------------------------------------------------------------ what lies below


def test_activities_move_below_the_other_and_their_addresses_lead_on(cast):
    event = make_event(cast.partner_a, "Soep")
    draft = make_event(cast.partner_a, "Nog niet", live=False)
    old = event.get_url()
    assert merged(cast).pages == 2
    event, draft = EventPage.objects.get(pk=event.pk), EventPage.objects.get(pk=draft.pk)
    assert event.get_parent().pk == draft.get_parent().pk == cast.partner_b.pk
    assert (event.live, draft.live) == (True, False)
    assert event.own_partner == cast.partner_b
    assert lands_at(old) == ([301], event.get_url())
    assert PartnerPage.objects.get(pk=cast.partner_a.pk).numchild == 0


def test_of_two_activities_with_one_address_the_one_that_comes_gets_another(cast):
    make_event(cast.partner_b, "Soep")
    coming = make_event(cast.partner_a, "Soep")
    report = make_report(coming, "Verslag")
    old, old_report = coming.get_url(), report.get_url()
    merged(cast)
    coming = EventPage.objects.get(pk=coming.pk)
    assert coming.slug == "soep-2"
    assert lands_at(old) == ([301], coming.get_url())
    assert lands_at(old_report) == ([301], f"{coming.get_url()}verslag/")
    coming.get_latest_revision().publish()
    assert EventPage.objects.get(pk=coming.pk).slug == "soep-2"


def test_an_activity_in_a_language_that_the_other_lacks_stands_below_a_draft_in_it(cast):
    event = make_translation(make_event(cast.partner_a, "Soep"), "en", title="Soup")
    merged(cast)
    parent = EventPage.objects.get(pk=event.pk).get_parent().specific
    assert parent.translation_key == cast.partner_b.translation_key
    assert (parent.locale.language_code, parent.live) == ("en", False)
    assert Client().get(EventPage.objects.get(pk=event.pk).get_url()).status_code == 200


# ----------------------------------------------------------------------------------------- people


def test_the_higher_role_wins_and_there_stays_one_owner(cast):
    a, b = cast.partner_a, cast.partner_b
    for email, role_a, role_b in (
        ("eigenaar.a@example.org", "owner", None),
        ("eigenaar.b@example.org", None, "owner"),
        ("beide@example.org", "editor", "helper"),
        ("alleen.a@example.org", "helper", None),
    ):
        user = make_user(email)
        for partner, role in ((a, role_a), (b, role_b)):
            if role:
                actions.add_member(partner, user, role)
    merged(cast)
    assert roles_at(a) == {}
    assert roles_at(b) == {
        "a@example.org": "editor",
        "b@example.org": "editor",
        "eigenaar.a@example.org": "editor",
        "eigenaar.b@example.org": "owner",
        "beide@example.org": "editor",
        "alleen.a@example.org": "helper",
    }


@pytest.mark.parametrize("is_member_there", [True, False])
def test_the_owner_stays_the_owner_where_the_other_has_none(cast, is_member_there):
    Membership.objects.filter(user=cast.editor_a).update(role="owner")
    if is_member_there:
        actions.add_member(cast.partner_b, cast.editor_a, "helper")
    merged(cast)
    assert roles_at(cast.partner_b)["a@example.org"] == "owner"


def test_the_longer_time_wins_and_what_ended_counts_for_nothing(cast):
    today = timezone.localdate()
    far, gone = today + timedelta(days=90), today - timedelta(days=1)
    both, ended = make_user("beide@example.org"), make_user("voorbij@example.org")
    actions.add_member(cast.partner_a, both, "helper", ends_on=far, cms_access=True)
    actions.add_member(cast.partner_b, both, "editor", ends_on=today)
    actions.add_member(cast.partner_a, ended, "helper")
    actions.add_member(cast.partner_b, ended, "editor", ends_on=gone)
    merged(cast)
    one, other = (Membership.objects.get(user=user) for user in (both, ended))
    assert (one.role, one.ends_on, one.cms_access) == ("editor", far, True)
    assert (other.role, other.ends_on) == ("helper", None)


def test_invitations_move_and_one_address_keeps_one_letter(cast):
    for partner, email in (
        (cast.partner_a, "beide@example.org"),
        (cast.partner_b, "beide@example.org"),
        (cast.partner_a, "nieuw@example.org"),
    ):
        people.share(partner, email, by=cast.moderator)
    merged(cast)
    rows = Invitation.objects.values_list("partner", "email")
    assert sorted(rows) == [
        (cast.partner_b.pk, "beide@example.org"),
        (cast.partner_b.pk, "nieuw@example.org"),
    ]


def test_members_of_the_other_get_at_the_images_and_documents(cast, as_user):
    own = actions.own_collection(cast.partner_a)
    image, document = make_image(collection=own), make_document(collection=own)
    browser = as_user(cast.editor_b)
    doors = [f"/cms/images/{image.pk}/", f"/cms/documents/edit/{document.pk}/"]
    assert all(browser.get(door).status_code != 200 for door in doors)
    merged(cast)
    assert [browser.get(door).status_code for door in doors] == [200, 200]


# --------------------------------------------------------------------------- what others tell of it


def test_events_reports_and_news_name_the_other_once(places, cast):
    a, b = cast.partner_a, cast.partner_b
    both = make_event(places.agenda, "Met beide", hosts=[a, b])
    one = make_event(places.agenda, "Met een", hosts=[a], venue=a)
    news = make_news(places.news, "Samen", partners=[a, b])
    agreement = Agreement(what="Soep koken", partner=a)
    report = make_report(one, agreements=[agreement])
    merged(cast)
    both, one = EventPage.objects.get(pk=both.pk), EventPage.objects.get(pk=one.pk)
    assert [host.partner_id for host in both.hosts.all()] == [b.pk]
    assert [host.partner_id for host in one.hosts.all()] == [b.pk]
    assert one.venue_id == b.pk
    assert list(news.partners.values_list("partner", flat=True)) == [b.pk]
    assert list(report.agreements.values_list("partner", flat=True)) == [b.pk]


def test_a_draft_that_names_the_old_one_names_the_other_when_it_is_published(places, cast):
    a, b = cast.partner_a, cast.partner_b
    event = make_event(places.agenda, "Met beide", hosts=[b])
    draft = event.get_latest_revision_as_object()
    draft.hosts.add(type(draft.hosts.all()[0])(partner=a))
    draft.venue = a
    draft.save_revision()
    merged(cast)
    EventPage.objects.get(pk=event.pk).get_latest_revision().publish()
    event = EventPage.objects.get(pk=event.pk)
    assert event.venue_id == b.pk
    assert [host.partner_id for host in event.hosts.all()] == [b.pk]


def test_no_foreign_key_of_another_app_is_forgotten(places, cast):
    """Whatever app comes later: its references are found by themselves."""
    found = {f"{one.model.__name__}.{one.name}" for one in merging.relations_of_others()}
    assert found >= {
        "EventHost.partner",
        "EventPage.venue",
        "EventPage.own_partner",
        "Agreement.partner",
        "NewsPartner.partner",
    }
    assert not any("page_ptr" in name for name in found)


# --------------------------------------------------------------------- history, twice, and refusals


def test_history_and_confirmations_are_kept_and_both_logs_tell_of_it(cast, as_user):
    Confirmation.objects.create(partner=cast.partner_a, part="offer", occasion="call")
    OneTimeLink.objects.create(
        partner=cast.partner_a, purpose="online", token_hash="x", expires_at=timezone.now()
    )
    merged(cast)
    assert cast.partner_a.confirmations.count() == 1
    assert not OneTimeLink.objects.exists()
    for partner, action in (
        (cast.partner_a, "wijkzorg.merge.into"),
        (cast.partner_b, "wijkzorg.merge.from"),
    ):
        assert PageLogEntry.objects.get(page=partner.pk, action=action).user == cast.moderator
        history = as_user(cast.moderator).get(f"/cms/pages/{partner.pk}/history/")
        assert history.status_code == 200


def test_twice_is_as_once(cast):
    make_event(cast.partner_a, "Soep")
    merged(cast)
    before = [Page.objects.count(), Redirect.objects.count(), PageLogEntry.objects.count()]
    assert merged(cast) is None
    assert before == [Page.objects.count(), Redirect.objects.count(), PageLogEntry.objects.count()]


def reason(old, new, by):
    with pytest.raises(merging.MergeRefused) as refused:
        merging.merge(old, new, by=by)
    return refused.value.reason


def test_it_is_refused_while_a_moderator_is_at_work_and_between_networks(cast, network):
    from wagtail.models import Site

    from wijkzorg_home.models import DistrictPage, HomePage
    from wijkzorg_partners.models import PartnerIndexPage

    a, b, by = cast.partner_a, cast.partner_b, cast.moderator
    assert reason(a, a, by) == "same"
    a.save_revision()
    state = Workflow.objects.get(name="Moderatie").start(a, cast.editor_a)
    assert reason(a, b, by) == reason(b, a, by) == "waiting"
    state.cancel(user=cast.editor_a)
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Elders", slug="elders", heading="Dag"))
    Site.objects.create(hostname="elders.example.org", root_page=home)
    district = home.add_child(instance=DistrictPage(title="D", slug="d", area=network.area))
    directory = district.add_child(instance=PartnerIndexPage(title="O", slug="partners"))
    assert reason(a, make_partner(directory, "Elders"), by) == "networks"
    merged(cast)
    assert reason(b, a, by) == "merged"
    assert reason(a, make_partner(network.directory, "Derde"), by) == "merged"


@pytest.mark.parametrize("role", ["editor_a", "editor_b", "coordinator", "member"])
def test_who_may_not_publish_both_does_not_merge(cast, role, as_user):
    user = getattr(cast, role)
    actions.add_member(cast.partner_b, cast.editor_a, cms_access=True)
    with pytest.raises(PermissionDenied):
        merged(cast, by=user)
    browser, path = as_user(user), f"/cms/partners/{cast.partner_a.pk}/merge/"
    for door in (path, f"{path}{cast.partner_b.pk}/"):
        assert browser.get(door).status_code in {302, 403, 404}
        assert browser.post(door).status_code in {302, 403, 404}
    assert PartnerPage.objects.get(pk=cast.partner_a.pk).live
    assert "/merge/" not in browser.get(f"/cms/pages/{cast.partner_a.pk}/edit/").content.decode()


@pytest.mark.parametrize("role", ["moderator", "communications", "administrator"])
def test_moderators_and_communications_choose_see_and_merge(cast, network, role, as_user):
    browser, path = as_user(getattr(cast, role)), f"/cms/partners/{cast.partner_a.pk}/merge/"
    twin = make_partner(network.directory, "Buurtkamer de Kaade")
    assert path in browser.get(f"/cms/pages/{cast.partner_a.pk}/edit/").content.decode()
    assert [one.pk for one in browser.get(path).context["found"]] == [twin.pk]
    assert [one.pk for one in browser.get(path, {"q": "hamer"}).context["found"]] == [
        cast.partner_b.pk
    ]
    shown = browser.get(f"{path}{cast.partner_b.pk}/").content.decode()
    assert "a@example.org" in shown
    assert "b@example.org" in shown
    assert PartnerPage.objects.get(pk=cast.partner_a.pk).live
    response = browser.post(f"{path}{cast.partner_b.pk}/")
    assert response["Location"] == f"/cms/pages/{cast.partner_b.pk}/edit/"
    assert not PartnerPage.objects.get(pk=cast.partner_a.pk).live
    assert browser.get(path).status_code == 200
    assert browser.get(f"/cms/partners/{twin.pk}/merge/{cast.partner_a.pk}/").status_code == 409
