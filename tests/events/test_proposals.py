"""A partner proposes its own activity below its profile; a moderator decides, as with the profile."""

import pytest
from wagtail.models import Page, WorkflowState

from tests.events.forms import add, add_path, approve, change, sent_by
from tests.factories import make_event, make_report, make_user
from wijkzorg_events.models import AgendaPage, EventPage, EventReportPage
from wijkzorg_news.models import NewsPage
from wijkzorg_partners import actions
from wijkzorg_partners.waiting import everything

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today", "agenda")]

#: What an editor fills in for an open table.
OPEN_TABLE = {
    "title": "Samen soep eten",
    "summary": "Iedereen kan zo aanschuiven.",
    "kind": "open_table",
    "start_at": "2027-05-20 18:00",
    "end_at": "2027-05-20 20:00",
}
ABSENT = {302, 403, 404}


@pytest.fixture
def editor(cast, as_user):
    return as_user(cast.editor_a)


@pytest.fixture
def moderator(cast, as_user):
    return as_user(cast.moderator)


@pytest.fixture
def proposed(cast, editor):
    """An open table that the editor sent in."""
    answer = add(editor, EventPage, cast.partner_a, **OPEN_TABLE, **{"action-submit": "1"})
    assert answer.status_code == 302
    return EventPage.objects.get()


def state_of(event):
    return WorkflowState.objects.for_instance(event).order_by("-pk").first()


def names_in_agenda(client):
    return [event.title for event in client.get("/westkant/agenda/").context["results"]]


def test_editor_saves_an_event_as_a_draft(cast, editor, client):
    answer = add(editor, EventPage, cast.partner_a, **OPEN_TABLE)
    assert answer.status_code == 302
    event = EventPage.objects.get()
    assert not event.live
    assert event.own_partner == cast.partner_a
    assert event.owner == cast.editor_a
    assert state_of(event) is None
    assert client.get(event.get_url()).status_code == 404
    assert names_in_agenda(client) == []


def test_event_that_is_sent_in_waits_for_a_moderator_and_is_not_public(cast, proposed, client):
    assert state_of(proposed).status == WorkflowState.STATUS_IN_PROGRESS
    assert not proposed.live
    assert client.get(proposed.get_url()).status_code == 404
    assert client.get(f"{proposed.get_url()}ics/").status_code == 404
    assert names_in_agenda(client) == []
    [item] = everything()
    assert (item.page_id, item.partner_id) == (proposed.pk, cast.partner_a.pk)
    assert item.readers == {cast.moderator.pk}


def test_moderator_approves_and_then_it_is_public(proposed, moderator, client):
    answer = approve(moderator, proposed)
    assert answer.status_code == 302
    proposed.refresh_from_db()
    assert proposed.live
    assert names_in_agenda(client) == ["Samen soep eten"]
    html = client.get(proposed.url).content.decode()
    assert "Buurtkamer De Kade" in html
    assert proposed.url.startswith("/westkant/partners/buurtkamer-de-kade/")


def test_approved_event_shows_on_the_profile(proposed, moderator, client, cast):
    approve(moderator, proposed)
    assert proposed.url in client.get(cast.partner_a.url).content.decode()


def test_change_of_a_public_event_waits_again(proposed, moderator, editor, client):
    approve(moderator, proposed)
    change(editor, proposed, title="Samen pannenkoeken eten", **{"action-submit": "1"})
    assert state_of(proposed).status == WorkflowState.STATUS_IN_PROGRESS
    assert names_in_agenda(client) == ["Samen soep eten"]
    approve(moderator, proposed)
    assert names_in_agenda(client) == ["Samen pannenkoeken eten"]


def test_editor_cancels_the_own_event_through_a_moderator(proposed, moderator, editor, client):
    approve(moderator, proposed)
    change(
        editor,
        proposed,
        status="cancelled",
        status_reason="De kok is ziek.",
        **{"action-submit": "1"},
    )
    assert not EventPage.objects.get().is_cancelled
    approve(moderator, proposed)
    assert EventPage.objects.get().is_cancelled


# What an editor can't do


@pytest.mark.parametrize("action", ["action-publish", "action-workflow-action"])
def test_editor_can_not_publish(cast, editor, proposed, action):
    sent = {action: "1", "workflow-action-name": "approve"}
    add(editor, EventPage, cast.partner_a, **OPEN_TABLE, slug="nog-een", **sent)
    change(editor, proposed, title="Anders", **sent)
    assert not EventPage.objects.filter(live=True).exists()


