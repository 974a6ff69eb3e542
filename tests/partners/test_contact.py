"""A question to a partner: asked without an account, delivered, answered, followed up, forgotten."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import dutch_time, make_partner, make_user
from wijkzorg_home import outbox
from wijkzorg_home.models import OutgoingMail
from wijkzorg_home.spam_guard import signed_now
from wijkzorg_partners import merging
from wijkzorg_partners.contact import answering, links, personal_data, views_cms, work
from wijkzorg_partners.contact.happening import happen, locked
from wijkzorg_partners.contact.states import Actor, Event, State
from wijkzorg_partners.models import ContactRequest

MAIL = "verpleegkundige@example.org"
TEXT = "Mag iemand met een rollator mee-eten op woensdag?"
#: A number that passes the elfproef and belongs to nobody.
BSN = "111222333"


@pytest.fixture
def clock():
    """Noon on Monday 4 January 2027 in Amsterdam, until the test moves it."""
    with time_machine.travel(dutch_time("2027-01-04 12:00"), tick=False) as moved:
        yield moved


@pytest.fixture
def partner(cast, clock):
    return cast.partner_a


def answers(**changed):
    """What somebody typed, two minutes after the form was shown."""
    with time_machine.travel(timezone.now() - timedelta(minutes=2), tick=False):
        shown = signed_now("contact")
    return {
        "name": "Sanne Vos",
        "email": MAIL,
        "organisation": "Thuiszorg Westkant",
        "phone": "020 000 00 09",
        "text": TEXT,
        "shown_at": shown,
        **changed,
    }


def ask(partner, browser=None, address="", **changed):
    return (browser or Client()).post(f"/vraag/{partner.pk}/{address}", answers(**changed))


def path_in(mail):
    return re.search(r"https?://[^/]+(\S*/vraag/\S+)", mail.text)[1]


def newest(kind, to=None):
    mails = OutgoingMail.objects.filter(kind=kind)
    return (mails.filter(to=to) if to else mails).order_by("pk").last()


def delivered(partner, **changed):
    """A question that is with the partner; the path of its sender's page."""
    assert ask(partner, **changed)["Location"] == "/vraag/verstuurd/"
    gone = Client().post(path_in(newest("contact_confirm")))
    assert gone.status_code == 302
    return gone["Location"]


def the_request():
    return ContactRequest.objects.get()


def days_later(clock, days):
    """A tick each day, like a server's."""
    for _day in range(days):
        clock.shift(timedelta(days=1))
        work.do_what_is_due(timezone.now())


def test_a_question_is_confirmed_delivered_and_answered_by_links_alone(partner):
    state_path = delivered(partner)
    request = the_request()
    assert request.state == State.DELIVERED
    mail = newest("contact_partner", "a@example.org")
    assert TEXT in mail.text
    assert TEXT in mail.html
    assert mail.headers == {"Reply-To": MAIL}
    assert mail.is_secret

    page = Client().get(path_in(mail))
    assert TEXT in page.content.decode()
    the_request().refresh_from_db()
    Client().post(path_in(mail), {"how": "answer", "text": "Ja, kom gerust."})
    assert the_request().state == State.ANSWERED
    told = newest("contact_sender", MAIL)
    assert "Ja, kom gerust." in told.text
    stands = Client().get(state_path).content.decode()
    assert "Ja, kom gerust." in stands
    assert "heeft geantwoord" in stands


def test_the_links_in_the_mails_work_without_a_cookie_and_the_own_door_does_not(
    partner, cast, as_user
):
    browser = Client(enforce_csrf_checks=True)

    def press(path, typed):
        assert "csrfmiddlewaretoken" not in browser.get(path).content.decode()
        answer = browser.post(path, typed)
        assert answer.status_code == 302
        assert not browser.cookies
        return answer["Location"]

    ask(partner)
    state_path = press(path_in(newest("contact_confirm")), {})
    own = f"/mijn/{partner.slug}/vragen/{the_request().uid}/"
    editor = as_user(cast.editor_a)
    editor.handler.enforce_csrf_checks = True
    assert "csrfmiddlewaretoken" in editor.get(own).content.decode()
    editor.cookies.pop("csrftoken")
    editor.post(own, {"how": "answer", "text": "Nee."})
    assert the_request().state == State.DELIVERED
    press(path_in(newest("contact_partner")), {"how": "answer", "text": "Ja."})
    press(state_path, {"do": "reply", "text": "Ook met een hond?"})
    assert the_request().messages.count() == 2


