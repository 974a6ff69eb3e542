"""The forms around a reported mistake."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from wijkzorg_home.spam_guard import SpamGuardMixin

from ..models import MistakeReport


class ReportForm(SpamGuardMixin, forms.ModelForm):
    """What a visitor says. Nothing in it is needed but the topic and the words."""

    guard_purpose = "mistake"
    topic = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[(topic.value, capfirst(topic.label)) for topic in MistakeReport.Topic],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )

    class Meta:
        model = MistakeReport
        fields = ["topic", "text", "email"]
        labels: ClassVar[dict[str, Any]] = {
            "text": gettext_lazy("What is not right?"),
            "email": gettext_lazy("Your mail address"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "text": gettext_lazy(
                "Do you know how it should be? Write that too. Write nothing about clients or about how "
                "somebody is doing."
            ),
            "email": gettext_lazy(
                "Then you hear what came of it. The organisation does not see your address."
            ),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "text": {"required": gettext_lazy("Write what is not right.")}
        }


class OutcomeForm(forms.Form):
    """What came of a report: a button each."""

    outcome = forms.ChoiceField(
        choices=[
            (state.value, state.label)
            for state in (MistakeReport.State.MENDED, MistakeReport.State.RIGHT)
        ]
    )
    remark = forms.CharField(required=False, max_length=500)
