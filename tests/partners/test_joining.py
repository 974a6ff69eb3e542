"""An organisation joins by itself: what a stranger can do with the form, and with the link."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.factories import make_partner, make_user
from wijkzorg_home.spam_guard import signed_now
from wijkzorg_partners import joining
from wijkzorg_partners.models import JoinRequest, Location, Membership, PartnerPage

NEW = "voorzitter@example.org"


@pytest.fixture
def browser(network):
    return Client()


def answers(network, **changes):
    with time_machine.travel(timezone.now() - timedelta(minutes=2)):
        shown = signed_now("join")
    return {
        "screen": "2",
        "name": "Eettafel De Pan",
        "kind": "informal",
        "summary": "Wij koken op woensdag.",
        "for_whom": "Iedereen die niet graag alleen eet",
        "area": network.wijk.code,
        "postcode": "1901 AB",
        "website": "https://depan.example.org/",
        "phone": "020 000 00 08",
        "email": NEW,
        "shown_at": shown,
        **changes,
    }


@pytest.fixture
def join(network, browser, django_capture_on_commit_callbacks):
    """Fill in the form, and give the path of the link in the mail."""

    def send(**changes):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            response = browser.post("/meedoen/", answers(network, **changes))
        assert response.status_code == 302, response.content.decode()
        assert response["Location"] == "/meedoen/verstuurd/"
        [message] = mail.outbox
        return re.search(r"https?://[^/]+(\S*/meedoen/bevestigen/\S+)", message.body)[1]

    return send


def joined(name="Eettafel De Pan"):
    return PartnerPage.objects.get(title=name)


def test_two_screens_ask_at_most_eight_things_each_and_lose_nothing(network, browser):
    first = browser.get("/meedoen/").content.decode()
    assert (
        len(re.findall(r"<(?:input(?! type=.hidden)|select|textarea|button)\b", _form(first))) <= 8
    )
    typed = answers(network, screen="1", postcode="", website="", phone="", email="")
    second = browser.post("/meedoen/", typed)
    text = second.content.decode()
    assert second.context["screen"] == 2
    assert "Wij koken op woensdag." in text
    assert not second.context["form"].errors
    back = browser.post("/meedoen/", answers(network, back="1")).context
    assert back["screen"] == 1
    assert back["form"]["name"].value() == "Eettafel De Pan"
    assert back["form"]["email"].value() == NEW


def _form(text):
    return text[text.index("off-screen") : text.rindex("</form>")].partition("</div>")[2]


def test_what_is_wrong_is_told_on_the_screen_where_it_was_asked(network, browser):
    first = browser.post("/meedoen/", answers(network, screen="1", name=" - "))
    assert first.context["screen"] == 1
    assert set(first.context["form"].errors) == {"name"}
    last = browser.post("/meedoen/", answers(network, email="geen adres"))
    assert last.context["screen"] == 2
    assert "geen adres" in last.content.decode()
    earlier = browser.post("/meedoen/", answers(network, area="bestaat-niet"))
    assert earlier.context["screen"] == 1
    assert JoinRequest.objects.count() == 0


def test_who_keeps_no_cookies_can_join_and_a_robot_without_a_moment_can_not(network):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/meedoen/", answers(network, shown_at="")).status_code == 200
    assert stranger.post("/meedoen/", answers(network, website_address="x")).status_code == 200
    assert JoinRequest.objects.count() == 0
    stranger.cookies.clear()
    assert stranger.post("/meedoen/", answers(network)).status_code == 302
    assert JoinRequest.objects.count() == 1


def test_the_answer_is_the_same_for_an_address_that_we_know(network, browser, join):
    make_user("bekend@example.org")
    unknown = browser.post("/meedoen/", answers(network))
    known = browser.post("/meedoen/", answers(network, email="bekend@example.org"))
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert {one.email for one in JoinRequest.objects.all()} == {NEW, "bekend@example.org"}


def test_one_address_gets_only_so_many_mails(network, browser, settings):
    settings.WIJKZORG_HOME_FORM_LIMITS = {"mail": "2/d"}
    codes = [browser.post("/meedoen/", answers(network)).status_code for _ in range(3)]
    assert codes == [302, 302, 200]
    assert JoinRequest.objects.count() == 2


def test_get_and_head_change_nothing_and_post_makes_a_draft_with_an_owner(network, browser, join):
    path = join()
    for method in (browser.get, browser.head):
        assert method(path).status_code == 200
    assert not PartnerPage.objects.exists()
    response = browser.post(path)
    assert response["Location"] == "/mijn/eettafel-de-pan/"
    partner = joined()
    assert not partner.live
    assert partner.get_parent().specific == network.directory
    assert partner.locale.language_code == "nl"
    assert list(partner.areas.all()) == [network.wijk]
    assert partner.locations.get().postcode == "1901 AB"
    assert partner.email == ""  # the person's own address is not for the site
    membership = Membership.objects.get(partner=partner)
    assert (membership.user.email, membership.role) == (NEW, "owner")
    assert not membership.cms_access
    assert browser.session["_auth_user_id"] == str(membership.user.pk)
    assert browser.get("/cms/").url == "/mijn/"
    assert browser.get(partner.get_url()).status_code == 404


def test_the_link_works_once_and_for_seven_days(network, browser, join):
    path = join()
    browser.post(path)
    stranger = Client()
    assert stranger.get(path).status_code == stranger.post(path).status_code == 410
    assert "_auth_user_id" not in stranger.session
    later = join(name="Klusclub", website="", email="ander@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        response = stranger.post(later)
        assert response.status_code == 410
        assert "/meedoen/" in response.content.decode()
    assert stranger.get("/meedoen/bevestigen/onbekend/").status_code == 404
    assert PartnerPage.objects.count() == 1


def test_who_has_an_account_must_be_logged_in_with_it(network, browser, join, as_user):
    user, other = make_user(NEW.capitalize()), make_user("ander@example.org")
    path = join()
    for stranger in (Client(), as_user(other)):
        response = stranger.post(path)
        assert response.status_code == 200
        assert "/account/login/?next=" in response.content.decode()
    assert not PartnerPage.objects.exists()
    as_user(user).post(path)
    assert Membership.objects.get(partner=joined()).user == user


def test_two_links_used_at_the_same_time_make_two_drafts_and_one_account(network, join, browser):
    """The second comes when the first is done: the locks see to that (see the script of the race)."""
    first, second = join(), join()
    browser.post(first)
    assert browser.post(second).status_code == 302
    assert sorted(page.slug for page in PartnerPage.objects.all()) == [
        "eettafel-de-pan",
        "eettafel-de-pan-2",
    ]
    assert Membership.objects.filter(user__email=NEW).count() == 2


@pytest.mark.parametrize(
    ("name", "slug"),
    [("مائدة الجيران", "organisatie"), ("Gegevens", "gegevens-2"), ("Thé & Co.", "the-co")],
)
def test_any_name_gets_a_plain_key(network, browser, join, name, slug):
    assert browser.post(join(name=name, website=""))["Location"] == f"/mijn/{slug}/"


def test_what_comes_below_the_directory_of_the_district_that_it_works_in(network, browser, join):
    from tests.factories import make_area
    from wijkzorg_home.models import DistrictPage, HomePage
    from wijkzorg_partners.models import PartnerIndexPage

    home = HomePage.objects.get()
    east = make_area("Oostkant", level="district", code="O", parent=network.town)
    district = home.add_child(instance=DistrictPage(title="Oost", slug="oost", area=east))
    directory = district.add_child(instance=PartnerIndexPage(title="Organisaties", slug="partners"))
    browser.post(join(area="O"))
    assert joined().get_parent().pk == directory.pk


@pytest.mark.parametrize(
    "told",
    [
        {"name": "de populier", "postcode": "", "website": ""},
        {"name": "Buurtkamer de Poplier", "postcode": "", "website": ""},
        {"name": "Stichting Buurt-kamer Populier", "postcode": "", "website": ""},
        {"name": "Kamer van de Populieren", "postcode": "1901ab", "website": ""},
        {"name": "Iets anders", "postcode": "", "website": "http://populier.example.org/over-ons"},
    ],
)
def test_who_looks_like_a_public_partner_is_asked_and_can_go_on(network, browser, told):
    partner = make_partner(
        network.directory, "Buurtkamer De Populier", website="https://www.populier.example.org/"
    )
    Location.objects.create(partner=partner, postcode="1901 AB", locale=partner.locale)
    asked = browser.post("/meedoen/", answers(network, **told))
    assert asked.status_code == 200
    assert partner.get_url() in asked.content.decode()
    assert JoinRequest.objects.count() == 0
    going_on = browser.post("/meedoen/", answers(network, **told, seen=str(partner.pk)))
    assert going_on.status_code == 302


def test_who_looks_like_nobody_is_not_asked(network, browser):
    partner = make_partner(network.directory, "Buurtkamer De Populier")
    Location.objects.create(partner=partner, postcode="1901 AB", locale=partner.locale)
    assert browser.post("/meedoen/", answers(network)).status_code == 302


def test_a_page_on_a_host_of_many_is_told_apart_by_its_path(network):
    make_partner(network.directory, "Buurtkamer", website="https://www.facebook.com/buurtkamer")

    def alike(website):
        site = network.home.get_site()
        return joining.find_alike(name="Iets anders", website=website, site=site)

    assert alike("https://facebook.com/buurtkamer/")
    assert not alike("https://facebook.com/eettafel")


def test_drafts_are_never_told_of_but_the_moderators_hear_it(
    network, browser, join, django_capture_on_commit_callbacks
):
    make_user("moderator@example.org", groups=["Moderators"])
    draft = make_partner(network.directory, "Eettafel De Pan-nenkoek", live=False)
    screens = [
        browser.post("/meedoen/", answers(network, screen="1")).content.decode(),
        browser.get("/meedoen/verstuurd/").content.decode(),
    ]
    path = join()
    screens.append(browser.get(path).content.decode())
    assert not any("nenkoek" in text for text in screens)
    assert all(not one.to[0].startswith("moderator") for one in mail.outbox)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(path)
    message = mail.outbox[-1]
    assert message.to == ["moderator@example.org"]
    assert draft.title in message.body
    assert f"/cms/pages/{draft.pk}/edit/" in message.body


def test_looking_for_likenesses_takes_the_same_number_of_queries_at_any_size(
    network, django_assert_num_queries
):
    from tests.factories import make_many_partners

    site = network.home.get_site()
    for number in (2, 60):
        make_many_partners(network, number)
        joining.find_alike(name="Warm", site=site)
        with django_assert_num_queries(5):
            joining.find_alike(
                name="Partner 0001", postcode="1901 AB", website="https://x.example.org", site=site
            )


def test_the_token_is_stored_as_a_hash_only_and_not_in_the_logs(network, browser, join):
    import logging

    from website.logs import WithoutTokens

    path = join()
    token = path.rstrip("/").rpartition("/")[2]
    assert len(token) >= 40
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in str(cursor.fetchall()), table
    record = logging.LogRecord("django", 30, "", 0, "Gone: %s", (path,), None)
    WithoutTokens().filter(record)
    assert token not in record.getMessage()


def test_tick_deletes_what_nobody_confirmed_and_what_is_long_done(network, browser, join):
    browser.post(join())
    join(name="Nooit bevestigd", website="", email="stil@example.org")
    now = timezone.now()
    assert joining.purge(now) == ""
    assert joining.purge(now + timedelta(days=8)) == "1 requests to join deleted"
    assert joining.purge(now + timedelta(days=31)) == "1 requests to join deleted"
    assert joining.purge(now + timedelta(days=31)) == ""
    assert joined()


def test_the_footer_leads_to_the_form(network, browser):
    assert 'href="/meedoen/"' in browser.get("/").content.decode()
