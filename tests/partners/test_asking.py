"""The tick asks whether profiles are still right: who hears what, when, and what never happens."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from tests.factories import (
    make_event,
    make_many_partners,
    make_partner,
    make_translation,
    make_user,
)
from wijkzorg_events.models import AgendaPage
from wijkzorg_home.models import NetworkSettings, OutgoingMail
from wijkzorg_partners import confirmation, confirmation_work
from wijkzorg_partners.models import Confirmation, OneTimeLink, PartnerPage, PartnerRecord

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

EVERYTHING = confirmation.ALL_PARTS


def tick():
    return confirmation_work.ask_what_is_due(timezone.now())


def subjects(mailoutbox):
    return [mail.subject for mail in mailoutbox]


def kinds():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))


def test_six_weeks_before_the_end_the_owner_is_asked_with_three_links(
    profile, later, mailoutbox, stage_of
):
    later(19)
    assert [kind for kind in kinds() if kind == "confirm_ask"] == []
    later(1)
    [mail] = [mail for mail in mailoutbox if "/klopt/" in mail.body and "confirm_ask" in kinds()][
        -1:
    ]
    assert mail.to == ["eigenaar@example.org"]
    assert len(set(re.findall(r"http\S+/klopt/[\w-]+/", mail.body))) == 3
    assert "020 000 00 03" in mail.body
    assert stage_of(profile) == "asked"


def test_helpers_and_those_who_left_are_not_asked(profile, later, today):
    make_user("helper@example.org", partner=profile, role="helper")
    gone = make_user("weg@example.org", partner=profile)
    gone.partner_memberships.update(ends_on=timezone.localdate() + timedelta(days=9))
    make_user("tweede@example.org", partner=profile)
    later(20)
    asked = OutgoingMail.objects.filter(kind="confirm_ask").values_list("to", flat=True)
    assert set(asked) == {"eigenaar@example.org", "tweede@example.org"}


def test_without_a_member_the_organisations_own_address_is_asked(network, today, later):
    partner = make_partner(network.directory, "Zonder lid", email="info@example.org")
    confirmation.confirm(partner, EVERYTHING, occasion="published")
    later(20)
    assert OutgoingMail.objects.get(kind="confirm_ask").to == "info@example.org"
    assert set(OneTimeLink.objects.values_list("user", flat=True)) == {None}


def test_the_mail_is_in_the_persons_own_language(profile, later, mailoutbox):
    user = profile.memberships.get().user
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    later(20)
    mail = mailoutbox[-1]
    assert mail.subject == "Is the page of Buurtkamer De Kade still right?"
    assert "/en/klopt/" in mail.body


@pytest.mark.both_databases
def test_who_stays_silent_goes_through_every_stage_and_loses_nothing(
    profile, later, stage_of, network, client
):
    words = PartnerPage.objects.get(pk=profile.pk).what_we_do
    seen = []
    for _week in range(60):
        later(1)
        if not seen or seen[-1] != stage_of(profile):
            seen.append(stage_of(profile))
    # No Wijktafel is planned, so no host is asked.
    assert seen == ["fresh", "asked", "reminded", "call", "marked", "unlisted", "offline"]
    page = PartnerPage.objects.get(pk=profile.pk)
    assert (page.live, page.what_we_do) == (False, words)
    assert client.get("/westkant/partners/buurtkamer-de-kade/").status_code == 404
    assert sorted(set(kinds())) == [
        "confirm_ask",
        "confirm_hours",
        "confirm_marked",
        "confirm_offline",
        "confirm_remind",
        "confirm_unlisted",
    ]
    assert len(kinds()) == 6


def test_two_ticks_in_a_row_do_nothing_twice(profile, later):
    later(20)
    before = kinds()
    assert tick() == ""
    assert kinds() == before


def test_ticking_every_day_or_once_a_fortnight_gives_the_same_mails(profile, later):
    later(60, every=14)
    assert sorted(kinds()) == sorted(set(kinds()))
    assert len(kinds()) == 6


def test_after_months_without_a_tick_each_hears_one_question_and_nobody_goes_offline(
    network, today, mailoutbox, later
):
    for n in range(5):
        one = make_partner(network.directory, f"Groep {n}", email=f"groep{n}@example.org")
        confirmation.confirm(one, EVERYTHING, occasion="published")
    today.shift(timedelta(days=700))
    assert tick() == "5 asked"
    assert tick() == ""
    later(29)
    assert PartnerPage.objects.filter(live=True).count() == 5
    assert [
        kinds().count(kind) for kind in ("confirm_ask", "confirm_remind", "confirm_offline")
    ] == [5, 5, 0]


def test_while_no_mail_leaves_nobody_goes_on_and_all_are_asked_anew_when_it_does(
    profile, later, stage_of, today, settings
):
    settings.WIJKZORG_HOME_MAIL_TRANSPORT = "tests.partners.test_asking.Broken"
    later(20)
    later(8, every=1)
    assert stage_of(profile) == "asked"
    assert OutgoingMail.objects.filter(kind="confirm_ask", state="failed").count() == 3
    assert not OutgoingMail.objects.filter(state="sent").exists()
    settings.WIJKZORG_HOME_MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    later(4)
    assert OutgoingMail.objects.filter(kind="confirm_ask", state="sent").count() == 1
    assert stage_of(profile) == "reminded"


def test_an_address_that_never_works_leads_to_the_telephone(
    profile, later, stage_of, settings, network
):
    settings.WIJKZORG_HOME_MAIL_TRANSPORT = "tests.partners.test_asking.OneAddressIsWrong"
    other = make_partner(network.directory, "Ander", email="ander@example.org")
    make_user("ook@example.org", partner=other)
    confirmation.confirm(other, EVERYTHING, occasion="published")
    for day in range(7 * 29):
        # Other mail leaves every day, as it does on a site that is used.
        OutgoingMail.objects.create(
            key=f"code-{day}", kind="plain", to="x@example.org", subject="x", text="x"
        )
        later(1 / 7, every=1)
    assert OutgoingMail.objects.filter(to="eigenaar@example.org", state="failed").exists()
    assert stage_of(profile) == "call"


class Broken:
    """A mail server that is down."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("down")


