"""The short list: kept in a signed cookie, opened by whoever has the link, and silent about what is not there."""

import re

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_many_partners, make_partner, make_translation
from wijkzorg_partners import merging
from wijkzorg_partners.models import Location
from wijkzorg_partners.short_list import kept

pytestmark = pytest.mark.django_db
LIST, CHANGE = "/lijst/", "/lijst/wijzigen/"


def press(client, name, value="1", **headers):
    return client.post(CHANGE, {name: value}, headers=headers)


def titles(client, address=LIST):
    html = client.get(address).content.decode()
    return re.findall(r"<h2><a [^>]*><bdi>([^<]+)</bdi>", html)


def keys(*partners):
    return ".".join(str(one.pk) for one in partners)


def test_a_button_on_the_profile_puts_a_partner_on_and_takes_it_off(client, cast):
    address = cast.partner_a.get_url()
    html = client.get(address).content.decode()
    assert f'name="put" value="{cast.partner_a.pk}"' in html
    answer = press(client, "put", cast.partner_a.pk, Referer=f"http://testserver{address}")
    assert answer["Location"] == f"http://testserver{address}#lijst-{cast.partner_a.pk}"
    assert titles(client) == ["Buurtkamer De Kade"]
    html = client.get(address).content.decode()
    assert f'name="off" value="{cast.partner_a.pk}"' in html
    assert "Mijn lijst (1)" in html
    press(client, "off", cast.partner_a.pk)
    assert titles(client) == []
    assert client.cookies["shortlist"].value == ""


def test_a_visitor_without_a_list_gets_no_cookie_and_no_token_and_costs_no_query(client, cast):
    for address in (cast.partner_a.get_url(), "/westkant/partners/", LIST):
        with CaptureQueriesContext(connection) as plain:
            answer = client.get(address)
        assert answer.cookies == {}
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert "Mijn lijst (" not in answer.content.decode()
    press(client, "put", cast.partner_b.pk)
    client.get("/westkant/partners/")
    with CaptureQueriesContext(connection) as with_list:
        client.get("/westkant/partners/")
    client.cookies.clear()
    with CaptureQueriesContext(connection) as plain:
        client.get("/westkant/partners/")
    assert len(with_list) == len(plain) + 1


def test_the_cookie_holds_keys_only_and_no_script_reads_it(client, cast, settings):
    settings.SESSION_COOKIE_SECURE = True
    answer = press(client, "put", cast.partner_a.pk)
    [cookie] = answer.cookies.values()
    assert cookie.key == "__Host-shortlist"
    assert cookie.value.split(":")[0] == str(cast.partner_a.pk)
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
    assert cookie["path"] == "/"
    assert not cookie["domain"]


@pytest.mark.parametrize("what", ["tampered", "old", "rubbish", "unsigned"])
def test_a_cookie_that_is_not_ours_is_an_empty_list(client, cast, what, monkeypatch):
    press(client, "put", cast.partner_a.pk)
    value = client.cookies["shortlist"].value
    if what == "old":
        monkeypatch.setattr(kept, "LASTS", -1)
    client.cookies["shortlist"] = {
        "tampered": value.replace(str(cast.partner_a.pk), str(cast.partner_b.pk), 1),
        "old": value,
        "rubbish": "%00 <b>\xff:::",
        "unsigned": str(cast.partner_a.pk),
    }[what]
    answer = client.get(LIST)
    assert answer.status_code == 200
    assert "Er staat nog niets op" in answer.content.decode()


def test_keys_are_read_from_any_text_and_written_back():
    assert kept.read_keys("12.45.12.x.-3.0.99999999999.7") == [12, 45, 7]
    assert kept.read_keys("٣.²" + "1." * 10_000) == [1]
    many = kept.write_keys(range(2**31 - 41, 2**31 - 1))
    assert len(kept.read_keys(many)) == kept.MOST
    signed = signing.TimestampSigner(salt=kept.SALT).sign(kept.write_keys(kept.read_keys(many)))
    assert len(signed) < 500  # browsers keep 4096


def test_a_list_is_full_at_thirty_and_says_so(client, network, monkeypatch):
    monkeypatch.setattr("tests.factories.bulk.index", lambda model, pages: None)
    made = make_many_partners(network, kept.MOST + 1)
    press(client, "take_over", keys(*made[: kept.MOST]))
    answer = press(client, "put", made[-1].pk)
    assert answer["Location"] == f"{LIST}?vol=1"
    full = "De lijst is vol: er passen er 30 op."
    assert full in client.get(f"{LIST}?vol=1").content.decode()
    assert len(titles(client)) == kept.MOST
    press(client, "off", made[0].pk)
    assert full not in client.get(f"{LIST}?vol=1").content.decode()


