"""`POST /api/v1/events/{id}/registrations`: the same action as the form, with every fault at once."""

import json
import logging
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from openapi_spec_validator import validate
from wagtail.models import Locale, PageViewRestriction

from tests.factories import make_event, make_partner
from wijkzorg_events import registering
from wijkzorg_events.models import Registration, RegistrationNeeds, SeatBook
from wijkzorg_home.models import OutgoingMail

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]

AMINA = {"name": "Amina", "email": "amina@example.org", "kind": "informal"}


@pytest.fixture
def event(agenda):
    return make_event(agenda, "Wijktafel", "2027-05-21 12:00")


@pytest.fixture
def book(event):
    return SeatBook.objects.create(event=event, is_open=True, capacity=2)


def send(event, body=None, *, key=None, content_type="application/json", headers=None, **more):
    sent = body if isinstance(body, (str, bytes)) else json.dumps({**AMINA, **(body or {}), **more})
    address = f"/api/v1/events/{key or event.pk}/registrations"
    return Client(enforce_csrf_checks=True).post(
        address, sent, content_type=content_type, headers=headers or {}
    )


def faults(answer):
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert {one["in"] for one in answer.json()["errors"]} == {"body"}
    return {one["name"]: one["message"] for one in answer.json()["errors"]}


def states():
    return dict(Registration.objects.values_list("name", "status"))


# --- what is right ------------------------------------------------------------------------------------


def test_everything_that_is_told_is_kept(event, book, network):
    partner = make_partner(network.directory, "Buurtkamer De Kade")
    answer = send(
        event,
        organisation="buurtkamer de kade",
        role="Gastvrouw",
        guests=["Zus  van Amina", ""],
        diet="Geen vlees",
        access="Rolstoel",
        visible=True,
        language="tr",
    )
    assert answer.status_code == 202
    assert answer["API-Version"]
    assert not answer.cookies
    kept = Registration.objects.get()
    assert (kept.name, kept.email, kept.kind) == ("Amina", "amina@example.org", "informal")
    assert (kept.partner, kept.organisation, kept.role) == (partner, "", "Gastvrouw")
    assert (kept.guests, kept.is_visible, kept.language) == (["Zus van Amina"], True, "tr")
    assert (kept.source, kept.status) == ("api", "held")
    assert str(RegistrationNeeds.objects.get()) == "Geen vlees, Rolstoel"
    assert OutgoingMail.objects.get().kind == "registration-confirm"


def test_answer_tells_held_or_waiting_and_a_receipt_that_is_no_key(event, book):
    answers = [send(event, email=f"{n}@example.org").json() for n in range(3)]
    assert [one["status"] for one in answers] == ["held", "held", "waiting"]
    receipts = {uuid.UUID(one["reference"]) for one in answers}
    assert len(receipts) == 3
    assert receipts.isdisjoint(Registration.objects.values_list("uid", flat=True))
    assert all(set(one) == {"status", "reference"} for one in answers)


def test_known_and_unknown_addresses_get_the_same_answer(event, book):
    first, again = send(event), send(event, email=" AMINA@example.org")
    stranger = send(event, email="bert@example.org")
    for answer in (first, again, stranger):
        assert answer.status_code == 202
        assert answer.json()["status"] == "held"
        assert set(answer.headers) == set(first.headers)
    assert Registration.objects.count() == 2
    assert first.json()["reference"] != again.json()["reference"]


@pytest.mark.parametrize(
    ("body", "wanted", "language"),
    [({}, "ar", "ar"), ({"language": "en"}, "ar", "en"), ({}, "fr", "nl"), ({}, "", "nl")],
)
def test_language_of_the_mails(event, book, body, wanted, language):
    answer = send(event, body, headers={"Accept-Language": wanted})
    assert answer.status_code == 202
    assert Registration.objects.get().language == language


def test_number_of_a_translation_is_the_same_event(event, book, network, agenda):
    english = Locale.objects.get_or_create(language_code="en")[0]
    for page in (network.home, network.district, agenda):
        page.copy_for_translation(english, copy_parents=True).save_revision().publish()
    translation = event.copy_for_translation(english)
    translation.save_revision().publish()
    assert send(translation).status_code == 202
    assert Registration.objects.get().book == book


