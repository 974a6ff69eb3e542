"""The questions: eight for a whole profile, and three more for who wants to tell more.

All words that a volunteer reads beside a field stand here, in the reader's language.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..gaps import NEEDED, Gap, profile_gaps
from ..models import PartnerPage
from . import forms_questions
from .forms import AnswerForm
from .forms_photo import PhotoForm


@dataclass(frozen=True)
class Question:
    """One screen. `seconds` is how long it takes most people; `answered` looks at a draft."""

    slug: str
    form: type[AnswerForm]
    title: Any
    lead: Any
    seconds: int = 45
    example: tuple[Any, ...] = ()
    example_of: Any = ""
    tip: Any = ""
    answered: Callable[[PartnerPage], bool] = lambda page: True

    @property
    def needed(self) -> bool:
        """Whether it may fill one of the gaps that keep a first profile from being sent in."""
        return self.fills(NEEDED)

    def fills(self, gaps: Iterable[Gap]) -> bool:
        return any(not {*gap.fields}.isdisjoint(self.form.names) for gap in gaps)


def has_text(*names: str) -> Callable[[PartnerPage], bool]:
    return lambda page: all(getattr(page, name) for name in names)


def _can_be_reached(page: PartnerPage) -> bool:
    return bool(page.phone or page.email or page.contact_persons.all())


QUESTIONS: tuple[Question, ...] = (
    Question(
        slug="wie",
        form=forms_questions.WhoForm,
        title=_("Who are you?"),
        lead=_("Your name, and in a few words what you are. That is what people read first."),
        seconds=60,
        example=(
            _("A living room for the neighbourhood. There is coffee, and somebody to talk to."),
        ),
        example_of=_("Living room The Corner"),
        tip=_("Write what a neighbour would say about you. Leave out difficult words."),
        answered=has_text("title", "summary"),
    ),
    Question(
        slug="wat",
        form=forms_questions.WhatForm,
        title=_("What do you do?"),
        lead=_("Then people know what they can come for."),
        seconds=60,
        example=(
            _("Coffee and a chat, every morning."),
            _("Going along to the doctor, if that is scary."),
            _("Filling in a letter together."),
        ),
        example_of=_("Living room The Corner"),
        tip=_(
            "Begin each line with what somebody gets from it. The name of a project says nothing."
        ),
        answered=has_text("what_we_do"),
    ),
    Question(
        slug="wat-niet",
        form=forms_questions.WhatNotForm,
        title=_("What do you not do?"),
        lead=_("Then others know where you stop. Nobody is disappointed."),
        example=(
            _("We do not drive people to the hospital."),
            _("We do not look after children."),
            _("We give no advice about medicine."),
        ),
        example_of=_("Buddies of the Square"),
        tip=_("Write as you talk. Say “we” and “you”. You need no difficult words."),
        answered=has_text("what_we_do_not"),
    ),
    Question(
        slug="beroepskracht",
        form=forms_questions.ProfessionalForm,
        title=_("When do you call a professional?"),
        lead=_("So that nobody stays alone with something that is too heavy."),
        example=(
            _("If somebody does not open the door any more."),
            _("If there are debts or bailiffs."),
            _("If we are worried about a child. We always tell the parents first."),
        ),
        example_of=_("Buddies of the Square"),
        tip=_("Think of the last time that you called somebody. Why did you?"),
        answered=has_text("when_professional"),
    ),
    Question(
        slug="voor-wie",
        form=forms_questions.ForWhomForm,
        title=_("For whom are you there?"),
        lead=_("Somebody must see at once: this is for me."),
        seconds=30,
        example=(
            _("Everybody from the neighbourhood. You need not be a member."),
            _("Dutch, Turkish, Arabic"),
        ),
        example_of=_("Living room The Corner"),
        tip=_("Is something only for women, or only for young people? Then say so here."),
        answered=has_text("for_whom"),
    ),
    Question(
        slug="waar",
        form=forms_questions.WhereForm,
        title=_("Where are you?"),
        lead=_("Choose the neighbourhood, or up to three. You need give no street here."),
        seconds=30,
        example=(
            _("One neighbourhood, if people walk to you. A whole area, if you go to people."),
        ),
        tip=_("Do you work everywhere? Then choose the largest area, and leave the rest empty."),
        answered=lambda page: bool(page.areas.all()),
    ),
    Question(
        slug="waarover",
        form=forms_questions.AboutForm,
        title=_("What do people come to you with?"),
        lead=_("Choose what people say when they come in. Up to three."),
        seconds=30,
        example=(_("Choose what you do most. Who chooses everything, is found by nobody."),),
        tip=_("Nothing that fits? Leave it empty. We look at it with you."),
        answered=lambda page: bool(page.themes.all()),
    ),
    Question(
        slug="bereik",
        form=forms_questions.ReachForm,
        title=_("How do people reach you?"),
        lead=_("A telephone number or a mail address is enough. You need no office hours."),
        seconds=45,
        example=(
            _("Monday 10:00 to 12:00"),
            _("Thursday 13:00 to 16:00"),
        ),
        example_of=_("Living room The Corner"),
        tip=_(
            "Is it your own number? Then everybody can read it. Give a mail address if you mind."
        ),
        answered=_can_be_reached,
    ),
)

MORE: tuple[Question, ...] = (
    Question(
        slug="doorsturen",
        form=forms_questions.ReferForm,
        title=_("How does somebody come to you through others?"),
        lead=_("For the doctor, the team in the neighbourhood, or another organisation."),
        example=(
            _("Call first, then come along together the first time."),
            _("We tell nothing to others, unless you say that we may."),
        ),
        example_of=_("Buddies of the Square"),
    ),
    Question(
        slug="verder",
        form=forms_questions.MoreForm,
        title=_("What else should people know?"),
        lead=_("What it costs, your own website, and whether everybody can get in."),
        example=(
            _("Coffee is free. A meal costs 4 euro."),
            _("No threshold. The toilet is large."),
        ),
        example_of=_("Living room The Corner"),
    ),
    Question(
        slug="foto",
        form=PhotoForm,
        title=_("A photo of your place"),
        lead=_("People like to see where they come, and who is there."),
        example=(_("Three women at a long table drink tea and laugh."),),
        tip=_("Ask everybody in the photo whether it is fine with them."),
    ),
)

BY_SLUG: dict[str, Question] = {one.slug: one for one in (*QUESTIONS, *MORE)}


def minutes_left(question: Question) -> int:
    """How long the questions from this one on take, in whole minutes; at least one."""
    rest = QUESTIONS[QUESTIONS.index(question) :]
    return max(1, round(sum(one.seconds for one in rest) / 60))


def neighbours(question: Question) -> tuple[Question | None, Question | None]:
    """The question before and the one after."""
    if question not in QUESTIONS:
        return None, None
    number = QUESTIONS.index(question)
    after = QUESTIONS[number + 1] if number + 1 < len(QUESTIONS) else None
    return (QUESTIONS[number - 1] if number else None), after


def open_questions(page: PartnerPage) -> list[Question]:
    return [one for one in QUESTIONS if not one.answered(page)]


def missing_questions(page: PartnerPage) -> list[Question]:
    """The questions of which an answer is missing before this page can be sent in."""
    gaps = profile_gaps(page)
    return [one for one in QUESTIONS if one.fills(gaps)]
