"""How an organisation joins by itself: what it told becomes a draft when its mail address is confirmed.

Nothing of it is public before a moderator says so, and the answers tell nobody which mail addresses or
drafts we know.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Site

from wijkzorg_home.importing import plain_name
from wijkzorg_home.models import DistrictPage

from . import actions, mail
from .models import JoinRequest, Location, Membership, PartnerIndexPage, PartnerPage
from .models.members import hash_token, new_token

#: How long the link in the mail works, and how long a request is kept after it was confirmed.
VALID_FOR = timedelta(days=7)
KEPT_FOR = timedelta(days=30)
#: From here on, two names count as alike. Measured on names such as "Buurtkamer De Populier".
ALIKE = 0.8
LIKE_SHOWN = 5
#: What many names share and that tells nobody apart.
COMMON_WORDS = {
    "stichting",
    "vereniging",
    "buurtvereniging",
    "de",
    "het",
    "een",
    "t",
    "en",
    "van",
    "bv",
}
#: Hosts on which many organisations have their page: there the path counts too.
SHARED_HOSTS = (
    "facebook.com",
    "instagram.com",
    "linkedin.com",
    "sites.google.com",
    "wordpress.com",
)
#: Below /mijn/, these are no partners.
TAKEN_KEYS = {"gegevens"}


class JoiningEnded(Exception):
    """The link can't be used: `state` says why ("used", "expired", "unknown", "closed")."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True)
class Likeness:
    """A partner that may be the same organisation. `live` ones may be shown to anybody."""

    partner: PartnerPage
    live: bool


def find_alike(
    *, name: str, postcode: str = "", website: str = "", site: Site | None
) -> list[Likeness]:
    """Partners of the network that look like this organisation, the likeliest first. Five queries."""
    partners = PartnerPage.objects.filter(locale=Locale.get_default()).select_related("locale")
    if site is not None:
        partners = partners.descendant_of(site.root_page, inclusive=True)
    public = set(partners.open_to_the_public().values_list("pk", flat=True))
    same_postcode = set()
    if wanted := _plain_postcode(postcode):
        same_postcode = {
            partner_id
            for partner_id, code in Location.objects.exclude(postcode="").values_list(
                "partner_id", "postcode"
            )
            if _plain_postcode(code) == wanted
        }
    place, words = _web_place(website), _distinct(name)
    scored = []
    for partner in partners.only("pk", "title", "website", "url_path", "slug", "live", "locale"):
        score = _likeness(words, _distinct(partner.title))
        same_site = bool(place) and _web_place(partner.website) == place
        # In one building sit many: the postcode alone is no reason, a name that is a little alike is.
        if score >= ALIKE or same_site or (partner.pk in same_postcode and score >= ALIKE / 2):
            scored.append((same_site + score, Likeness(partner, partner.pk in public)))
    scored.sort(key=lambda pair: -pair[0])
    return [likeness for _score, likeness in scored]


def _distinct(name: str) -> str:
    """The name without legal form, articles, case, accents and punctuation."""
    words = [plain_name(word) for word in name.replace("-", " ").replace("/", " ").split()]
    return "".join(word for word in words if word not in COMMON_WORDS) or "".join(words)


def _likeness(one: str, other: str) -> float:
    """0 to 1. A name within the other counts as alike when it is long enough to say something."""
    if not one or not other:
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 6 and short in long:
        return 0.9
    matcher = difflib.SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < ALIKE / 2 or matcher.quick_ratio() < ALIKE / 2:
        return 0.0
    return matcher.ratio()


def _plain_postcode(text: str) -> str:
    """Four digits and two letters without space; "" for less, which many share."""
    plain = "".join(text.split()).upper()
    return plain if len(plain) == 6 else ""


def _web_place(address: str) -> str:
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if any(host == one or host.endswith(f".{one}") for one in SHARED_HOSTS):
        return host + parts.path.rstrip("/").lower()
    return host


@transaction.atomic
def ask_to_join(request: JoinRequest) -> JoinRequest:
    """Keep what somebody told, and mail the link that confirms it. Takes an unsaved request."""
    token, hashed = new_token()
    request.email = actions.normalised_address(request.email)
    request.token_hash = hashed
    request.expires_at = timezone.now() + VALID_FOR
    request.save()
    mail.send_join_link(request, token)
    return request


