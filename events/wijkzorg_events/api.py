"""The machine's side: `POST /api/v1/events/{id}/registrations`, the same action as the form on the page.

What is right stands in `forms_registration.SignUpForm` alone; here the body is read, names and types are
checked, and every fault is told at once with the field that it is about. No cookie and no CSRF token: it
uses no right of the visitor's. A browser's script on another site can't send it, since JSON needs leave
(CORS) that is given for reading only.
"""

import logging
import uuid
from typing import Annotated, Any, Literal

from django.core.exceptions import RequestDataTooBig
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from ninja import Router, Schema, Status
from pydantic import AfterValidator, ConfigDict, Field
from pydantic import ValidationError as PydanticError
from pydantic_core import from_json

from wijkzorg_home.api import Problem, problem
from wijkzorg_home.remembered import open_pages_here
from wijkzorg_home.spam_guard import seconds_to_wait

from . import registering
from .conf import rate_limits
from .forms_registration import RegistrationForm, SignUpForm
from .models import EventPage, Registration, SeatBook
from .models.registration import book_of

logger = logging.getLogger("wijkzorg.registration")
router = Router(tags=["events"])

#: The longest registration with three guests, in any script, is a tenth of it.
MOST_BYTES = 32 * 1024
#: Seconds, after others were at it for too long.
RETRY_AFTER = 60
#: What a field of the body is called in the form, where that differs.
IN_THE_FORM = {"visible": "is_visible"}
IN_THE_BODY = {form: body for body, form in IN_THE_FORM.items()}

WHY_NOT = {
    "closed": "Nobody can sign up for this event any more.",
    "not_yet": "Nobody can sign up for this event yet.",
    "full": "There is no place any more, and nobody can wait for one.",
}


def _printable(value: str) -> str:
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in value):
        raise ValueError("Control characters are not allowed.")
    return value


Text = Annotated[str, AfterValidator(_printable)]


class SignUp(Schema):
    """Who comes. How long each may be and which are required: the form's rules, told in the answer."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "required": ["name", "email", "kind"],
            "example": {
                "name": "Amina Yilmaz",
                "email": "amina@example.org",
                "kind": "informal",
                "organisation": "Buurtkamer De Kade",
                "role": "Volunteer",
                "guests": ["Bert de Boer"],
                "diet": "No meat",
                "access": "Wheelchair",
                "visible": True,
                "language": "nl",
            },
        },
    )

    name: Text = Field("", description="At most 120 letters.")
    email: Text = Field("", description="Gets the mail by which one confirms, changes and cancels.")
    kind: Literal["informal", "formal", "neighbour"] | None = Field(
        None,
        description="Volunteer or group of neighbours, professional, or neighbour.",
        json_schema_extra={"type": "string", "enum": list(Registration.Kind.values)},
    )
    organisation: Text = Field("", description="The title of a public partner, or another name.")
    role: Text = Field("", description="The work that one does there.")
    guests: list[Text] = Field(
        [], description="Names of those who come along; as many as the event allows, 3 at most."
    )
    diet: Text = Field("", description="Deleted a week after the event.")
    access: Text = Field("", description="What one needs to take part. Deleted as `diet`.")
    visible: bool = Field(False, description="Whether others may see that this person comes.")
    language: Literal["nl", "en", "tr", "ar"] | None = Field(
        None,
        description="Of the mails. When left out, the one that Accept-Language likes best.",
        json_schema_extra={"type": "string", "enum": ["nl", "en", "tr", "ar"]},
    )


class Accepted(Schema):
    """The same for an address that is known and for one that is not; the truth is in the mail."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"status": "held", "reference": "0b0f7c4e-5d0a-4b5e-9f39-2f6f6e1f4c11"}
        }
    )

    status: Literal["held", "waiting"] = Field(
        description="A place is held until it is confirmed by the link in the mail, or one waits for it."
    )
    reference: uuid.UUID = Field(
        description=(
            "The receipt of this one request, for questions to those who keep the site: it stands in "
            "their log, beside the event and the status. Random; no key to the registration."
        )
    )


class Refused(Problem):
    reason: Literal["closed", "not_yet", "full"]


