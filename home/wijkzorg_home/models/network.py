from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from ..remembered import source_locale


@register_setting(icon="site")
class NetworkSettings(BaseSiteSetting, ClusterableModel):
    """What makes this one town's network: its name, how to reach it, how strictly it moderates."""

    class ModerationMode(models.TextChoices):
        """Three towns, three ways: see "Moderation" in site/docs."""

        STRICT = "strict", _("Strict: a moderator reads every change before it is public")
        LIGHT = "light", _("Light: changes of trusted partners go live, and are read after")
        OPEN = "open", _("Open: every change goes live, and is read after")

    name = models.CharField(_("name"), max_length=60, default="Wijkzorg")
    tagline = models.CharField(_("place or tagline"), max_length=80, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_hours = models.CharField(_("when to call"), max_length=120, blank=True)
    moderation_mode = models.CharField(
        _("moderation"), max_length=10, choices=ModerationMode, default=ModerationMode.STRICT
    )
    urgent_changes = models.BooleanField(
        _("urgent facts go live at once"),
        default=True,
        help_text=_("Closed today, temporarily closed, a wrong telephone number: read after."),
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the daily digest"),
        default=7,
        validators=[MaxValueValidator(23)],
        help_text=_("From this hour on, moderators get one mail with all that waits."),
    )
    remind_after_working_days = models.PositiveSmallIntegerField(
        _("working days before a reminder"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("After so many working days, moderators are reminded of a change that waits."),
    )
    confirm_interval_months = models.PositiveSmallIntegerField(
        _("months between confirmations"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("How long a profile counts as right after its partner said so."),
    )
    hours_interval_months = models.PositiveSmallIntegerField(
        _("months between confirmations of the hours"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    hours_weeks_before = models.PositiveSmallIntegerField(
        _("weeks before the end of the hours: ask by mail"),
        default=2,
        validators=[MaxValueValidator(3)],
    )
    hours_rest_weeks = models.PositiveSmallIntegerField(
        _("weeks before the question about everything: no question about the hours"),
        default=4,
        validators=[MaxValueValidator(26)],
        help_text=_("So nobody gets two questions shortly after one another."),
    )
    ask_weeks_before = models.PositiveSmallIntegerField(
        _("weeks before the end: ask by mail"), default=6, validators=[MaxValueValidator(26)]
    )
    remind_weeks_before = models.PositiveSmallIntegerField(
        _("weeks before the end: remind by mail"), default=3, validators=[MaxValueValidator(26)]
    )
    host_weeks_before = models.PositiveSmallIntegerField(
        _("weeks before the end: the host of the next Wijktafel asks"),
        default=0,
        validators=[MaxValueValidator(26)],
        help_text=_("0 is the end itself. Where no Wijktafel is near, the coordinator calls then."),
    )
    host_within_weeks = models.PositiveSmallIntegerField(
        _("weeks ahead that such a Wijktafel may be"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
    )
    call_weeks_after = models.PositiveSmallIntegerField(
        _("weeks after the end: the coordinator calls"),
        default=2,
        validators=[MaxValueValidator(104)],
    )
    mark_weeks_after = models.PositiveSmallIntegerField(
        _("weeks after the end: marked as not confirmed, lower in lists"),
        default=6,
        validators=[MaxValueValidator(104)],
    )
    unlist_weeks_after = models.PositiveSmallIntegerField(
        _("weeks after the end: out of the lists"), default=12, validators=[MaxValueValidator(104)]
    )
    offline_weeks_after = models.PositiveSmallIntegerField(
        _("weeks after the end: taken offline"), default=26, validators=[MaxValueValidator(104)]
    )
    link_days = models.PositiveSmallIntegerField(
        _("days that a link in these mails works"),
        default=30,
        validators=[MinValueValidator(7), MaxValueValidator(90)],
    )
    mistake_follow_up_days = models.PositiveSmallIntegerField(
        _("days before the coordinator sees a reported mistake"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("So long the organisation itself has to look into what a visitor reported."),
    )
    mistake_retention_days = models.PositiveSmallIntegerField(
        _("days that a reported mistake is kept"),
        default=180,
        validators=[MinValueValidator(30), MaxValueValidator(730)],
        help_text=_("The mail address for the answer goes sooner: as soon as the answer was sent."),
    )
    mail_retention_days = models.PositiveSmallIntegerField(
        _("days that the text of a sent mail is kept"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    invitation_days = models.PositiveSmallIntegerField(
        _("days that an invitation is valid"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    invitation_retention_days = models.PositiveSmallIntegerField(
        _("days that an ended invitation is kept"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("After this the invited mail address is deleted."),
    )
    note_retention_days = models.PositiveSmallIntegerField(
        _("days that notes are kept"),
        default=365,
        validators=[MinValueValidator(30), MaxValueValidator(1825)],
        help_text=_("What was written beside a call, and why a partner was closed for a while."),
    )
    account_retention_days = models.PositiveSmallIntegerField(
        _("days that an account is kept that nobody uses"),
        default=365,
        validators=[MinValueValidator(60), MaxValueValidator(1825)],
        help_text=_(
            "An account that works on no page, and has no other task. Its person gets a mail four weeks "
            "before, and keeps the account by logging in."
        ),
    )

    request_confirm_hours = models.PositiveSmallIntegerField(
        _("hours to confirm the mail address of a question"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(168)],
        help_text=_("After this, a question that nobody confirmed is deleted."),
    )
    request_remind_days = models.PositiveSmallIntegerField(
        _("working days before a partner is reminded of a question"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    request_escalate_days = models.PositiveSmallIntegerField(
        _("working days before the coordinator gets a question that nobody answered"),
        default=6,
        validators=[MinValueValidator(2), MaxValueValidator(60)],
    )
    request_nag_days = models.PositiveSmallIntegerField(
        _("working days before the coordinator is reminded of it, each time"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    request_helped_days = models.PositiveSmallIntegerField(
        _("days after an answer: ask whether it helped"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    request_close_days = models.PositiveSmallIntegerField(
        _("days after an answer: the question is over"),
        default=14,
        validators=[MinValueValidator(2), MaxValueValidator(90)],
    )
    request_retention_days = models.PositiveSmallIntegerField(
        _("days that a question and its answers are kept"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("From when it is over. What stays is a number, without names or texts."),
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline")], heading=_("Who we are")),
        MultiFieldPanel(
            [FieldPanel("contact_phone"), FieldPanel("contact_email"), FieldPanel("contact_hours")],
            heading=_("How to reach us"),
        ),
        InlinePanel(
            "hours_elsewhere",
            heading=_("When to call, in other languages"),
            label=_("When to call"),
        ),
        InlinePanel(
            "navigators",
            heading=_("The person to turn to, per area"),
            label=_("Person to turn to"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("moderation_mode"),
                FieldPanel("urgent_changes"),
                FieldPanel("digest_hour"),
                FieldPanel("remind_after_working_days"),
            ],
            heading=_("Moderation"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("confirm_interval_months"),
                FieldPanel("hours_interval_months"),
                FieldPanel("hours_weeks_before"),
                FieldPanel("hours_rest_weeks"),
                FieldPanel("ask_weeks_before"),
                FieldPanel("remind_weeks_before"),
                FieldPanel("host_weeks_before"),
                FieldPanel("host_within_weeks"),
                FieldPanel("call_weeks_after"),
                FieldPanel("mark_weeks_after"),
                FieldPanel("unlist_weeks_after"),
                FieldPanel("offline_weeks_after"),
                FieldPanel("link_days"),
                FieldPanel("mistake_follow_up_days"),
            ],
            heading=_("Is this still right?"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("request_confirm_hours"),
                FieldPanel("request_remind_days"),
                FieldPanel("request_escalate_days"),
                FieldPanel("request_nag_days"),
                FieldPanel("request_helped_days"),
                FieldPanel("request_close_days"),
            ],
            heading=_("Questions to partners"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("invitation_days"),
                FieldPanel("invitation_retention_days"),
                FieldPanel("mail_retention_days"),
                FieldPanel("note_retention_days"),
                FieldPanel("mistake_retention_days"),
                FieldPanel("account_retention_days"),
                FieldPanel("request_retention_days"),
            ],
            heading=_("How long we keep things"),
        ),
    ]

    class Meta:
        verbose_name = _("network")

    def __str__(self) -> str:
        return f"{self.name} {self.tagline}".strip()

    #: What happens when nobody confirms, in its order; those with "before" count back from the end.
    STEPS = (
        "ask_weeks_before",
        "remind_weeks_before",
        "host_weeks_before",
        "call_weeks_after",
        "mark_weeks_after",
        "unlist_weeks_after",
        "offline_weeks_after",
    )

    def clean(self) -> None:
        """The steps come in their order with a week between, and none before the last confirmation."""
        super().clean()
        weeks = {name: self._weeks_from_the_end(name) for name in self.STEPS}
        faults: dict[str, Any] = {}
        for earlier, name in pairwise(self.STEPS):
            first, then = weeks[earlier], weeks[name]
            if first is not None and then is not None and then <= first:
                words = self._meta.get_field(earlier).verbose_name
                faults[name] = _("This comes at least a week later than “%(step)s”.") % {
                    "step": words
                }
        months, first = self.confirm_interval_months, weeks["ask_weeks_before"]
        if months and first is not None and -first >= months * 4:
            faults["ask_weeks_before"] = _("Choose fewer weeks than lie between two confirmations.")
        faults |= self._questions_out_of_order()
        if faults:
            raise ValidationError(faults)

    def _questions_out_of_order(self) -> dict[str, Any]:
        """The partner is reminded before the coordinator comes, and asked before the question is over."""
        faults = {}
        for earlier, later in (
            ("request_remind_days", "request_escalate_days"),
            ("request_helped_days", "request_close_days"),
        ):
            first, then = getattr(self, earlier), getattr(self, later)
            if first is not None and then is not None and then <= first:
                words = self._meta.get_field(earlier).verbose_name
                faults[later] = _("This comes later than “%(step)s”.") % {"step": words}
        return faults

    def _weeks_from_the_end(self, name: str) -> int | None:
        number: int | None = getattr(self, name)
        return -number if number is not None and name.endswith("_before") else number

    @property
    def hours_here(self) -> str:
        """When to call, in the reader's language where somebody wrote it down."""
        language = get_language() or ""
        if source_locale().language_code == language or not self.contact_hours:
            return self.contact_hours
        return self._hours_by_language.get(language, self.contact_hours)

    @cached_property
    def _hours_by_language(self) -> dict[str, str]:
        rows = self.hours_elsewhere.select_related("locale")
        return {row.locale.language_code: row.hours for row in rows}


class HoursElsewhere(Orderable):
    """When to call the network, in one of the other languages: it stands at the foot of every page."""

    network = ParentalKey(NetworkSettings, on_delete=models.CASCADE, related_name="hours_elsewhere")
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("language"),
    )
    hours = models.CharField(_("when to call"), max_length=120)

    panels = [FieldPanel("locale"), FieldPanel("hours")]

    class Meta(Orderable.Meta):
        verbose_name = _("when to call")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "locale"], name="wijkzorg_hours_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.hours


class Navigator(Orderable):
    """The person to turn to in one area and all below it: in Dutch the navigatie-assistent."""

    network = ParentalKey(NetworkSettings, on_delete=models.CASCADE, related_name="navigators")
    area = models.ForeignKey(
        "wijkzorg_home.Area", on_delete=models.CASCADE, related_name="+", verbose_name=_("area")
    )
    name = models.CharField(_("name"), max_length=80)
    role = models.CharField(_("role"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    hours = models.CharField(_("when to call"), max_length=120, blank=True)

    panels = [
        FieldPanel("area"),
        FieldPanel("name"),
        FieldPanel("role"),
        FieldPanel("phone"),
        FieldPanel("email"),
        FieldPanel("hours"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("person to turn to")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "area"], name="wijkzorg_one_navigator_per_area"
            )
        ]

    def __str__(self) -> str:
        return self.name