class OneAddressIsWrong:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        if "eigenaar@example.org" in messages[0].to:
            raise ConnectionError("no such mailbox")
        return len(messages)


def test_confirming_in_any_stage_makes_it_fresh_and_the_lists_show_it_again(
    profile, later, stage_of
):
    for weeks in (20, 23, 26, 33, 39):
        later(weeks)
        assert stage_of(profile) != "fresh"
        confirmation.confirm(profile, EVERYTHING, occasion="call")
        assert stage_of(profile) == "fresh"
        assert PartnerPage.objects.listed().filter(pk=profile.pk).exists()


def test_a_tick_and_a_confirmation_at_once_do_not_cross(profile, today, monkeypatch, stage_of):
    """The tick read that the profile is due; before it writes, somebody confirms."""
    today.shift(timedelta(weeks=20))
    original = confirmation_work._take

    def somebody_is_quicker(steps, stage, now):
        confirmation.confirm(profile, EVERYTHING, occasion="mail")
        return original(steps, stage, now)

    monkeypatch.setattr(confirmation_work, "_take", somebody_is_quicker)
    tick()
    assert stage_of(profile) == "fresh"
    assert kinds() == []


def test_a_clock_that_was_years_ahead_for_an_hour_does_no_lasting_harm(
    profile, today, stage_of, later
):
    today.shift(timedelta(days=3650))
    tick()
    assert stage_of(profile) == "asked"
    today.shift(timedelta(days=-3650))
    tick()
    assert stage_of(profile) == "fresh"
    later(24)
    assert stage_of(profile) == "reminded"
    assert kinds().count("confirm_ask") == 1


