"""Two pages of the CMS: words without an answer, and a search that tells why it answers so."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Locale

from wijkzorg_home.searching import safe_words

from . import conf, editing, missed
from .explaining import explain
from .knowing import index_now
from .missed import OpenWord
from .models import Concept
from .permissions import may_add_concepts, may_edit_concepts
from .proposing import Proposer

app_name = "wijkzorg_search_cms"
#: Missed words on one page.
PAGE_SIZE = 50


class TrialForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Question"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the site"),
        choices=lambda: list(settings.WAGTAIL_CONTENT_LANGUAGES),
        required=False,
    )


def _must_edit(user: Any) -> None:
    if not may_edit_concepts(user):
        raise PermissionDenied


@require_safe
def trial(request: HttpRequest) -> HttpResponse:
    """Ask as a visitor does, and see why the search answers so. Nothing of it is counted."""
    _must_edit(request.user)
    form = TrialForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    words = safe_words(asked.get("q", ""))
    language = asked.get("language") or Locale.get_default().language_code
    explanation = explain(words, page_language=language, request=request) if words else None
    context = {"form": form, "words": words, "explanation": explanation}
    return render(request, "wijkzorg_search/cms/trial.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """The words that nobody found an answer with; by POST one of them is dealt with."""
    _must_edit(request.user)
    if request.method == "POST":
        return _deal_with(request)
    page = Paginator(missed.open_words(), PAGE_SIZE).get_page(request.GET.get("page"))
    index = index_now()
    proposer = Proposer(index.knowledge.lexicon, index.knowledge.splitter)
    context = {
        "page_obj": page,
        "rows": [_row(one, proposer, index.names) for one in page],
        "concepts": sorted(index.names.items(), key=lambda item: item[1].casefold()),
        "may_add": may_add_concepts(request.user),
        "days": conf.MISSED_ON_DAYS,
        "kept": conf.MISSED_KEPT_DAYS,
    }
    return render(request, "wijkzorg_search/cms/words.html", context)


def _row(one: OpenWord, proposer: Proposer, names: dict[str, str]) -> dict[str, Any]:
    nearest = proposer.nearest(one.word, one.language)
    return {
        "open": one,
        "language": get_language_info(one.language)["name_translated"],
        "proposals": [(code, names[code]) for code in nearest if code in names],
    }


def _deal_with(request: HttpRequest) -> HttpResponse:
    word, language = request.POST.get("word", ""), request.POST.get("language", "")
    # Only what waits: nobody writes into the log or a concept by this door what was never asked.
    if (word, language) not in {(one.word, one.language) for one in missed.open_words()}:
        messages.warning(request, _("This word is no longer in the list."))
        return redirect("wijkzorg_search_cms:words")
    deed = request.POST.get("do")
    if deed == "dismiss":
        editing.dismiss(word, language, by=request.user)
        messages.success(request, _("“%(word)s” is out of the list.") % {"word": word})
    elif deed == "new":
        if not may_add_concepts(request.user):
            raise PermissionDenied
        concept = editing.make_concept(word, language, by=request.user)
        messages.success(request, _("The concept is there. Add more words to it."))
        return redirect(edit_url(concept))
    elif deed == "add":
        _add(request, word, language)
    return redirect("wijkzorg_search_cms:words")


def _add(request: HttpRequest, word: str, language: str) -> None:
    concept = Concept.objects.filter(code=request.POST.get("concept", "")).first()
    if concept is None:
        messages.error(request, _("Choose a concept from the list."))
        return
    editing.add_to_concept(concept, word, language, by=request.user)
    messages.success(
        request,
        _("“%(word)s” now means “%(concept)s”. The search knows it in a moment.")
        % {"word": word, "concept": concept.name},
    )


def edit_url(concept: Concept) -> str:
    return reverse("wagtailsnippets_wijkzorg_search_concept:edit", args=[concept.pk])


urlpatterns = [
    path("woorden/", words, name="words"),
    path("proef/", trial, name="trial"),
]
