"""The people of the demo, one for each role, who log in with a mailed code."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from website.demo.content import Tally
from wijkzorg_home.permissions import COMMUNICATIONS, COORDINATORS, MODERATORS
from wijkzorg_partners.actions import add_member
from wijkzorg_partners.models import Membership, PartnerPage

PASSWORD = "wijkzorg-demo"  # noqa: S105  (printed in public: it opens the demo only)


@dataclass(frozen=True)
class Person:
    """Somebody who can log in. `partner` is the slug of the profile that they edit."""

    role: str
    email: str
    name: str
    group: str = ""
    partner: str = ""
    #: Editors need no CMS: the own page is kept at /mijn/. One has it, to show that it can be given.
    cms_access: bool = False
    administrator: bool = False


PEOPLE = (
    Person(
        role="editor of Buurtkamer De Populier",
        email="populier@example.org",
        name="Samira",
        partner="buurtkamer-de-populier",
    ),
    Person(
        role="editor of Eettafel De Granaatappel",
        email="granaatappel@example.org",
        name="Nurgül",
        partner="eettafel-de-granaatappel",
    ),
    Person(
        role="editor of Wijkteam De Linde, with the CMS",
        email="linde@example.org",
        name="Marloes",
        partner="wijkteam-de-linde",
        cms_access=True,
    ),
    Person(
        role="editor of Klusclub De Hamer, which is trusted",
        email="klusclub@example.org",
        name="Ronald",
        partner="klusclub-de-hamer",
    ),
    Person(role="moderator", email="moderator@example.org", name="Moderator", group=MODERATORS),
    Person(
        role="moderator of Osdorp and Slotermeer-Zuidoost",
        email="moderator2@example.org",
        name="Fenna",
        group=MODERATORS,
    ),
    Person(
        role="communications",
        email="communicatie@example.org",
        name="Communicatie",
        group=COMMUNICATIONS,
    ),
    Person(
        role="coordinator", email="coordinator@example.org", name="Coördinator", group=COORDINATORS
    ),
    Person(role="administrator", email="beheer@example.org", name="Beheer", administrator=True),
)

#: Role and mail address of everybody, for whoever prints or tests the log-ins.
LOG_INS: tuple[tuple[str, str], ...] = tuple((person.role, person.email) for person in PEOPLE)


def add_people(tally: Tally) -> None:
    """Make the accounts that are missing; one that stands keeps its password and its groups."""
    users: Any = get_user_model()
    # A hash takes most of a second, and everybody has the same password anyway.
    password = make_password(PASSWORD)
    for person in PEOPLE:
        known = users.objects.filter(username=person.email).exists()
        tally.count("people", added=not known)
        if not known:
            _add_person(users, person, password)


def _add_person(users: Any, person: Person, password: str) -> None:
    user = users.objects.create(
        username=person.email,
        email=person.email,
        password=password,
        first_name=person.name,
        is_staff=person.administrator,
        is_superuser=person.administrator,
    )
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "nl"})
    if person.group:
        user.groups.add(Group.objects.get(name=person.group))


def add_memberships(tally: Tally, partners: dict[str, PartnerPage]) -> None:
    """Let the editors edit their partner, where that partner was made in this run.

    A membership that somebody ended stays ended: it is not made again in a later run.
    """
    users: Any = get_user_model()
    for person in PEOPLE:
        partner = partners.get(person.partner)
        if partner is None:
            continue
        user = users.objects.filter(username=person.email).first()
        if user is not None:
            add_member(partner, user, Membership.Role.OWNER, cms_access=person.cms_access)
            tally.count("memberships", added=True)


def account(email: str) -> Any:
    """The account of a person of the demo; None when somebody removed it."""
    users: Any = get_user_model()
    return users.objects.filter(username=email).first()