def test_a_part_that_was_confirmed_alone_does_not_move_the_end(profile, today):
    today.shift(timedelta(weeks=10))
    before = PartnerRecord.objects.get(partner=profile).due_at
    confirmation.confirm(profile, ["contact"], occasion="mijn")
    assert PartnerRecord.objects.get(partner=profile).due_at == before


@pytest.mark.both_databases
def test_hours_get_one_short_mail_and_no_stage(profile, later, stage_of):
    later(13)
    assert kinds() == ["confirm_hours"]
    assert stage_of(profile) == "fresh"


def test_without_hours_nobody_asks_about_them(network, today, later):
    partner = make_partner(network.directory, "Altijd", email="altijd@example.org")
    confirmation.confirm(partner, EVERYTHING, occasion="published")
    later(15)
    assert kinds() == []


def test_the_partners_own_interval_goes_before_that_of_the_network(profile, later, stage_of):
    PartnerRecord.objects.filter(partner=profile).update(confirm_interval_months=12)
    later(40)
    assert stage_of(profile) == "fresh"
    later(10)
    assert stage_of(profile) != "fresh"


def test_the_weeks_of_the_network_hold(profile, later, stage_of):
    NetworkSettings.objects.update(ask_weeks_before=10)
    later(17)
    assert stage_of(profile) == "asked"


def test_the_days_of_the_network_are_those_of_the_links_and_the_mail_tells_the_last(
    profile, later, mailoutbox
):
    NetworkSettings.objects.update(link_days=10)
    later(20)
    link = OneTimeLink.objects.filter(purpose="confirm").get()
    assert link.expires_at == timezone.now() + timedelta(days=10)
    assert "Elke link werkt één keer, tot 3 juni 2027." in mailoutbox[-1].body


def test_the_weeks_of_the_hours_hold(profile, later):
    NetworkSettings.objects.update(hours_weeks_before=0, hours_rest_weeks=6)
    later(12)
    assert kinds() == []
    later(2)
    assert kinds() == ["confirm_hours"]


def test_no_question_about_the_hours_comes_within_the_rest_before_the_great_one(profile, later):
    NetworkSettings.objects.update(hours_rest_weeks=10)
    later(19)
    assert kinds() == []


def test_who_is_marked_hears_it_with_three_links(profile, later, mailoutbox, stage_of):
    later(33)
    assert stage_of(profile) == "marked"
    mail = mailoutbox[-1]
    assert mail.subject == "Bij Buurtkamer De Kade staat nu dat de pagina niet is bevestigd"
    assert len(set(re.findall(r"http\S+/klopt/[\w-]+/", mail.body))) == 3


def test_what_was_public_before_counts_as_confirmed_when_it_was_first_published(network, today):
    partner = make_partner(network.directory, "Oud")
    PartnerPage.objects.filter(pk=partner.pk).update(
        first_published_at=timezone.now() - timedelta(weeks=10)
    )
    tick()
    record = PartnerRecord.objects.get(partner=partner)
    assert record.confirmed_at == timezone.now() - timedelta(weeks=10)
    assert Confirmation.objects.filter(partner=partner, occasion="published").count() == 4


def test_drafts_and_merged_ones_are_left_alone(network, today, profile, later):
    draft = make_partner(network.directory, "Concept", live=False, email="concept@example.org")
    PartnerRecord.objects.filter(partner=profile).update(merged_into=draft)
    later(40)
    assert kinds() == []


