"""The catalogue of the look at `/stijl/`: every component with sample data, without a database."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

TOKENS = ("paper", "card", "sand", "ink", "muted", "canal", "brick", "garden", "sun", "line")

THEMES = (
    ("Ik ben vaak alleen", "een maatje, samen eten", "coffee"),
    ("Ik zorg voor iemand", "steun en even rust", "hand-heart"),
    ("Geld en brieven", "schulden en formulieren", "file-text"),
    ("Hulp in en om het huis", "klussen en vervoer", "hammer"),
    ("Kinderen en opvoeden", "steun voor ouders", "baby"),
    ("Ik wil iets doen", "meedoen of helpen", "sprout"),
)
AREAS = (
    *(("Geuzenveld", 31), ("Slotermeer", 38), ("Sloterdijk", 6), ("Osdorp", 44)),
    *(("Overtoomse Veld", 19), ("Slotervaart", 27), ("De Aker", 12), ("Sloten", 5)),
    ("Nieuw Sloten", 14),
)


class SampleForm(forms.Form):
    """One field of each sort; the mistakes are asked for."""

    name = forms.CharField(label="Hoe heet je?")
    email = forms.EmailField(label="Je mailadres", help_text="Je krijgt een mail met een code.")
    area = forms.ChoiceField(
        label="In welke buurt?", choices=[("", "Heel Nieuw-West"), ("slotermeer", "Slotermeer")]
    )
    role = forms.ChoiceField(
        label="Ik kom als",
        choices=[("volunteer", "vrijwilliger of buurtgroep"), ("professional", "beroepskracht")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Wanneer kun je?",
        help_text="Meer dan een antwoord mag.",
        choices=[("monday", "maandag"), ("tuesday", "dinsdag")],
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(label="Wat doen jullie niet?", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="Laat zien dat mijn organisatie komt", required=False)


def _partner(title: str, kind: str, summary: str, **facts: Any) -> SimpleNamespace:
    known = {
        "title": title,
        "kind": kind,
        "summary": summary,
        "url": "#",
        "area_names": ["Slotermeer"],
        "language_names": ["Nederlands", "Arabisch", "Turks"],
        "phone": "020 000 00 03",
        "confirmed_at": datetime(2027, 5, 3, 12, tzinfo=UTC),
        "stage": "fresh",
        "photo": None,
    }
    return SimpleNamespace(**{**known, **facts})


PARTNERS = (
    _partner(
        "Buurtkamer De Populier",
        "informal",
        "Samen koffie drinken, koken en eten. Je hoeft niets te kunnen en niets te betalen.",
        opening_hours="Elke werkdag vanaf 10.00 uur",
    ),
    _partner(
        "Wijkteam De Linde",
        "formal",
        "Maak je je zorgen over jezelf of een ander? Het wijkteam luistert en regelt zorg.",
        area_names=["Slotermeer", "Geuzenveld"],
        stage="marked",
    ),
)


def _sample_context() -> dict[str, Any]:
    return {
        "tokens": TOKENS,
        "names": [
            ("Buurtkamer De Populier", "informal"),
            ("Wijkteam De Linde", "formal"),
            ("وسط المدينة", "informal"),
            ("Çiçek Günü", "formal"),
        ],
        "icons": ("search", "map-pin", "phone", "mail", "clock", "languages", "accessibility"),
        "themes": [
            {"everyday_name": name, "short_description": text, "icon": icon, "url": "#"}
            for name, text, icon in THEMES
        ],
        "areas": [{"name": name, "url": "#", "count": count} for name, count in AREAS],
        "partners": PARTNERS,
        "result": {
            "type_label": "Wijktafel",
            "title": "Wie ziet wie er alleen is?",
            "url": "#",
            "summary": "Een lunch voor iedereen die met eenzaamheid te maken heeft.",
            "area_names": ["Osdorp"],
            "theme_names": ["Ik ben vaak alleen"],
        },
        "navigator": {
            "name": "Samira",
            "role": "Wegwijzer",
            "area": "Slotermeer",
            "phone": "020 000 00 01",
            "email": "wegwijzer@example.org",
            "hours": "Elke werkdag van 9.00 tot 17.00 uur",
        },
        "sample_network": {
            "contact_phone": "020 000 00 01",
            "hours_here": "Elke werkdag van 9.00 tot 17.00 uur",
        },
        "active_filters": [
            {"label": "Ik ben vaak alleen", "remove_url": "#"},
            {"label": "Slotermeer", "remove_url": "#"},
        ],
        "page_obj": Paginator(range(200), 20).page(4),
        "sample_form": SampleForm(),
        "wrong_form": SampleForm(
            {"wrong-email": "populier", "wrong-name": "Amina", "wrong-days": ["friday"]},
            prefix="wrong",
        ),
        "sample_messages": [
            SimpleNamespace(level_tag="success", text="Het is bewaard."),
            SimpleNamespace(level_tag="info", text="Iemand van het netwerk leest het."),
            SimpleNamespace(level_tag="warning", text="Je profiel is een half jaar oud."),
            SimpleNamespace(level_tag="error", text="De code is niet goed."),
        ],
        "sent": datetime(2027, 5, 12, 14, 12),
    }


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component; `/stijl/` is served in development only."""
    return render(request, "website/style.html", _sample_context())