def test_nobody_hears_of_a_question_before_the_link_was_pressed_and_a_get_presses_nothing(partner):
    ask(partner)
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {MAIL}
    shown = Client().get(path_in(newest("contact_confirm")))
    assert TEXT in shown.content.decode()
    assert the_request().state == State.UNCONFIRMED
    assert not OutgoingMail.objects.filter(kind="contact_partner").exists()


def test_what_nobody_confirmed_is_deleted_after_a_day(partner, clock):
    ask(partner)
    days_later(clock, 2)
    request = the_request()
    assert request.state == State.EXPIRED
    assert (request.name, request.email, request.text, request.phone) == ("", "", "", "")
    assert Client().post(path_in(newest("contact_sender") or _mail_of(request))).status_code == 404


def _mail_of(request):
    class Mail:
        text = links.address_of(request, links.CONFIRM, language="nl")

    return Mail


# --- the form -----------------------------------------------------------------------------------


def test_a_robot_without_a_moment_is_refused_and_a_slow_person_without_cookies_is_not(partner):
    robot = Client(enforce_csrf_checks=True)
    for sent in (
        answers(shown_at=""),
        answers(shown_at=signed_now("contact")),
        answers(shown_at=signed_now("join")),
        answers(website_address="https://example.org"),
    ):
        response = robot.post(f"/vraag/{partner.pk}/", sent)
        assert response.status_code == 200
        assert TEXT in response.content.decode()
    assert not ContactRequest.objects.exists()
    robot.cookies.clear()
    assert robot.post(f"/vraag/{partner.pk}/", answers()).status_code == 302
    assert ContactRequest.objects.count() == 1


def test_the_same_form_sent_twice_is_one_question_with_one_mail(partner, cast, clock, settings):
    settings.WIJKZORG_HOME_FORM_LIMITS = {}
    ask(partner)
    clock.shift(timedelta(minutes=29))
    assert ask(partner, text=f" {TEXT}\n")["Location"] == "/vraag/verstuurd/"
    assert OutgoingMail.objects.filter(kind="contact_confirm").count() == 1
    first = the_request()
    for changed in ({"text": "En met een hond?"}, {"email": "iemand@example.org"}):
        ask(partner, **changed)
    ask(partner, address="kennismaken/")
    ask(cast.partner_b)
    clock.shift(timedelta(minutes=2))
    ask(partner)
    same = {"asked_of": partner, "kind": "question", "email": MAIL, "text": TEXT}
    assert ContactRequest.objects.filter(**same).count() == 2
    assert ContactRequest.objects.exclude(**same).count() == 4
    assert ContactRequest.objects.filter(pk=first.pk, state=State.UNCONFIRMED).exists()


def test_who_sends_it_again_after_logging_in_confirms_it_and_after_taking_it_back_asks_anew(
    partner, cast, as_user
):
    from allauth.account.models import EmailAddress

    user = cast.member
    ask(partner, email=user.email)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    browser = as_user(user)
    own = browser.get(f"/vraag/{partner.pk}/").context["self"]

    def again():
        return ask(partner, browser, email=user.email, self=own)["Location"]

    path = again()
    assert the_request().state == State.DELIVERED
    assert again() == path
    Client().post(path, {"do": "withdraw"})
    assert again() != path
    states = ContactRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.CLOSED, State.DELIVERED]


def test_who_asks_too_often_is_told_so(partner, settings):
    settings.WIJKZORG_HOME_FORM_LIMITS = {"mail": "1/d"}
    codes = [ask(partner).status_code for _ in range(2)]
    assert codes == [302, 429]


