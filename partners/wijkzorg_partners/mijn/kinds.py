"""The kinds of things of which a profile has several, and what one is asked about each.

All words that a volunteer reads beside a field stand here, in the reader's language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import ContactPerson, Location, Service
from . import forms_services, forms_things
from .forms import AnswerForm
from .forms_photo import PortraitForm
from .steps import Question

SERVICE_STEPS: tuple[Question, ...] = (
    Question(
        slug="plek",
        form=forms_services.ServicePlaceForm,
        title=_("Where is it?"),
        lead=_("Choose one of your places. Then people know which door to knock at."),
        example=(_("The sewing club: at the school. All the rest: where we always are."),),
        tip=_("Is your place not in the list? Save this, and add the place in your overview."),
    ),
    Question(
        slug="waarover",
        form=forms_services.ServiceThemesForm,
        title=_("What do people come here for?"),
        lead=_("Choose what people say when they come for this. Up to three."),
        example=(_("Language lesson: people come because they want to learn Dutch."),),
        tip=_("Is it the same as for all that you do? Leave it empty."),
    ),
    Question(
        slug="talen",
        form=forms_services.ServiceLanguagesForm,
        title=_("Which languages do you speak here?"),
        lead=_("Only if they are other languages than those of your organisation."),
        example=(_("Coffee table: Dutch and Arabic. All the rest is in Dutch."),),
        tip=_("Put a comma between the languages. Is it the same everywhere? Leave it empty."),
    ),
)

SERVICE_LATER: tuple[Question, ...] = (
    Question(
        slug="tijden",
        form=forms_services.ServiceTimesForm,
        title=_("What else about the times?"),
        lead=_("Does it stand still for a while? Or is there something that is no day or time?"),
        example=(_("In the summer we stop. On 1 September we begin again."),),
        tip=_("Is it open again? Take the tick away and save."),
    ),
)

PLACE_LATER: tuple[Question, ...] = (
    Question(
        slug="binnenkomen",
        form=forms_things.PlaceEntranceForm,
        title=_("Can everybody get in here?"),
        lead=_("Tick what is true. Then nobody stands before a door in vain."),
        example=(_("No threshold, and a wide door: somebody in a wheelchair comes in alone."),),
        tip=_("Are you not sure? Leave it empty, and look when you are there."),
    ),
    Question(
        slug="prettig",
        form=forms_things.PlaceComfortForm,
        title=_("What else makes it easier to come here?"),
        lead=_("Tick what is true. It helps people who hear badly, or who come with a child."),
        example=(_("There is a quiet room. Who gets tired, sits there for a while."),),
        tip=_("Nothing of this? Then leave it empty."),
    ),
)

PERSON_STEPS: tuple[Question, ...] = (
    Question(
        slug="foto",
        form=PortraitForm,
        title=_("A photo of this person"),
        lead=_("Then people recognise the face at the door. You can leave it out."),
        example=(_("Only the face, from near by. Nobody else is in the photo."),),
        tip=_("If this person wants to be taken off, the photo goes at once too."),
    ),
)


@dataclass(frozen=True)
class Kind:
    """Something of which a profile has several: services, places, contact persons."""

    slug: str
    relation: str
    form: type[AnswerForm]
    model: Any
    #: The field whose value stays the same in every draft.
    key: str
    title: Any
    lead: Any
    add: Any
    one: Any
    example: tuple[Any, ...] = ()
    tip: Any = ""
    #: What one can tell of it besides, a screen each. None of it is needed.
    steps: tuple[Question, ...] = ()
    #: The same, but only for who chooses it in the list: it does not follow on something new.
    later: tuple[Question, ...] = ()
    #: What the first screen is about, where there are others.
    first: Any = ""
    #: Whether the further questions follow by themselves on something new.
    asks_further: Callable[[Any], bool] = lambda thing: True

    @property
    def choices(self) -> tuple[Question, ...]:
        """All that one can choose to change, besides the first screen."""
        return self.steps + self.later

    def step(self, slug: str) -> Question | None:
        return next((one for one in self.choices if one.slug == slug), None)

    def neighbours(self, step: Question) -> tuple[Question | None, Question | None]:
        """The screen before and the one after, where they follow one another."""
        number = self.steps.index(step)
        before = self.steps[number - 1] if number else None
        return before, next(iter(self.steps[number + 1 :]), None)


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(
            slug="aanbod",
            relation="services",
            form=forms_things.ServiceForm,
            model=Service,
            key="translation_key",
            title=_("What people can come for"),
            lead=_("Each thing with its own time and place, such as a coffee table or a lesson."),
            add=_("Add something"),
            one=_("What can people come for?"),
            steps=SERVICE_STEPS,
            later=SERVICE_LATER,
            first=_("Name, time and costs"),
            example=(_("Coffee table"), _("Every Tuesday 10:00 to 12:00. You can just walk in.")),
            tip=_("One thing at a time. Add another one afterwards."),
        ),
        Kind(
            slug="plekken",
            relation="locations",
            form=forms_things.PlaceForm,
            model=Location,
            key="translation_key",
            title=_("Places where you are"),
            lead=_("Only if people can come there. At somebody's home? Then hide the street."),
            add=_("Add a place"),
            one=_("Where can people come?"),
            later=PLACE_LATER,
            first=_("Name and address"),
            example=(_("The school at the square, entrance at the back."),),
            tip=_("You may leave the street empty, and fill in the postcode only."),
        ),
        Kind(
            slug="contact",
            relation="contact_persons",
            form=forms_things.PersonForm,
            model=ContactPerson,
            key="uid",
            title=_("People whom one can call"),
            lead=_("A name makes it easier to call. Ask the person first."),
            add=_("Add a person"),
            one=_("Whom can people call?"),
            steps=PERSON_STEPS,
            first=_("Name, telephone and mail"),
            asks_further=lambda person: person.is_public,
            example=(_("Samira, host on Tuesday"),),
            tip=_("If this person wants to be taken off, it is done at once."),
        ),
    )
}