def test_event_that_is_deleted_meanwhile_is_not_there(event, book, monkeypatch):
    real = registering.register

    def register(*args, **kwargs):
        event.delete()
        return real(*args, **kwargs)

    monkeypatch.setattr(registering, "register", register)
    answer = send(event)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_crowd_is_told_with_when_to_try_again(event, book, monkeypatch):
    def register(*args, **kwargs):
        raise registering.Busy

    monkeypatch.setattr(registering, "register", register)
    answer = send(event)
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "60"


def test_log_names_the_receipt_and_nobody(event, book, caplog):
    with caplog.at_level(logging.INFO):
        answer = send(event, diet="Geen vlees")
    assert answer.json()["reference"] in caplog.text
    for word in ("Amina", "amina", "example.org", "vlees"):
        assert word not in caplog.text


def test_it_takes_as_many_queries_for_a_full_room_as_for_an_empty_one(
    event, book, django_assert_max_num_queries
):
    send(event)
    with django_assert_max_num_queries(45) as empty:
        send(event, email="een@example.org")
    SeatBook.objects.update(capacity=60)
    for n in range(20):
        send(event, email=f"{n}@example.org")
    with django_assert_max_num_queries(45) as full:
        send(event, email="twee@example.org")
    assert len(empty) == len(full)


# --- what is wrong ------------------------------------------------------------------------------------


def test_every_fault_is_told_at_once(event, book):
    told = faults(
        send(
            event,
            json.dumps(
                {
                    "email": "no address",
                    "kind": "other",
                    "organisation": "x" * 121,
                    "role": 7,
                    "guests": ["a", "b", "c", "d"],
                    "visible": "yes",
                    "language": "fr",
                    "phone": "020 000 00 00",
                }
            ),
        )
    )
    assert set(told) == {
        "name",
        "email",
        "kind",
        "organisation",
        "role",
        "guests",
        "visible",
        "language",
        "phone",
    }
    assert told["name"] == "Tell us your name."
    assert told["phone"] == "There is no field of this name."
    assert told["guests"] == "You can bring 3 others."
    assert states() == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 121),
        ("name", None),
        ("name", ["Amina"]),
        ("name", "A\x00"),
        ("email", "amina"),
        ("email", "a@example.org, b@example.org"),
        ("email", "a@example.org\nBcc: b@example.org"),
        ("email", "x" * 250 + "@example.org"),
        ("kind", None),
        ("kind", "Informal"),
        ("guests", "Bert"),
        ("guests", ["x" * 81]),
        ("guests", ["Bert\x00"]),
        ("guests", [["Bert"]]),
        ("visible", 1),
        ("diet", "x" * 201),
        ("access", {"wheelchair": True}),
        ("language", ""),
        ("is_visible", True),
        ("website_address", ""),
        ("shown_at", "x"),
    ],
)
def test_one_fault_is_told_with_its_field(event, book, name, value):
    assert set(faults(send(event, **{name: value}))) == {name}
    assert states() == {}


@pytest.mark.parametrize("missing", ["name", "email", "kind"])
def test_what_is_required_is_told_when_it_is_left_out(event, book, missing):
    body = {name: value for name, value in AMINA.items() if name != missing}
    assert set(faults(send(event, json.dumps(body)))) == {missing}


def test_event_that_does_not_ask_for_something_says_so(event, book):
    SeatBook.objects.update(most_guests=0, asks_needs=False)
    told = faults(send(event, guests=["Bert"], diet="Geen vlees", access=""))
    assert told == dict.fromkeys(("guests", "diet"), "This event does not ask for this.")
    assert send(event, guests=[], diet="").status_code == 202


@pytest.mark.parametrize(
    "body",
    [" ", "{", "[]", "null", '"x"', b"\xff\xfe", '{"name": "\\ud800"}', "[" * 20_000, '{"a": NaN}'],
)
def test_body_that_is_no_json_object_is_a_400(event, book, body):
    answer = send(event, body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
    ],
)
def test_other_media_types_are_a_415(event, book, content_type):
    answer = send(event, json.dumps(AMINA), content_type=content_type)
    assert answer.status_code == 415
    assert answer["Content-Type"] == "application/problem+json"
    assert states() == {}


