"""The report of an event: written from the event, never with a photo without consent, shown where it belongs."""

import pytest
from wagtail.models import PageViewRestriction

from tests.events.forms import add, add_path, change, newest_below, rows, sent_by
from tests.factories import make_event, make_image, make_partner, make_report, make_translation
from wijkzorg_events.models import Agreement, EventReportPage, TableTalk

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


@pytest.fixture
def event(network, agenda):
    return make_event(
        agenda,
        "Wijktafel",
        "2027-05-11 12:00",
        summary="Samen eten.",
        areas=[network.wijk],
        themes=network.themes[:1],
        programme=[
            ("Lunch", ""),
            ("De drie O's", "Onderzoeker, hogeschool"),
            ("De buurt", "Opbouwwerker, welzijn"),
        ],
    )


@pytest.fixture
def officer(cast, as_user):
    return as_user(cast.communications)


# Written from the event


def test_new_report_opens_filled_from_its_event(officer, network, agenda, event):
    following = make_event(agenda, "Volgende tafel", "2027-06-11 12:00", previous_event=event)
    opened = officer.get(add_path(EventReportPage, event))
    assert opened.status_code == 200
    sent = sent_by(opened)
    assert "Wijktafel" in sent["title"]
    assert sent["summary"] == "Samen eten."
    assert sent["areas"] == [network.wijk.pk]
    assert sent["themes"] == [network.themes[0].pk]
    assert sent["next_event"] == following.pk
    shown = [sent[f"presentations-{number}-title"] for number in (0, 1)]
    assert shown == ["De drie O's", "De buurt"]
    assert sent["presentations-0-speaker_role"] == "Onderzoeker, hogeschool"
    assert "presentations-2-title" not in sent
    assert "De drie O&#x27;s" in opened.content.decode()


def test_opening_the_form_saves_nothing(officer, event):
    officer.get(add_path(EventReportPage, event))
    assert not EventReportPage.objects.exists()
    event.refresh_from_db()
    assert event.programme.count() == 3


def test_report_that_is_sent_as_it_opened_keeps_everything_as_a_draft(
    officer, network, event, client
):
    answer = add(officer, EventReportPage, event)
    assert answer.status_code == 302, answer.context["form"].errors
    report = EventReportPage.objects.get()
    newest = report.get_latest_revision_as_object()
    assert not report.live
    assert report.event == event
    assert newest.summary == "Samen eten."
    assert [one.title for one in newest.presentations.all()] == ["De drie O's", "De buurt"]
    assert list(newest.areas.all()) == [network.wijk]
    assert list(newest.themes.all()) == network.themes[:1]
    assert client.get(f"{event.url}{report.slug}/").status_code == 404


def test_officer_publishes_a_report_with_all_its_parts_at_once(officer, cast, event, client):
    answer = add(
        officer,
        EventReportPage,
        event,
        title="Verslag van de tafel",
        number_present="38",
        feedback="Meer tijd\nMinder tafels",
        **rows("table_talks", {"question": "Wie ken je?", "answers": "De buurvrouw"}),
        **rows("agreements", {"what": "Folders brengen", "partner": cast.partner_b.pk, "by": "2027-06-01", "state": "open"}),
        **rows("photos", {"image": make_image().pk, "alt_text": "Een lange tafel", "consent": "on"}),
        **{"action-publish": "1"},
    )  # fmt: skip
    assert answer.status_code == 302
    report = EventReportPage.objects.get()
    assert report.live
    html = client.get(report.url).content.decode()
    for words in ("38", "Meer tijd", "Wie ken je?", "De buurvrouw", "Folders brengen", "Klusclub De Hamer", "Een lange tafel", "De buurt"):  # fmt: skip
        assert words in html, words


@pytest.mark.parametrize(
    ("answers", "heading"),
    [("De buurvrouw", "Gezegd aan de tafels"), ("", "Gevraagd aan de tafels")],
)
def test_tables_of_which_nothing_was_written_down_show_what_was_asked(
    client, event, answers, heading
):
    talk = TableTalk(question="Wie ken je?", answers=answers, locale=event.locale)
    html = client.get(make_report(event, table_talks=[talk]).url).content.decode()
    assert heading in html
    assert "Wie ken je?" in html
    assert html.count("aan de tafels") == 1