@pytest.mark.both_databases
def test_a_host_of_a_wijktafel_near_by_is_asked_in_one_mail(
    network, today, later, stage_of, mailoutbox
):
    agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    host = make_partner(network.directory, "Gastheer", email="gastheer@example.org")
    for n in range(2):
        one = make_partner(
            network.directory, f"Stil {n}", areas=[network.wijk], phone=f"020 000 00 1{n}"
        )
        confirmation.confirm(one, EVERYTHING, occasion="published")
    when = timezone.now() + timedelta(weeks=28)
    make_event(
        agenda, "Wijktafel", when.strftime("%Y-%m-%d 12:00"), areas=[network.gebied], hosts=[host]
    )
    later(27)
    [mail] = [
        mail for mail in mailoutbox if mail.subject == "Een vraag voor jullie gasten: Wijktafel"
    ]
    assert mail.to == ["gastheer@example.org"]
    assert "Stil 0" in mail.body
    assert "Stil 1" in mail.body
    assert [stage_of(one) for one in PartnerPage.objects.filter(title__startswith="Stil")] == [
        "host",
        "host",
    ]
    later(3)
    assert [stage_of(one) for one in PartnerPage.objects.filter(title__startswith="Stil")] == [
        "call",
        "call",
    ]


@pytest.mark.parametrize(
    ("before", "within", "asked"), [(2, 4, "host"), (2, 1, "call"), (0, 4, "reminded")]
)
def test_when_a_host_is_asked_and_how_far_ahead_are_the_networks_to_say(
    network, today, later, stage_of, before, within, asked
):
    NetworkSettings.objects.update(host_weeks_before=before, host_within_weeks=within)
    agenda = network.district.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    host = make_partner(network.directory, "Gastheer", email="gastheer@example.org")
    silent = make_partner(network.directory, "Stil", areas=[network.wijk])
    confirmation.confirm(silent, EVERYTHING, occasion="published")
    when = timezone.now() + timedelta(weeks=27)
    make_event(
        agenda, "Wijktafel", when.strftime("%Y-%m-%d 12:00"), areas=[network.gebied], hosts=[host]
    )
    later(25)
    assert stage_of(silent) == asked


@pytest.mark.both_databases
def test_offline_hides_every_language_and_back_brings_each_that_was_there(profile, later, stage_of):
    make_translation(profile, "en", title="Neighbourhood room")
    make_translation(profile, "tr", title="Mahalle odası").unpublish()
    later(60)
    assert not PartnerPage.objects.filter(
        translation_key=profile.translation_key, live=True
    ).exists()
    confirmation.bring_back(profile, occasion="mail")
    live = PartnerPage.objects.filter(translation_key=profile.translation_key, live=True)
    assert sorted(page.locale.language_code for page in live) == ["en", "nl"]
    assert live.get(locale=Locale.objects.get(language_code="en")).title == "Neighbourhood room"
    assert stage_of(profile) == "fresh"


def test_a_draft_that_nobody_moderated_does_not_come_back_with_it(profile, later):
    later(60)
    page = PartnerPage.objects.get(pk=profile.pk)
    page.what_we_do = "Iets dat niemand las"
    draft = page.save_revision()
    confirmation.bring_back(profile, occasion="mail")
    page = PartnerPage.objects.get(pk=profile.pk)
    assert page.what_we_do == "Koffie schenken"
    assert page.latest_revision_id == draft.pk
    assert page.has_unpublished_changes


@pytest.mark.both_databases
@pytest.mark.slow
def test_hundreds_of_profiles_take_a_fixed_number_of_queries_in_each_batch(network, today):
    counts = []
    for size in (10, 20, 40):
        make_many_partners(network, size - network.directory.get_children_count())
        PartnerPage.objects.update(email="info@example.org", opening_hours="Maandag")
        PartnerRecord.objects.all().delete()
        Confirmation.objects.all().delete()
        OutgoingMail.objects.all().delete()
        tick()
        Confirmation.objects.update(confirmed_at=timezone.now() - timedelta(weeks=21))
        with CaptureQueriesContext(connection) as asked:
            assert tick() == f"{size} asked"
        counts.append(len(asked))
    assert counts[1] == counts[2] < 25