def test_what_looks_like_a_client_warns_and_goes_only_when_that_part_was_shown(partner):
    about = f"Komt mevrouw, {BSN}, op woensdag?"
    warned = ask(partner, text=about)
    html = warned.content.decode()
    assert BSN in html
    assert "Gaat dit over een cliënt?" in html
    assert about in html
    assert html.index('type="submit">Versturen') < html.index('name="anyway"')
    unseen = ask(partner, text=about + " Geboren 3 mei 1950.", anyway="1", seen=[BSN])
    assert "Gaat dit over een cliënt?" in unseen.content.decode()
    assert not ContactRequest.objects.exists()
    assert ask(partner, text=about, anyway="1", seen=[BSN]).status_code == 302


def test_an_introduction_tells_which_organisation_asks_and_knows_a_partner_by_its_name(
    partner, cast
):
    assert (
        "organisation"
        in ask(partner, address="kennismaken/", organisation="").context["form"].errors
    )
    ask(partner, address="kennismaken/", organisation="klusclub de hamer")
    request = the_request()
    assert request.kind == "introduction"
    assert request.organisation_partner == cast.partner_b


def test_the_answer_is_the_same_for_an_address_that_we_know(partner, cast):
    known = ask(partner, email=cast.member.email)
    unknown = ask(partner)
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("is_verified", [True, False])
def test_only_who_is_logged_in_with_a_confirmed_address_needs_no_link(
    partner, cast, as_user, is_verified
):
    from allauth.account.models import EmailAddress

    user = cast.member
    EmailAddress.objects.create(user=user, email=user.email, verified=is_verified, primary=True)
    browser = as_user(user)
    own = browser.get(f"/vraag/{partner.pk}/").context["self"]
    sent = ask(partner, browser, email=user.email, self=own)
    assert ("/vraag/stand/" in sent["Location"]) == is_verified
    assert (the_request().state == State.DELIVERED) == is_verified
    forged = ask(partner, browser, email=user.email)  # from a page elsewhere, which knows no `self`
    assert forged["Location"] == "/vraag/verstuurd/"


def test_a_partner_that_is_not_public_can_not_be_asked(partner):
    partner.unpublish()
    assert Client().get(f"/vraag/{partner.pk}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/vraag/{}/", "/vraag/{}/kennismaken/", "/melden/{}/", "/melden/{}/verstuurd/"]
)
def test_a_number_that_no_database_has_is_absent(network, path):
    assert Client().get(path.format("9" * 31)).status_code == 404


# --- with the partner ---------------------------------------------------------------------------


def test_without_people_the_own_address_is_mailed_and_without_that_the_coordinator_at_once(
    network, cast, clock
):
    reachable = make_partner(network.directory, "Eettafel De Pan", email="pan@example.org")
    delivered(reachable)
    assert newest("contact_partner").to == "pan@example.org"
    silent = make_partner(network.directory, "Wandelclub De Lange Adem")
    delivered(silent)
    request = ContactRequest.objects.get(partner=silent)
    assert request.state == State.ESCALATED
    assert newest("contact_coordinator").to == "coordinator@example.org"
    assert TEXT not in newest("contact_coordinator").text


def test_who_passes_it_on_has_no_business_with_it_any_more(partner, cast):
    delivered(partner)
    mine = path_in(newest("contact_partner", "a@example.org"))
    wrong = Client().post(mine, {"how": "pass_on", "to": "Klusclub Hamer"})
    assert "Klusclub De Hamer" in str(wrong.context["form"].errors["to"])
    Client().post(
        mine, {"how": "pass_on", "to": "klusclub de hamer", "text": "Zij helpen bij de deur."}
    )
    assert the_request().partner == cast.partner_b
    assert Client().get(mine).status_code == 404
    theirs = path_in(newest("contact_partner", "b@example.org"))
    assert TEXT in Client().get(theirs).content.decode()
    assert "Zij helpen bij de deur." in newest("contact_sender", MAIL).text


def test_the_link_of_who_is_no_editor_any_more_opens_nothing(partner, cast):
    delivered(partner)
    make_user("nieuw@example.org", partner=partner)
    mine = path_in(newest("contact_partner", "a@example.org"))
    cast.editor_a.partner_memberships.all().delete()
    refused = Client().get(mine)
    assert refused.status_code == 404
    assert TEXT not in refused.content.decode()
    Client().post(mine, {"how": "answer", "text": "Ja."})
    assert the_request().state == State.DELIVERED