def test_the_list_takes_the_same_queries_for_two_and_for_thirty(client, network, monkeypatch):
    monkeypatch.setattr("tests.factories.bulk.index", lambda model, pages: None)
    made = make_many_partners(network, kept.MOST)
    counts = []
    for number in (2, kept.MOST):
        address = f"/lijst/{keys(*made[:number])}/"
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert len(titles(client, address)) == number
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_one_puts_them_in_order_and_empties_the_list(client, cast, network):
    third = make_partner(network.directory, "Wijkteam")
    for partner in (cast.partner_a, cast.partner_b, third):
        press(client, "put", partner.pk)
    press(client, "up", third.pk)
    assert titles(client) == ["Buurtkamer De Kade", "Wijkteam", "Klusclub De Hamer"]
    press(client, "down", cast.partner_a.pk)
    assert titles(client) == ["Wijkteam", "Buurtkamer De Kade", "Klusclub De Hamer"]
    press(client, "up", third.pk)
    assert titles(client)[0] == "Wijkteam"
    assert press(client, "empty")["Location"] == LIST
    assert titles(client) == []


def test_a_shared_link_shows_the_list_and_changes_ones_own_only_when_asked(client, cast):
    address = f"/lijst/{keys(cast.partner_b, cast.partner_a)}/"
    other = Client()
    press(other, "put", cast.partner_a.pk)
    assert titles(other, address) == ["Klusclub De Hamer", "Buurtkamer De Kade"]
    assert titles(other) == ["Buurtkamer De Kade"]
    assert "Bewaar als mijn lijst" in client.get(address).content.decode()
    html = other.get(address).content.decode()
    assert "Zet deze bij op mijn lijst" in html
    press(other, "take_over", re.search(r'name="take_over" value="([\d.]+)"', html)[1])
    assert titles(other) == ["Buurtkamer De Kade", "Klusclub De Hamer"]
    assert client.get("/lijst/niets/").status_code == 404


def test_it_is_shared_by_plain_links_that_name_nobody(client, cast):
    press(client, "put", cast.partner_a.pk)
    html = client.get("/en/lijst/").content.decode()
    shared = f"http%3A%2F%2Ftestserver%2Fen%2Flijst%2F{cast.partner_a.pk}%2F"
    assert f"https://wa.me/?text=A+list+of+Wijkzorg+Westkant%3A+{shared}" in html
    assert f"mailto:?subject=A%20list%20of%20Wijkzorg%20Westkant&amp;body={shared}" in html


def test_what_is_offline_is_counted_and_not_named(client, network, cast):
    gone = make_partner(network.directory, "Verdwenen")
    never = make_partner(network.directory, "Nooit", live=False)
    press(client, "put", cast.partner_a.pk)
    press(client, "put", gone.pk)
    gone.unpublish()
    html = client.get(LIST).content.decode()
    assert "Eén van deze staat nu niet op de site." in html
    assert "Verdwenen" not in html
    html = client.get(f"/lijst/{keys(cast.partner_a, gone, never)}.99999/").content.decode()
    assert "3 van deze staan nu niet op de site." in html
    assert "Nooit" not in html
    press(client, "tidy")
    assert "staat nu niet op de site" not in client.get(LIST).content.decode()
    assert titles(client) == ["Buurtkamer De Kade"]
    press(client, "put", never.pk)
    assert kept.read_keys(client.cookies["shortlist"].value.split(":")[0]) == [cast.partner_a.pk]


def test_of_a_merged_partner_the_page_that_goes_on_stands_there(client, cast):
    for partner in (cast.partner_a, cast.partner_b):
        press(client, "put", partner.pk)
    merging.merge(cast.partner_a, cast.partner_b, by=cast.administrator)
    assert titles(client) == ["Klusclub De Hamer"]
    assert "staat nu niet" not in client.get(LIST).content.decode()


def test_in_another_language_the_same_list_shows_the_translation(client, cast):
    english = make_translation(cast.partner_a, title="The Quay")
    press(client, "put", english.pk)
    press(client, "put", cast.partner_b.pk)
    assert titles(client) == ["Buurtkamer De Kade", "Klusclub De Hamer"]
    assert titles(client, "/en/lijst/") == ["The Quay", "Klusclub De Hamer"]
    assert f'name="off" value="{english.pk}"' in client.get(english.get_url()).content.decode()
    press(client, "off", english.pk)
    assert titles(client) == ["Klusclub De Hamer"]


def test_it_shows_how_to_reach_them_and_a_code_for_paper_but_no_hidden_address(client, cast):
    for hidden, street in ((False, "Kade 1"), (True, "Geheimstraat 2")):
        Location.objects.create(
            partner=cast.partner_a,
            address=street,
            postcode="1901 AB",
            city="Teststad",
            address_hidden=hidden,
        )
    press(client, "put", cast.partner_a.pk)
    html = client.get(LIST).content.decode()
    assert "020 000 00 03" in html
    assert "Kade 1" in html
    assert "Geheimstraat" not in html
    assert '<svg class="qr"' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "http://testserver"}, 302),
        ({}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elders.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[x"}, 403),
    ],
)
def test_a_form_on_another_site_changes_nobodys_list(cast, headers, status):
    browser = Client(enforce_csrf_checks=True)
    answer = press(browser, "put", cast.partner_a.pk, **headers)
    assert answer.status_code == status
    assert ("shortlist" in answer.cookies) == (status == 302)


def test_it_leads_back_to_our_own_pages_only(client, cast):
    for elsewhere in ("https://elders.example/x", "//elders.example", "javascript:alert(1)", ""):
        answer = press(client, "put", cast.partner_a.pk, Referer=elsewhere)
        assert answer["Location"] == LIST
    assert client.get(CHANGE).status_code == 405
    assert press(client, "onbekend").status_code == 404
