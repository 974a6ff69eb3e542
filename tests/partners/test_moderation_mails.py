"""The mails around moderation say what happened, in the reader's language, with one link."""

import re

import pytest
from wagtail.users.models import UserProfile

REMARK = "Schrijf erbij op welke dag je open bent.\nEn <waar> je bent."


def speaks(user, language):
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


def submit(partner, user):
    page = partner.specific
    page.title = "De Kade & Co"
    page.save_revision(user=user)
    return page.get_workflow().start(page, user)


def mails_to(mailoutbox, user):
    return [mail for mail in mailoutbox if mail.to == [user.email]]


def links_in(mail):
    return re.findall(r"https?://\S+", mail.body)


@pytest.fixture
def submitted(cast, mailoutbox):
    speaks(cast.editor_a, "nl")
    return submit(cast.partner_a, cast.editor_a)


def test_moderators_hear_of_a_submitted_page(cast, submitted, mailoutbox):
    [mail] = mails_to(mailoutbox, cast.moderator)
    assert mail.subject == "Wil je dit lezen: De Kade & Co"
    assert "Iemand heeft “De Kade & Co” ingestuurd." in mail.body
    [link] = links_in(mail)
    assert link.endswith(f"/cms/pages/{cast.partner_a.pk}/edit/")


def test_a_page_that_is_sent_back_carries_the_remark(cast, submitted, mailoutbox):
    submitted.current_task_state.reject(user=cast.moderator, comment=REMARK)
    [mail] = mails_to(mailoutbox, cast.editor_a)
    assert mail.subject == "Wil je nog iets aanpassen: De Kade & Co"
    assert REMARK in mail.body
    [link] = links_in(mail)
    assert link.endswith(f"/cms/pages/{cast.partner_a.pk}/edit/")


def test_an_approved_page_is_mailed_with_its_public_address(cast, submitted, mailoutbox):
    submitted.current_task_state.approve(user=cast.moderator)
    [mail] = mails_to(mailoutbox, cast.editor_a)
    assert mail.subject == "Goedgekeurd: De Kade & Co"
    assert links_in(mail) == [cast.partner_a.full_url]


def test_the_mail_is_in_the_language_of_its_reader(cast, mailoutbox, settings):
    settings.WAGTAILADMIN_NOTIFICATION_USE_HTML = True
    speaks(cast.editor_a, "tr")
    submitted = submit(cast.partner_a, cast.editor_a)
    submitted.current_task_state.reject(user=cast.moderator, comment=REMARK)
    [mail] = mails_to(mailoutbox, cast.editor_a)
    assert mail.subject == "Bir şeyi daha değiştirir misin: De Kade & Co"
    html = mail.alternatives[0][0]
    for text in (mail.body, html):
        assert "Buradan değiştir ve yeniden gönder:" in text
        assert "Hallo" not in text
    assert "En &lt;waar&gt; je bent." in html