def test_next_event_that_has_been_is_told_with_its_year(client, agenda, event):
    old = make_event(agenda, "Lang geleden", "2019-05-21 12:00")
    assert "Dinsdag 21 mei 2019" in client.get(make_report(event, next_event=old).url).content.decode()  # fmt: skip


def test_presentation_that_the_officer_takes_out_is_gone(officer, event):
    add(officer, EventReportPage, event, **{"presentations-0-DELETE": "on"})
    newest = EventReportPage.objects.get().get_latest_revision_as_object()
    assert [one.title for one in newest.presentations.all()] == ["De buurt"]


def test_what_was_typed_over_the_event_is_kept_when_the_form_has_an_error(officer, event):
    answer = add(
        officer,
        EventReportPage,
        event,
        title="",
        summary="Iets anders.",
        **{"presentations-0-title": "Andere titel"},
    )
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["title"]
    sent = sent_by(answer)
    assert sent["summary"] == "Iets anders."
    assert sent["presentations-0-title"] == "Andere titel"


def test_saved_report_is_not_filled_again(officer, event):
    report = make_report(event, summary="Eigen woorden.")
    opened = officer.get(f"/cms/pages/{report.pk}/edit/")
    sent = sent_by(opened)
    assert sent["summary"] == "Eigen woorden."
    assert "presentations-0-title" not in sent


@pytest.mark.parametrize("action", ["save", "action-publish"])
def test_photo_without_consent_is_refused_at_its_field(officer, event, action):
    photo = {"image": make_image().pk, "alt_text": "Een lange tafel"}
    answer = add(officer, EventReportPage, event, **rows("photos", photo), **{action: "1"})
    assert answer.status_code == 200
    [row] = answer.context["form"].formsets["photos"].forms
    assert list(row.errors) == ["consent"]
    assert str(row.errors["consent"][0]) in answer.content.decode().replace("&#x27;", "'")
    assert not EventReportPage.objects.exists()


def test_photo_without_a_text_for_who_can_not_see_it_is_refused(officer, event):
    photo = {"image": make_image().pk, "alt_text": "", "consent": "on"}
    answer = add(
        officer, EventReportPage, event, **rows("photos", photo), **{"action-publish": "1"}
    )
    [row] = answer.context["form"].formsets["photos"].forms
    assert list(row.errors) == ["alt_text"]


def test_event_has_one_report(officer, event):
    make_report(event)
    path = add_path(EventReportPage, event)
    assert officer.get(path).status_code in {302, 403}
    officer.post(path, {"title": "Nog een", "slug": "nog-een", "summary": "Een zin."})
    assert EventReportPage.objects.count() == 1


@pytest.mark.parametrize("role", ["editor_a", "coordinator", "member", None])
def test_report_is_not_added_or_changed_by_others(role, cast, as_user, event):
    browser = as_user(getattr(cast, role) if role else None)
    for own in (event, make_event(cast.partner_a, "Open tafel")):
        path = add_path(EventReportPage, own)
        assert browser.get(path).status_code in {302, 403, 404}
        browser.post(path, {"title": "Verslag", "slug": "verslag", "summary": "Een zin."})
        report = make_report(own)
        path = f"/cms/pages/{report.pk}/edit/"
        assert browser.get(path).status_code in {302, 403, 404}
        browser.post(path, {"title": "Anders", "slug": report.slug, "summary": "Een zin."})
        assert report.get_latest_revision_as_object().title == report.title
    assert EventReportPage.objects.count() == 2


# Agreements


def test_agreements_that_are_done_stand_last_in_the_order_they_were_made(event):
    made = [("a", "done"), ("b", "busy"), ("c", "done"), ("d", "open")]
    report = make_report(
        event, agreements=[Agreement(what=what, state=state) for what, state in made]
    )
    assert [one.what for one in report.agreements_to_show] == ["b", "d", "a", "c"]