def _as_document() -> dict[str, Any]:
    """For the OpenAPI document: the body, which is read by hand, and what a 429 says besides."""
    schema = SignUp.model_json_schema()
    for name in ("kind", "language"):
        schema["properties"][name].pop("anyOf", None)
        schema["properties"][name].pop("default", None)
    wait = {"description": "Seconds.", "schema": {"type": "integer"}}
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {code: {"headers": {"Retry-After": wait}} for code in (429, 503)},
    }


@router.post(
    "/events/{int:id}/registrations",
    response={202: Accepted, 409: Refused, frozenset({400, 404, 413, 415, 429, 503}): Problem},
    operation_id="signUp",
    summary="Sign somebody up for an event",
    description="`id` is the number of the event's page, in any of its languages.",
    openapi_extra=_as_document(),
)
def sign_up(request: HttpRequest, id: int) -> Any:  # noqa: A002, as in the address
    book = _book(id)
    body = _body_of(request)
    if isinstance(body, HttpResponse):
        return body
    with override("en"):  # as all problems are told
        form, faults = _checked(body, book)
    if faults:
        return problem(request, 400, "The input is not valid.", faults)
    if wait := _wait(request, form):
        answer = problem(request, 429, "This was done very often from here. Try it again later.")
        answer["Retry-After"] = str(wait)
        return answer
    try:
        with override(body.get("language") or get_language()):
            applicant = form.applicant()
        status = registering.register(book.pk, applicant, source=Registration.Source.API)
    except registering.NotOpen as refused:
        return problem(request, 409, WHY_NOT[refused.reason], reason=refused.reason)
    except registering.Ended:
        raise Http404 from None
    except registering.Busy:
        answer = problem(request, 503, "Many people are at it right now. Try it again in a minute.")
        answer["Retry-After"] = str(RETRY_AFTER)
        return answer
    reference = uuid.uuid4()
    logger.info("Event %s: registration by the API, %s, receipt %s", id, status, reference)
    return Status(202, {"status": status, "reference": reference})


def _book(page_id: int) -> SeatBook:
    """Raises Http404 for what is not public, and where nobody can sign up."""
    event = open_pages_here(EventPage.objects.filter(id=page_id)).first()
    book = book_of(event) if event is not None else None
    if book is None:
        raise Http404
    return book


def _body_of(request: HttpRequest) -> dict[str, Any] | HttpResponse:
    """The object that was sent, or why it can't be read."""
    if request.content_type != "application/json":
        return problem(request, 415, "Send application/json.")
    try:
        sent = request.body
    except RequestDataTooBig:
        sent = b" " * (MOST_BYTES + 1)
    if len(sent) > MOST_BYTES:
        return problem(request, 413, f"At most {MOST_BYTES} bytes are read.")
    try:
        body = from_json(sent, allow_inf_nan=False)
    except ValueError:  # also for letters that are none, and for what is nested too deep
        return problem(request, 400, "The body is not JSON.")
    if not isinstance(body, dict):
        return problem(request, 400, "The body is not a JSON object.")
    return body


def _checked(body: dict[str, Any], book: SeatBook) -> tuple[SignUpForm, list[dict[str, str]]]:
    """The form filled with what could be read, and every fault: of names, of types, and of the rules."""
    faults: dict[str, str] = {}
    try:
        SignUp.model_validate(body)
    except PydanticError as error:
        for one in error.errors():
            own = (one.get("ctx") or {}).get("error")
            unknown = one["type"] == "extra_forbidden"
            message = "There is no field of this name." if unknown else str(own or one["msg"])
            faults.setdefault(str(one["loc"][0])[:100], message)
    read = {IN_THE_FORM.get(name, name): body[name] for name in body if name not in faults}
    form = SignUpForm(read, book=book)
    for name in sorted(set(read) - set(form.fields) - {"language"}):
        if read[name]:
            faults[name] = "This event does not ask for this."
    for name, message in _told(form.errors):
        faults.setdefault(name, message)
    return form, [
        {"in": "body", "name": name, "message": message} for name, message in faults.items()
    ]


def _told(errors: ErrorDict) -> list[tuple[str, str]]:
    return [
        (IN_THE_BODY.get(name, name), " ".join(str(one) for one in told))
        for name, told in errors.items()
    ]


def _wait(request: HttpRequest, form: SignUpForm) -> int:
    """Counted together with what is sent by the form on the page."""
    address = form.cleaned_data["email"]
    return seconds_to_wait(request, RegistrationForm.guard_purpose, address, rate_limits())