@pytest.mark.parametrize("size", [33 * 1024, 11 * 1024 * 1024])
def test_body_that_is_too_large_is_a_413(event, book, size):
    answer = send(event, diet="x" * size)
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"


# --- where nobody can sign up --------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["none", "huge", "page", "no book", "offline", "private", "slash"])
def test_what_is_no_public_event_with_registration_is_a_404(event, network, what):
    keys = {"none": 999_999, "huge": 10**30, "page": network.home.pk, "slash": f"{event.pk}/x"}
    if what != "no book":
        SeatBook.objects.create(event=event, is_open=True)
    if what == "offline":
        event.unpublish()
    if what == "private":
        PageViewRestriction.objects.create(page=event, restriction_type="login")
    answer = send(event, key=keys.get(what))
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert states() == {}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_open": False}, "closed"),
        ({"closes_at": True}, "closed"),
        ({"opens_at": True}, "not_yet"),
        ({"capacity": 0, "has_waiting_list": False}, "full"),
    ],
)
def test_closed_not_yet_and_full_are_a_409_with_the_reason(event, book, change, reason):
    moment = timezone.now() + timezone.timedelta(hours=-1 if reason == "closed" else 1)
    values = {name: moment if name.endswith("_at") else value for name, value in change.items()}
    SeatBook.objects.update(**values)
    answer = send(event)
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["reason"] == reason
    assert states() == {}


def test_cancelled_event_is_a_409(event, book):
    event.status, event.status_reason = "cancelled", "Ziek"
    event.save_revision().publish()
    assert send(event).json()["reason"] == "closed"


def test_too_often_is_a_429_that_says_when_to_try_again(event, book, settings):
    settings.WIJKZORG_EVENTS_RATE_LIMIT = {"client": "2/h", "mail": "1/10m"}
    assert send(event).status_code == 202
    answer = send(event)
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "600"
    assert send(event, email="bert@example.org")["Retry-After"] == "3600"
    assert states() == {"Amina": "held"}


def test_without_limits_one_client_signs_up_as_many_as_it_likes(event, book, settings):
    settings.WIJKZORG_EVENTS_RATE_LIMIT = {}
    answers = [send(event, email=f"{n}@example.org").status_code for n in range(70)]
    assert set(answers) == {202}


def test_only_post_works_and_a_slash_at_the_end_is_absent(event, book, client):
    address = f"/api/v1/events/{event.pk}/registrations"
    assert client.get(address).status_code == 405
    assert client.get(address)["Allow"] == "POST"
    assert client.post(f"{address}/", "{}", content_type="application/json").status_code == 404


def test_script_on_another_site_gets_no_leave_to_send_it(event, book, client):
    asks = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options(f"/api/v1/events/{event.pk}/registrations", headers=asks)
    assert "Access-Control-Allow-Headers" not in answer
    assert "Access-Control-Allow-Credentials" not in answer


# --- the document -------------------------------------------------------------------------------------


def test_document_describes_body_answers_and_examples(event, book, client):
    document = client.get("/api/v1/openapi.json").json()
    validate(document)
    operation = document["paths"]["/events/{id}/registrations"]["post"]
    assert set(operation["responses"]) == {
        "202",
        "400",
        "404",
        "409",
        "413",
        "415",
        "429",
        "503",
    }
    for status, answer in operation["responses"].items():
        media = "application/json" if status == "202" else "application/problem+json"
        assert list(answer["content"]) == [media]
        assert "API-Version" in answer["headers"]
    assert "Retry-After" in operation["responses"]["429"]["headers"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["name", "email", "kind"]
    assert schema["additionalProperties"] is False
    answer = send(event, json.dumps(schema["example"]))
    assert answer.status_code == 202
    assert set(answer.json()) == set(document["components"]["schemas"]["Accepted"]["properties"])