@pytest.mark.parametrize("hidden", ["draft", "private", "unpublished"])
def test_agreement_names_no_partner_that_nobody_may_see(client, network, event, hidden):
    partner = make_partner(network.directory, "Geheime kamer", live=hidden != "draft")
    if hidden == "private":
        PageViewRestriction.objects.create(page=partner, restriction_type="login")
    if hidden == "unpublished":
        partner.unpublish()
    agreement = Agreement(what="Folders brengen", partner=partner, who="Iemand")
    report = make_report(event, agreements=[agreement])
    following = make_event(event.get_parent(), "Volgende", previous_event=event)
    for url in (
        report.url,
        following.url,
        f"/api/wagtail/v2/pages/{report.pk}/",
        "/api/wagtail/v2/pages/?type=wijkzorg_events.EventReportPage&fields=*",
    ):
        text = client.get(url).content.decode()
        assert "Folders brengen" in text, url
        assert "Geheime kamer" not in text, url
        assert "geheime-kamer" not in text, url


def test_agreement_names_the_partner_in_the_readers_language(client, cast, event):
    make_translation(cast.partner_b, title="Hammer club")
    report = make_report(
        event, agreements=[Agreement(what="Folders brengen", partner=cast.partner_b)]
    )
    english = make_translation(report, title="Report")
    assert "Hammer club" in client.get(english.url).content.decode()
    assert "Klusclub De Hamer" in client.get(report.url).content.decode()


# Where it shows


PLACES = {
    "event": "/westkant/agenda/wijktafel/",
    "news": "/westkant/nieuws/",
    "home": "/",
    "district": "/westkant/",
    "area": "/westkant/buurten/plasbuurt/",
    "theme": "/westkant/themas/eenzaamheid/",
    "host": "/westkant/partners/klusclub-de-hamer/",
    "partner with an agreement": "/westkant/partners/buurtkamer-de-kade/",
    "search": "/zoeken/?q=samenspraak",
}


def places_that_name(client, words):
    named = set()
    for place, url in PLACES.items():
        answer = client.get(url)
        assert answer.status_code == 200, place
        if words in answer.content.decode():
            named.add(place)
    return named


@pytest.fixture
def report_of(network, cast, agenda, news_list):
    def make(**fields):
        event = make_event(agenda, "Wijktafel", "2027-05-11 12:00", hosts=[cast.partner_b])
        return make_report(
            event,
            "Verslag over samenspraak",
            areas=[network.wijk],
            themes=network.themes[:1],
            agreements=[Agreement(what="Folders brengen", partner=cast.partner_a)],
            **fields,
        )

    return make


@pytest.mark.usefixtures("search_follows")
def test_report_shows_wherever_it_belongs(client, report_of):
    report = report_of()
    assert places_that_name(client, f'href="{report.url}"') == set(PLACES)


def test_report_of_another_area_and_theme_does_not_show_there(client, network, report_of):
    report_of()
    for url in ("/westkant/buurten/molenwijk/", "/westkant/themas/geld/"):
        assert "samenspraak" not in client.get(url).content.decode()


@pytest.mark.parametrize("hidden", ["draft", "private", "unpublished"])
def test_report_that_nobody_may_see_shows_nowhere(client, report_of, hidden):
    report = report_of(live=hidden != "draft")
    if hidden == "private":
        PageViewRestriction.objects.create(page=report, restriction_type="login")
    if hidden == "unpublished":
        report.unpublish()
    assert places_that_name(client, "Verslag over samenspraak") - {"search"} == set()
    assert client.get("/api/v1/search?q=samenspraak").json()["results"] == []


def test_report_is_hidden_with_its_event(client, report_of):
    """Through whatever door the event went offline; a report that leads nowhere is half a story."""
    report = report_of()
    report.get_parent().specific.unpublish()
    assert client.get(report.url).status_code == 404
    for place in PLACES.keys() - {"event", "search"}:
        assert "Verslag over samenspraak" not in client.get(PLACES[place]).content.decode(), place
    assert client.get("/api/v1/search?q=samenspraak").json()["results"] == []


