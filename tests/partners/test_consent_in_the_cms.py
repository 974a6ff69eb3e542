"""Who edits a profile in the CMS takes a contact person off at once, and nobody else does."""

from datetime import date

import pytest

from wijkzorg_partners.models import ConsentWithdrawal, ContactPerson, PartnerPage

pytestmark = pytest.mark.slow

NAME = "Zwaantje Zomer"


@pytest.fixture
def person(cast):
    """On the public page of B, which waits for a moderator with another change."""
    partner = cast.partner_b
    partner.contact_persons = [
        ContactPerson(name=NAME, visibility="public", consent_on=date(2026, 1, 1))
    ]
    partner.save_revision().publish()
    partner.summary = "Een nieuwe zin."
    partner.save_revision(user=cast.editor_b)
    partner.get_workflow().start(partner, cast.editor_b)
    return partner.contact_persons.get()


def listing(cast):
    return f"/cms/partners/{cast.partner_b.pk}/contact-persons/"


def take_off(cast, person):
    return f"{listing(cast)}{person.uid}/take-off/"


def holds_the_name(partner):
    drafts = partner.revisions.filter(content__icontains=NAME).exists()
    return drafts or ContactPerson.objects.filter(partner=partner, name=NAME).exists()


@pytest.mark.parametrize("who", ["editor_b", "moderator", "communications", "administrator"])
def test_from_the_edit_page_to_gone_in_three_steps(cast, person, as_user, who):
    browser = as_user(getattr(cast, who))
    edit = browser.get(f"/cms/pages/{cast.partner_b.pk}/edit/").content.decode()
    assert f'href="{listing(cast)}"' in edit
    assert f'href="{take_off(cast, person)}"' in browser.get(listing(cast)).content.decode()
    asked = browser.get(take_off(cast, person))
    assert NAME in asked.content.decode()
    assert holds_the_name(cast.partner_b)
    done = browser.post(take_off(cast, person), follow=True)
    assert done.redirect_chain == [(listing(cast), 302)]
    assert not holds_the_name(cast.partner_b)
    assert ConsentWithdrawal.objects.get().recorded_by == getattr(cast, who)
    assert PartnerPage.objects.get(pk=cast.partner_b.pk).workflow_in_progress


@pytest.mark.parametrize("who", ["editor_a", "coordinator", "member"])
def test_others_are_refused(cast, person, as_user, who):
    browser = as_user(getattr(cast, who))
    for path in (listing(cast), take_off(cast, person)):
        assert NAME not in browser.get(path, follow=True).content.decode()
    assert browser.post(take_off(cast, person)).get("Location") != listing(cast)
    assert holds_the_name(cast.partner_b)


def test_a_person_of_another_partner_is_absent(cast, person, as_user):
    path = f"/cms/partners/{cast.partner_a.pk}/contact-persons/{person.uid}/take-off/"
    assert as_user(cast.moderator).post(path).status_code == 404
    assert holds_the_name(cast.partner_b)


def test_whom_only_the_draft_names_is_taken_off_too(cast, person, as_user):
    draft = cast.partner_b.get_latest_revision_as_object()
    draft.contact_persons.add(ContactPerson(name="Alleen in het concept"))
    draft.save_revision()
    browser = as_user(cast.editor_b)
    page = browser.get(listing(cast)).content.decode()
    assert page.count(NAME) == 2  # the heading and the words of its button
    new = draft.contact_persons.all()[1]
    assert browser.post(take_off(cast, new)).status_code == 302
    assert new.name in browser.get(listing(cast)).content.decode()  # in the message that it is done
    assert new.name not in browser.get(listing(cast)).content.decode()
    assert holds_the_name(cast.partner_b)