def test_the_link_at_an_address_that_the_partner_changed_opens_nothing(network, clock):
    reachable = make_partner(network.directory, "Eettafel De Pan", email="pan@example.org")
    delivered(reachable)
    old = path_in(newest("contact_partner", "pan@example.org"))
    for address, code in (("Pan@Example.org", 200), ("nieuw@example.org", 404)):
        type(reachable).objects.filter(pk=reachable.pk).update(email=address)
        assert Client().get(old).status_code == code


def test_two_who_answer_at_once_send_one_answer(partner):
    delivered(partner)
    make_user("collega@example.org", partner=partner)
    mine = path_in(newest("contact_partner", "a@example.org"))
    for text in ("Ja.", "Nee."):
        Client().post(mine, {"how": "answer", "text": text})
    assert OutgoingMail.objects.filter(kind="contact_sender", text__contains="Ja.").count() == 1
    assert not OutgoingMail.objects.filter(kind="contact_sender", text__contains="Nee.").exists()


NOT_SENT = "Dit is niet verstuurd"


def test_who_answers_after_a_colleague_sees_what_was_not_sent(partner, cast, as_user):
    delivered(partner)
    mine = path_in(newest("contact_partner", "a@example.org"))
    own = f"/mijn/{partner.slug}/vragen/{the_request().uid}/"
    editor = as_user(cast.editor_a)
    Client().post(mine, {"how": "answer", "text": "Ja."})
    for send in (Client().post, editor.post):
        path = mine if send != editor.post else own
        late = send(path, {"how": "answer", "text": "Nee, <b>helaas</b>."})
        html = late.content.decode()
        assert late.status_code == 409
        assert NOT_SENT in html
        assert "Nee, &lt;b&gt;helaas&lt;/b&gt;." in html
        for typed in ("Ja.", ""):  # the same press twice, and one without words
            again = send(path, {"how": "answer", "text": typed})
            assert (again.status_code, again["Location"]) == (302, path)
    assert the_request().messages.count() == 1


def test_a_colleague_who_is_first_between_the_form_and_the_lock_is_no_reason_to_lose_the_text(
    partner, monkeypatch
):
    delivered(partner)
    mine = path_in(newest("contact_partner"))
    by_link = answering.by_link

    def late(token, deed):
        by_link(token, answering.Deed(Event.HAND_OVER))
        by_link(token, deed)

    monkeypatch.setattr(answering, "by_link", late)
    sent = {"how": "hand_over", "text": "Dit kan een ander beter."}
    page = Client().post(mine, sent)
    assert (page.status_code, page.context["unsent"]) == (409, sent["text"])
    assert not page.context["form"].is_bound


def test_a_reply_that_comes_too_late_is_shown_to_be_copied(partner):
    path = delivered(partner)
    mine = path_in(newest("contact_partner"))
    Client().post(mine, {"how": "answer", "text": "Ja."})
    reply = {"do": "reply", "text": "Ook met een hond?"}
    assert Client().post(path, reply).status_code == 302
    assert Client().post(path, reply)["Location"] == path
    late = Client().post(path, {"do": "reply", "text": "En met twee?"})
    assert late.status_code == 409
    assert NOT_SENT in late.content.decode()
    assert late.context["unsent"] == "En met twee?"
    assert Client().post(path, {"do": "helped"})["Location"] == path


def test_the_own_door_shows_an_editor_what_was_asked_and_takes_the_answer(partner, cast, as_user):
    delivered(partner)
    browser = as_user(cast.editor_a)
    listed = browser.get(f"/mijn/{partner.slug}/vragen/").content.decode()
    path = re.search(rf"/mijn/{partner.slug}/vragen/[0-9a-f-]+/", listed)[0]
    assert TEXT in browser.get(path).content.decode()
    browser.post(path, {"how": "phone", "text": "Donderdag."})
    assert the_request().state == State.ANSWERED
    for other in (cast.editor_b, cast.moderator, cast.communications, cast.member):
        assert as_user(other).get(path).status_code == 404


# --- followed up --------------------------------------------------------------------------------