#: Every way by which a report can come to be public, given the report and the officer's browser.
WAYS_TO_PUBLISH = {
    "by hand": lambda report, officer: change(officer, report, **{"action-publish": "1"}),
    "by a clock": lambda report, _officer: report.save_revision().publish(),
    "by a command": lambda report, _officer: setattr(report, "live", True) or report.save(),
}


@pytest.mark.parametrize("way", WAYS_TO_PUBLISH)
def test_report_is_at_no_door_while_its_event_is_offline(client, officer, report_of, way):
    offline_report = report_of()
    offline_report.get_parent().specific.unpublish()
    offline_report.refresh_from_db()
    WAYS_TO_PUBLISH[way](offline_report, officer)
    offline_report.refresh_from_db()
    assert not offline_report.live
    assert offline_report.has_unpublished_changes
    assert client.get("/westkant/agenda/wijktafel/").status_code == 404
    assert client.get(f"/westkant/agenda/wijktafel/{offline_report.slug}/").status_code == 404
    for url in (*PLACES.values(), "/westkant/nieuws/feed/", "/sitemap.xml", *DOORS_FOR_MACHINES):
        if url not in {PLACES["event"], PLACES["search"]}:
            text = client.get(url).content.decode()
            assert "over samenspraak" not in text, url
            assert f"/{offline_report.slug}/" not in text, url


DOORS_FOR_MACHINES = (
    "/api/v1/search?q=verslag",
    "/api/wagtail/v2/pages/",
    "/api/wagtail/v2/pages/?type=wijkzorg_events.EventReportPage",
)


@pytest.mark.usefixtures("search_follows")
def test_report_is_at_every_door_while_its_event_is_public(client, report_of):
    report = report_of()
    for url in (report.url, "/westkant/nieuws/feed/", "/sitemap.xml", *DOORS_FOR_MACHINES):
        text = client.get(url).content.decode()
        assert "over samenspraak" in text or f"/{report.slug}/" in text, url


def test_officer_can_publish_a_report_once_its_event_is_public(client, officer, report_of):
    report = report_of()
    event = report.get_parent().specific
    event.unpublish()
    opened = officer.get(f"/cms/pages/{report.pk}/edit/")
    assert "action-publish" not in opened.content.decode()
    assert "“Wijktafel” is niet openbaar." in opened.content.decode()
    event.save_revision().publish()
    opened = officer.get(f"/cms/pages/{report.pk}/edit/")
    assert "is niet openbaar" not in opened.content.decode()
    change(officer, EventReportPage.objects.get(), **{"action-publish": "1"})
    assert client.get(report.url).status_code == 200


def test_new_report_of_a_draft_event_stays_a_draft(officer, agenda):
    draft = make_event(agenda, "Nog niet", live=False)
    assert "“Nog niet” is niet openbaar." in officer.get(add_path(EventReportPage, draft)).content.decode()  # fmt: skip
    add(officer, EventReportPage, draft, **{"action-publish": "1"})
    assert not EventReportPage.objects.get().live


def test_report_of_another_event_stays_when_one_is_taken_offline(client, agenda, report_of):
    report = report_of()
    make_event(agenda, "Andere tafel").unpublish()
    assert client.get(report.url).status_code == 200


def test_report_names_its_event_and_the_next_one(client, agenda, event):
    following = make_event(agenda, "Volgende tafel", "2027-06-11 12:00", previous_event=event)
    html = client.get(make_report(event).url).content.decode()
    assert f'href="{event.url}"' in html
    assert f'href="{following.url}"' in html


def test_next_event_that_is_a_draft_is_not_named(client, agenda, event):
    draft = make_event(agenda, "Geheime tafel", "2027-06-11 12:00", live=False)
    report = make_report(event, next_event=draft)
    assert "Geheime tafel" not in client.get(report.url).content.decode()


def test_officer_changes_how_an_agreement_goes(officer, event):
    report = make_report(event, agreements=[Agreement(what="Folders brengen")])
    answer = change(officer, report, **{"agreements-0-state": "done", "action-publish": "1"})
    assert answer.status_code == 302
    assert EventReportPage.objects.get().agreements.get().state == "done"
    assert newest_below(event).pk == report.pk
