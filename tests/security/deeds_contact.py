"""The deeds around questions to partners: asking, answering, following up."""

import re

from tests.partners.test_contact import answers
from tests.security.deeds_mijn import here
from tests.security.doing import door, post, see
from wijkzorg_partners.contact import links
from wijkzorg_partners.models import ContactRequest

questions, own, cms = (door(name) for name in ("questions", "/mijn/ questions", "CMS questions"))


def now_at(world, *states):
    rows = ContactRequest.objects.filter(pk=world.request_a.pk, state__in=states)
    return rows.exists


@questions
def ask_a_question(world):
    asked = ContactRequest.objects.filter(email="zqvraag@example.org")
    return post(
        f"/vraag/{world.a.pk}/", answers(email="zqvraag@example.org"), happened=asked.exists
    )


@questions
def see_a_question_by_a_link_that_was_made_up(world):
    token = re.sub(r".$", "x", links.token_of(world.request_a, links.SENDER))
    return see(f"/vraag/stand/{token}/", world.request_a.text)


@questions
def answer_a_question_by_the_link_of_its_sender(world):
    token = links.token_of(world.request_a, links.SENDER)
    answer = {"how": "answer", "text": "Zq"}
    return post(f"/vraag/antwoord/{token}/", answer, happened=now_at(world, "answered"))


@questions
def take_back_a_question_by_the_link_of_its_sender(world):
    token = links.token_of(world.request_a, links.SENDER)
    return post(f"/vraag/stand/{token}/", {"do": "withdraw"}, happened=now_at(world, "closed"))


@questions
def close_a_question_by_the_link_of_its_sender(world):
    token = links.token_of(world.request_a, links.SENDER)
    return post(f"/vraag/stand/{token}/", {"do": "close"}, happened=now_at(world, "closed"))


@own
def see_what_is_asked_of_A(world):
    return see(here(world, "vragen/"), world.request_a.name)


@own
def see_a_question_to_A(world):
    return see(here(world, f"vragen/{world.request_a.uid}/"), world.request_a.text)


@own
def see_a_question_to_B_at_the_address_of_A(world):
    return see(here(world, f"vragen/{world.request_b.uid}/"), world.request_b.text)


@own
def answer_a_question_to_A(world):
    path = here(world, f"vragen/{world.request_a.uid}/")
    answer = {"how": "answer", "text": "Zq"}
    return post(path, answer, happened=now_at(world, "answered"))


@own
def close_a_question_to_A(world):
    path = here(world, f"vragen/{world.request_a.uid}/")
    return post(path, {"how": "close", "text": "Zq"}, happened=now_at(world, "closed"))


@cms
def see_which_questions_wait(world):
    return see("/cms/requests/", world.a.title)


@cms
def see_one_question(world):
    return see(f"/cms/requests/{world.request_a.pk}/", world.request_a.text)


@cms
def answer_on_behalf_of_A(world):
    path = f"/cms/requests/{world.request_a.pk}/"
    return post(path, {"how": "answer", "text": "Zq"}, happened=now_at(world, "answered"))


@cms
def close_a_question(world):
    path = f"/cms/requests/{world.request_a.pk}/"
    return post(path, {"how": "close", "text": "Zq"}, happened=now_at(world, "closed"))
