"""The forms around requests: asking, answering, and what the coordinator and the sender do."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from wijkzorg_home.spam_guard import SpamGuardMixin

from ..actions import source_of
from ..joining import LIKE_SHOWN, find_alike
from ..models import ContactRequest, PartnerPage
from .answering import Deed
from .client_data import Finding, find_client_data
from .states import Event

LONGEST = 3_000


class WatchesForClients:
    """Warns when a text looks like it holds data about a client; sent all the same, when that is wanted.

    The parts that were shown go along in `seen`: what is new in a changed text warns again.
    """

    watched: tuple[str, ...] = ("text",)
    data: Any
    cleaned_data: dict[str, Any]

    def findings(self) -> list[Finding]:
        """What was not shown before, or not agreed to; call it on a valid form."""
        texts = [self.cleaned_data.get(name) or "" for name in self.watched]
        today = timezone.localdate()
        found = [one for text in texts for one in find_client_data(text, today)]
        seen = set(self.data.getlist("seen")) if self.data.get("anyway") else set()
        return found if {one.part for one in found} - seen else []


def one_line(value: str) -> str:
    """It stands in mails to others."""
    return " ".join(value.split())


class AskForm(WatchesForClients, SpamGuardMixin, forms.Form):
    guard_purpose = "contact"

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your mail address"),
        help_text=gettext_lazy("We send a link there, and later the answer."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        label=gettext_lazy("Your organisation"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy(
            "Do not write about clients or neighbours: no names, no dates of birth, no numbers of theirs."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.kind = kind
        if kind == ContactRequest.Kind.INTRODUCTION:
            organisation = self.fields["organisation"]
            organisation.required = True
            organisation.help_text = _("Such as it is called on this site, or your own words.")
            self.fields["text"].label = _("Who are you, and why would you like to meet?")

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_organisation(self) -> str:
        return one_line(self.cleaned_data["organisation"])

    def clean_phone(self) -> str:
        return one_line(self.cleaned_data["phone"])


class DeedForm(WatchesForClients, forms.Form):
    """What a partner, or a coordinator, does with a request."""

    #: The choice and the words beside it, in order; `after` says who chooses.
    how = forms.ChoiceField(
        label=gettext_lazy("What do you want to do?"), widget=forms.RadioSelect, choices=[]
    )
    text = forms.CharField(
        label=gettext_lazy("What do you want to say?"),
        help_text=gettext_lazy("The sender gets this by mail."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    to = forms.CharField(
        label=gettext_lazy("To which organisation?"),
        help_text=gettext_lazy("Only if you pass it on. Such as it is called on this site."),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    NEEDS_TEXT = frozenset({Event.ANSWER, Event.CLOSE})

    def __init__(
        self,
        *args: Any,
        contact_request: ContactRequest,
        site: Site | None,
        choices: list[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contact_request, self.site = contact_request, site
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        how.choices = choices
        how.initial = choices[0][0] if choices else None
        self.target: PartnerPage | None = None

    def clean(self) -> Any:
        cleaned = super().clean()
        how = self.cleaned_data.get("how")
        if how in self.NEEDS_TEXT and not self.cleaned_data.get("text", "").strip():
            self.add_error("text", _("Write what you want to say."))
        if how == Event.PASS_ON:
            self._find_target(one_line(self.cleaned_data.get("to", "")))
        return cleaned

    def _find_target(self, typed: str) -> None:
        if not typed:
            self.add_error("to", _("Write the name of the organisation."))
            return
        self.target = partner_named(typed)
        if self.target is None:
            alike = [
                one.partner.title for one in find_alike(name=typed, site=self.site) if one.live
            ]
            message = _("We do not know an organisation of that name.")
            if alike:
                message += " " + _("Do you mean: %(names)s?") % {
                    "names": ", ".join(alike[:LIKE_SHOWN])
                }
            self.add_error("to", ValidationError(message))
        elif self.target.pk == self.contact_request.partner_id:
            self.add_error("to", _("It is with this organisation already."))

    def deed(self) -> Deed:
        return Deed(Event(self.cleaned_data["how"]), self.cleaned_data["text"].strip(), self.target)


class ReplyForm(WatchesForClients, forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


def partner_named(typed: str) -> PartnerPage | None:
    """The public partner of that name, as its source page."""
    named = PartnerPage.objects.filter(title__iexact=typed).open_to_the_public()
    found = named.order_by("pk").first()
    return source_of(found) if found is not None else None


PARTNER_CHOICES = [
    (Event.ANSWER.value, gettext_lazy("We answer here")),
    (Event.PHONE.value, gettext_lazy("We phone or mail this person ourselves")),
    (Event.ANSWERED_ALREADY.value, gettext_lazy("We answered already")),
    (Event.PASS_ON.value, gettext_lazy("Not for us: another organisation can help")),
    (Event.HAND_OVER.value, gettext_lazy("Not for us: ask the coordinator to find somebody")),
]
COORDINATOR_CHOICES = [
    (Event.REMIND_AGAIN.value, gettext_lazy("Remind the organisation again")),
    (Event.ANSWER.value, gettext_lazy("Answer on behalf of the organisation")),
    (Event.PHONE.value, gettext_lazy("Phone or mail this person yourself")),
    (Event.PASS_ON.value, gettext_lazy("Pass it on to another organisation")),
    (Event.CLOSE.value, gettext_lazy("Close it with a remark")),
]