def test_a_silent_partner_is_reminded_and_then_the_coordinator_has_it(
    partner, cast, clock, as_user
):
    delivered(partner)
    days_later(clock, 3)
    assert OutgoingMail.objects.filter(kind="contact_partner").count() == 2
    days_later(clock, 5)
    assert the_request().state == State.ESCALATED
    assert newest("contact_coordinator").to == "coordinator@example.org"
    before = OutgoingMail.objects.count()
    work.do_what_is_due(timezone.now())
    assert OutgoingMail.objects.count() == before
    work_list = views_cms.unanswered(cast.coordinator)
    assert [line.title for line in work_list.lines] == ["Vraag aan Buurtkamer De Kade"]
    page = as_user(cast.coordinator).get(work_list.lines[0].url).content.decode()
    assert TEXT in page


@pytest.mark.parametrize(
    ("how", "state", "to"),
    [
        ("remind_again", State.ESCALATED, "a@example.org"),
        ("answer", State.ANSWERED, MAIL),
        ("pass_on", State.PASSED_ON, "b@example.org"),
        ("close", State.CLOSED, MAIL),
    ],
)
def test_the_coordinator_has_four_ways_on(partner, cast, as_user, how, state, to):
    delivered(partner)
    with locked(the_request().pk) as request:
        happen(request, Event.ESCALATE, Actor.TIME)
    newest_before = OutgoingMail.objects.order_by("pk").last().pk
    path = f"/cms/requests/{request.pk}/"
    typed = {"how": how, "text": "Tot ziens.", "to": "Klusclub De Hamer"}
    assert as_user(cast.coordinator).post(path, typed).status_code == 302
    assert the_request().state == state
    new = OutgoingMail.objects.filter(pk__gt=newest_before)
    assert to in set(new.values_list("to", flat=True))


def test_moderators_and_communications_see_no_requests_unless_they_coordinate(
    partner, cast, as_user
):
    delivered(partner)
    path = f"/cms/requests/{the_request().pk}/"
    for user in (cast.moderator, cast.communications):
        assert views_cms.unanswered(user) is None
        assert TEXT not in as_user(user).get(path, follow=True).content.decode()
    cast.moderator.groups.add(cast.coordinator.groups.get())
    assert TEXT in as_user(cast.moderator).get(path).content.decode()


@pytest.mark.parametrize(
    ("said", "state"),
    [("helped", State.CLOSED), ("not_helped", State.ESCALATED), ("no_answer", State.ESCALATED)],
)
def test_the_sender_tells_with_one_press_whether_it_helped(partner, clock, said, state):
    path = delivered(partner)
    Client().post(path_in(newest("contact_partner")), {"how": "already", "text": ""})
    days_later(clock, 4)
    assert "geholpen" in newest("contact_sender", MAIL).subject
    Client().post(path, {"do": said})
    assert the_request().state == state


def test_one_reply_goes_to_the_partner_and_opens_it_once_more(partner):
    path = delivered(partner)
    mine = path_in(newest("contact_partner"))
    Client().post(mine, {"how": "answer", "text": "Ja."})
    Client().post(path, {"do": "reply", "text": "Ook met een hond?"})
    assert the_request().state == State.DELIVERED
    assert "Ook met een hond?" in newest("contact_partner").text
    Client().post(mine, {"how": "answer", "text": "Nee."})
    Client().post(path, {"do": "reply", "text": "Jammer."})
    assert "Jammer." not in newest("contact_partner").text


def test_a_partner_that_goes_offline_or_is_deleted_leaves_its_questions_to_the_coordinator(
    network, clock
):
    going = make_partner(network.directory, "Eettafel De Pan", email="pan@example.org")
    gone = make_partner(network.directory, "Wandelclub De Tred", email="tred@example.org")
    for one in (going, gone):
        delivered(one)
    going.unpublish()
    gone.delete()
    work.do_what_is_due(timezone.now())
    states = set(ContactRequest.objects.values_list("state", "partner_name"))
    assert states == {
        (State.ESCALATED, "Eettafel De Pan"),
        (State.ESCALATED, "Wandelclub De Tred"),
    }