def state_of(request: JoinRequest | None, user: Any | None) -> str:
    """One of "unknown", "used", "expired", "login_needed", "open", for who looks at the link."""
    if request is None:
        return "unknown"
    if request.confirmed_at:
        return "used"
    if timezone.now() >= request.expires_at:
        return "expired"
    account = _account_of(request.email)
    return "login_needed" if account is not None and account != user else "open"


def find_request(token: str) -> JoinRequest | None:
    return JoinRequest.objects.filter(token_hash=hash_token(token)).first()


def _account_of(email: str) -> Any | None:
    return get_user_model()._default_manager.filter(email__iexact=email).first()


@transaction.atomic
def confirm(token: str, *, user: Any | None, site: Site | None) -> Membership:
    """Turn the request into a draft profile with its owner; who holds the link read the mail.

    `user` is the person who is logged in, if any. Where the address has an account, only that account may
    confirm, because a link in a mail must not be a second way into it: PermissionDenied otherwise. Raises
    JoiningEnded when the link can't be used.
    """
    found = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("area")
        .filter(token_hash=hash_token(token))
        .first()
    )
    state = state_of(found, user)
    if state == "login_needed":
        raise PermissionDenied
    if found is None or state != "open":
        raise JoiningEnded(state)
    account = _account_of(found.email) or actions.new_account(found.email)
    if not account.is_active:
        raise PermissionDenied
    directory = directory_for(found, site)
    if directory is None:
        raise JoiningEnded("closed")
    alike = find_alike(name=found.name, postcode=found.postcode, website=found.website, site=site)
    partner = _draft(found, directory, account)
    membership = actions.add_member(partner, account, Membership.Role.OWNER)
    found.confirmed_at, found.partner = timezone.now(), partner
    found.save(update_fields=["confirmed_at", "partner"])
    mail.tell_moderators_of_likeness(found, partner, [one.partner for one in alike])
    return membership


def directory_for(request: JoinRequest, site: Site | None) -> PartnerIndexPage | None:
    """The directory of the district that the organisation works in, else the first of the site."""
    directories = PartnerIndexPage.objects.live().filter(locale=Locale.get_default())
    if site is not None:
        directories = directories.descendant_of(site.root_page)
    found = list(directories.order_by("depth", "path"))
    districts = DistrictPage.objects.filter(locale=Locale.get_default()).select_related("area")
    for district in districts:
        if request.area.path.startswith(district.area.path):
            for directory in found:
                if directory.path.startswith(district.path):
                    return directory
    return found[0] if found else None


def _draft(request: JoinRequest, directory: PartnerIndexPage, account: Any) -> PartnerPage:
    """A profile that nobody sees yet. The mail address stays out of it: that is the person's own."""
    # One at a time below one directory: two at once would be given the same place in the tree.
    parent = Page.objects.select_for_update().get(pk=directory.pk).specific
    partner = PartnerPage(
        title=request.name,
        slug=_free_slug(request.name, parent),
        live=False,
        locale=directory.locale,
        owner=account,
        kind=request.kind,
        summary=request.summary,
        for_whom=request.for_whom,
        phone=request.phone,
        website=request.website,
    )
    partner.areas.set([request.area])
    if request.postcode:
        partner.locations.add(Location(postcode=request.postcode, locale=directory.locale))
    parent.add_child(instance=partner)
    partner.save_revision(user=account, clean=False)
    log(partner, "wijkzorg.join", user=account)
    return partner


def _free_slug(name: str, parent: Page) -> str:
    """In plain letters, since it is also the key of `/mijn/<key>/`."""
    base = slugify(name)[:80] or "organisatie"
    taken = set(parent.get_children().values_list("slug", flat=True)) | TAKEN_KEYS
    return next(slug for slug in _numbered(base) if slug not in taken)


def _numbered(base: str) -> Iterable[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def purge(now: datetime) -> str:
    """Delete requests that nobody confirmed in time, and those that have long become a profile."""
    late, _rows = JoinRequest.objects.filter(confirmed_at=None, expires_at__lt=now).delete()
    done, _rows = JoinRequest.objects.filter(confirmed_at__lt=now - KEPT_FOR).delete()
    return f"{late + done} requests to join deleted" if late or done else ""
