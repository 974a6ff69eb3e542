"""What is asked about an activity, a question a screen.

All words that a volunteer reads beside a field stand here, in the reader's language.
"""

from django.utils.translation import gettext_lazy as _

from wijkzorg_partners.mijn.steps import Question

from . import forms

WHEN = Question(
    slug="wanneer",
    form=forms.WhenForm,
    title=_("What is it, and when?"),
    lead=_("Then people know at once whether they can come."),
    example=(_("Eating soup together"), _("Thursday 20 May, from 18:00 to 20:00")),
    tip=_("Is it every week? Then put it with what people can come for, in your overview."),
)

#: After something new, one after the other; each alone when it is chosen. None of it is needed.
FURTHER: tuple[Question, ...] = (
    Question(
        slug="verhaal",
        form=forms.StoryForm,
        title=_("Tell more about it"),
        lead=_("Write it as you would tell a neighbour."),
        example=(
            _("We cook soup, and eat it at one long table."),
            _("You need bring nothing. If you like to cook, come at four."),
        ),
        tip=_("What does it cost? Must people tell that they come? Say so here."),
    ),
    Question(
        slug="waar",
        form=forms.WhereForm,
        title=_("Where is it?"),
        lead=_("At your own place? Then leave all of this empty. We show your address."),
        example=(_("The school at the square, entrance at the back."),),
    ),
    Question(
        slug="voor-wie",
        form=forms.ForWhomForm,
        title=_("For whom is it?"),
        lead=_("Somebody must see at once: this is for me."),
        example=(_("Everybody from the neighbourhood. Children may come along."),),
        tip=_("Is it the same as for all that you do? Leave it empty."),
    ),
    Question(
        slug="waarover",
        form=forms.ThemesForm,
        title=_("What do people come here for?"),
        lead=_("Choose what people say when they come for this. Up to three."),
        example=(_("Eating together: people come because they feel alone."),),
    ),
)

PHOTO = Question(
    slug="foto",
    form=forms.EventPhotoForm,
    title=_("A photo of it"),
    lead=_("People like to see where they come, and who is there."),
    example=(_("A long table with plates of soup, and people who laugh."),),
    tip=_("Ask everybody in the photo whether it is fine with them."),
)
ONLINE = Question(
    slug="online",
    form=forms.OnlineForm,
    title=_("Can people take part online?"),
    lead=_("Then put the link here. Everybody sees it."),
    example=(_("A link to a video call that opens without an account."),),
)
#: Only of what is on the site already.
GOES_AHEAD = Question(
    slug="gaat-het-door",
    form=forms.GoesAheadForm,
    title=_("Does it go ahead?"),
    lead=_(
        "Tell it here if it is cancelled, or on another day. It stays in the agenda, so that all see it."
    ),
    example=(_("The cook is ill."),),
    tip=_("Is it on another day? Change the day first."),
)

QUESTIONS: tuple[Question, ...] = (WHEN, *FURTHER, PHOTO, ONLINE, GOES_AHEAD)
BY_SLUG: dict[str, Question] = {one.slug: one for one in QUESTIONS}


def neighbours(step: Question) -> tuple[Question, Question | None]:
    """The screen before and the one after, where they follow one another."""
    number = FURTHER.index(step)
    after = FURTHER[number + 1] if number + 1 < len(FURTHER) else None
    return (FURTHER[number - 1] if number else WHEN), after