def test_what_was_asked_of_a_partner_that_is_private_now_goes_to_the_coordinator(
    network, cast, clock
):
    asked = make_partner(network.directory, "Eettafel De Pan", email="pan@example.org")
    held = make_partner(network.directory, "Wandelclub De Tred", email="tred@example.org")
    ask(asked)
    link = path_in(newest("contact_confirm"))
    delivered(held)
    theirs = path_in(newest("contact_partner"))
    for one in (asked, held):
        PageViewRestriction.objects.create(page=one, restriction_type="login")
    Client().post(link)
    work.do_what_is_due(timezone.now())
    assert set(ContactRequest.objects.values_list("state", flat=True)) == {State.ESCALATED}
    assert not OutgoingMail.objects.filter(kind="contact_partner", to="pan@example.org").exists()
    assert OutgoingMail.objects.filter(kind="contact_coordinator").count() == 2
    assert Client().get(theirs).status_code == 404


def test_of_two_that_become_one_the_question_goes_along(partner, cast):
    delivered(partner)
    merging.merge(partner, cast.partner_b, by=cast.administrator)
    request = the_request()
    assert (request.partner, request.state) == (cast.partner_b, State.DELIVERED)
    assert (
        TEXT in Client().get(path_in(newest("contact_partner", "b@example.org"))).content.decode()
    )


# --- forgotten ----------------------------------------------------------------------------------


def test_what_is_over_is_deleted_after_its_time_and_stays_as_a_number(partner, clock):
    path = delivered(partner)
    Client().post(path_in(newest("contact_partner")), {"how": "answer", "text": "Ja, kom."})
    Client().post(path, {"do": "helped"})
    days_later(clock, 31)
    request = the_request()
    assert (request.is_forgotten, request.due_at, request.answered_after_days) == (True, None, 0)
    assert {request.name, request.email, request.phone, request.text} == {""}
    assert not request.messages.exists()
    assert Client().get(path).status_code == 404


def test_what_is_forgotten_leaves_no_mail_to_its_sender_in_the_delivery_log(partner, clock):
    path = delivered(partner)
    Client().post(path_in(newest("contact_partner")), {"how": "answer", "text": "Ja, kom."})
    Client().post(path, {"do": "helped"})
    outbox.deliver()
    ours = OutgoingMail.objects.filter(key__contains=the_request().uid.hex)
    assert set(ours.values_list("to", "state")) == {(MAIL, "sent"), ("a@example.org", "sent")}
    ours.filter(kind="contact_confirm").update(state="failed")
    days_later(clock, 31)
    assert set(ours.values_list("to", flat=True)) == {"a@example.org"}


def test_the_page_of_own_data_shows_and_erases_what_somebody_asked(partner, cast, as_user):
    delivered(partner)
    [held] = personal_data.held_about({MAIL})
    assert (held["text"], held["title"]) == (TEXT, "Buurtkamer De Kade")
    personal_data.erase({MAIL})
    request = the_request()
    assert (request.state, request.text, request.email) == (State.CLOSED, "", "")
    assert newest("contact_taken_back").to == "a@example.org"
    waiting = OutgoingMail.objects.filter(kind="contact_partner").exclude(state="sent")
    assert not waiting.exists()


def test_three_answers_make_the_profile_tell_how_soon_this_partner_answers(partner, cast, clock):
    promise = "Antwoordt meestal binnen"
    for number in range(3):
        assert promise not in Client().get(partner.url).content.decode()
        delivered(partner)
        clock.shift(timedelta(days=2))
        Client().post(path_in(newest("contact_partner")), {"how": "answer", "text": f"{number}"})
        work.do_what_is_due(timezone.now())
    assert f"{promise} 2 werkdagen" in " ".join(Client().get(partner.url).content.decode().split())


def test_the_lists_ask_the_database_the_same_for_one_and_for_many(partner, cast, as_user, settings):
    settings.WIJKZORG_HOME_FORM_LIMITS = {}
    browser = as_user(cast.coordinator)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get("/cms/requests/")
            views_cms.unanswered(cast.coordinator)
        return len(queries)

    delivered(partner)
    asked()
    few = asked()
    for number in range(8):
        delivered(partner, text=f"{TEXT} {number}")
    assert ContactRequest.objects.filter(state=State.DELIVERED).count() == 9
    assert asked() == few