def test_editor_can_not_publish_by_time(cast, editor):
    add(
        editor,
        EventPage,
        cast.partner_a,
        **OPEN_TABLE,
        go_live_at="2020-01-01 00:00",
        **{"action-publish": "1"},
    )
    event = EventPage.objects.get()
    assert not event.live
    assert event.go_live_at is None


@pytest.mark.parametrize("place", ["other partner", "agenda", "district", "directory", "home"])
def test_editor_adds_no_event_elsewhere(cast, network, agenda, editor, place):
    parent = {
        "other partner": cast.partner_b,
        "agenda": agenda,
        "district": network.district,
        "directory": network.directory,
        "home": network.home,
    }[place]
    path = add_path(EventPage, parent)
    before = Page.objects.count()
    form = sent_by(editor.get(add_path(EventPage, cast.partner_a)))
    assert editor.get(path).status_code in ABSENT
    assert editor.post(path, {**form, **OPEN_TABLE, "slug": "soep"}).status_code in ABSENT
    assert Page.objects.count() == before


@pytest.mark.parametrize("model", [NewsPage, EventReportPage, AgendaPage])
def test_editor_adds_no_page_of_another_type_below_the_own_profile(cast, editor, model):
    path = add_path(model, cast.partner_a)
    assert editor.get(path).status_code in ABSENT
    assert editor.post(path, {"title": "X", "slug": "x", "summary": "X."}).status_code in ABSENT
    assert not model.objects.filter(slug="x").exists()


def test_editor_adds_no_report_to_the_own_event(editor, proposed, moderator):
    approve(moderator, proposed)
    path = add_path(EventReportPage, proposed)
    assert editor.get(path).status_code in ABSENT
    editor.post(path, {"title": "X", "slug": "x", "summary": "X.", "date": "2027-05-12"})
    assert not EventReportPage.objects.exists()


@pytest.mark.parametrize("live", [True, False])
def test_editor_meets_no_report_in_the_cms(cast, editor, as_user, live):
    """It could not be opened: the title would be a dead end, and that of a draft is not for this reader."""
    event = make_event(cast.partner_a, "Eigen tafel")
    report = make_report(event, "Verslag in wording", live=live)
    below, search = f"/cms/pages/{event.pk}/", "/cms/pages/search/?q=wording"
    for path in (below, search):
        assert "Verslag in wording" not in editor.get(path).content.decode(), path
        assert "Verslag in wording" in as_user(cast.communications).get(path).content.decode(), path
    assert editor.get(f"/cms/pages/{report.pk}/edit/").status_code in ABSENT


def test_editor_does_not_open_or_change_an_event_of_another_or_in_the_agenda(cast, agenda, editor):
    for event in (make_event(cast.partner_b, "Van een ander"), make_event(agenda, "Wijktafel")):
        path = f"/cms/pages/{event.pk}/edit/"
        assert editor.get(path).status_code in ABSENT
        editor.post(path, {**OPEN_TABLE, "slug": event.slug})
        assert (
            EventPage.objects.get(pk=event.pk).get_latest_revision_as_object().title == event.title
        )


def test_editor_of_another_partner_does_not_see_the_proposal(cast, proposed, as_user):
    other = as_user(cast.editor_b)
    assert other.get(f"/cms/pages/{proposed.pk}/edit/").status_code in ABSENT
    assert "Samen soep eten" not in other.get("/cms/").content.decode()


def test_editor_connects_the_event_with_nobody_by_sending_what_the_form_does_not_ask(
    cast, agenda, editor
):
    other = make_event(agenda, "Wijktafel")
    add(
        editor,
        EventPage,
        cast.partner_a,
        **OPEN_TABLE,
        **{
            "venue": cast.partner_b.pk,
            "previous_event": other.pk,
            "slug": "mijn-eigen-adres",
            "seo_title": "Gekaapt",
            "search_description": "Gekaapt",
            "own_partner": cast.partner_b.pk,
            "owner": cast.editor_b.pk,
            "live": "on",
            "hosts-TOTAL_FORMS": 1,
            "hosts-INITIAL_FORMS": 0,
            "hosts-MIN_NUM_FORMS": 0,
            "hosts-MAX_NUM_FORMS": 1000,
            "hosts-0-partner": cast.partner_b.pk,
            "hosts-0-id": "",
            "hosts-0-ORDER": 1,
        },
    )
    event = EventPage.objects.child_of(cast.partner_a).get()
    newest = event.get_latest_revision_as_object()
    for one in (event, newest):
        assert one.venue is None
        assert one.previous_event is None
        assert one.slug == "samen-soep-eten"
        assert one.seo_title == one.search_description == ""
        assert one.own_partner == cast.partner_a
        assert one.owner == cast.editor_a
        assert list(one.hosts.all()) == []
        assert not one.live


def test_what_the_officer_connected_stays_when_the_editor_changes_the_event(cast, editor):
    event = make_event(
        cast.partner_a,
        "Open tafel",
        kind="open_table",
        venue=cast.partner_b,
        hosts=[cast.partner_b],
    )
    answer = change(editor, event, title="Andere tafel", **{"hosts-0-DELETE": "on", "venue": ""})
    assert answer.status_code == 302
    newest = EventPage.objects.get().get_latest_revision_as_object()
    assert newest.title == "Andere tafel"
    assert newest.venue == cast.partner_b
    assert [host.partner for host in newest.hosts.all()] == [cast.partner_b]


def kinds(browser, parent):
    form = browser.get(add_path(EventPage, parent)).context["form"]
    return [value for value, _label in form.fields["kind"].choices], form["kind"].value()


def test_partner_holds_open_tables_trainings_and_other_things(cast, editor):
    assert kinds(editor, cast.partner_a) == (["open_table", "training", "other"], "open_table")


def test_wijktafel_below_a_partner_is_refused_at_its_field(cast, editor):
    answer = add(editor, EventPage, cast.partner_a, **{**OPEN_TABLE, "kind": "wijktafel"})
    assert list(answer.context["form"].errors) == ["kind"]
    assert not EventPage.objects.exists()


def test_officer_is_offered_every_kind_in_the_agenda(cast, agenda, as_user):
    officer = as_user(cast.communications)
    assert kinds(officer, agenda)[0] == list(EventPage.Kind.values)


# What an editor sees


@pytest.mark.parametrize("step", ["draft", "sent in", "public", "sent back"])
def test_start_page_lists_the_own_events_with_their_state(cast, editor, moderator, step):
    action = {} if step == "draft" else {"action-submit": "1"}
    add(editor, EventPage, cast.partner_a, **OPEN_TABLE, **action)
    event = EventPage.objects.get()
    if step == "public":
        approve(moderator, event)
    if step == "sent back":
        state_of(event).current_task_state.reject(user=cast.moderator, comment="Welke soep?")
    html = editor.get("/cms/").content.decode()
    assert "Samen soep eten" in html
    word = {"sent in": "waiting", "public": "live", "sent back": "sent_back"}.get(step, step)
    assert html.count(f"wijkzorg-own__partner--{word}") >= 1
    article = html[html.index(f'aria-labelledby="own-event-{event.pk}"') - 80 :]
    assert f"wijkzorg-own__partner--{word}" in article[:80]
    assert ("Welke soep?" in html) is (step == "sent back")


def test_start_page_offers_to_propose_an_activity_below_the_own_profile(cast, editor):
    html = editor.get("/cms/").content.decode()
    assert add_path(EventPage, cast.partner_a) in html
    assert add_path(EventPage, cast.partner_b) not in html


def test_editor_comes_back_to_the_start_page_after_sending_in(cast, editor):
    answer = add(editor, EventPage, cast.partner_a, **OPEN_TABLE, **{"action-submit": "1"})
    assert answer["Location"] == "/cms/"


def test_editor_of_two_partners_sees_the_events_of_both_apart(cast, as_user):
    both = make_user("twee@example.org", partner=cast.partner_a)
    actions.add_member(cast.partner_b, both)
    make_event(cast.partner_a, "Soep")
    make_event(cast.partner_b, "Timmeren")
    html = as_user(both).get("/cms/").content.decode()
    assert html.index("Soep") < html.index("Timmeren")
    assert add_path(EventPage, cast.partner_b) in html


def test_editor_removes_the_own_draft_but_not_what_is_public(cast, editor, moderator, proposed):
    approve(moderator, proposed)
    path = f"/cms/pages/{proposed.pk}/delete/"
    assert editor.get(path).status_code in ABSENT
    editor.post(path)
    add(editor, EventPage, cast.partner_a, **OPEN_TABLE)
    draft = EventPage.objects.get(live=False)
    assert editor.post(f"/cms/pages/{draft.pk}/delete/").status_code == 302
    assert list(EventPage.objects.all()) == [proposed]
