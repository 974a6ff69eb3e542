"""Our own API, `/api/v1/`: it collects the routers that the apps register.

It follows the Dutch API Design Rules 2.2: no slash at the end, camelCase in the query,
`application/problem+json` for every error with all faults at once, 400 for bad input, the version in
a header, times in UTC.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any, Self, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import ModelWrapValidatorHandler, ValidationInfo, model_validator
from pydantic import ValidationError as PydanticError
from pydantic_core import InitErrorDetails, PydanticCustomError

from .conf import API_CONTACT
from .contracts import collect

H = TypeVar("H", bound=HttpResponseBase)

PROBLEM_TYPE = "application/problem+json"
#: Semantic version of the API: `info.version` of the OpenAPI document and the API-Version header.
API_VERSION = "1.1.0"
TITLES = {
    400: "Bad request",
    401: "Log in first",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    413: "Content too large",
    415: "Unsupported media type",
    429: "Too many requests",
    500: "Internal server error",
}


def problem(
    request: HttpRequest,
    status: int,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
    reason: str = "",
) -> HttpResponse:
    """An error as RFC 9457 problem details: status, title, detail, and every fault with its place.

    `reason` is a word for machines, where one status has several.
    """
    content: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "title": TITLES.get(status, "Error"),
        "detail": detail,
    }
    if errors:
        content["errors"] = errors
    if reason:
        content["reason"] = reason
    response = HttpResponse(json.dumps(content), status=status, content_type=PROBLEM_TYPE)
    response["Content-Language"] = "en"
    return with_headers(response)


class Problem(Schema):
    """How an operation declares such an answer."""

    type: str
    status: int
    title: str
    detail: str
    errors: list[dict[str, str]] = []


def with_headers(response: H) -> H:
    response["API-Version"] = API_VERSION
    response.setdefault("Cache-Control", "no-store")
    response["Access-Control-Allow-Origin"] = "*"
    # Django's own middleware for this one does not see the answers that are made around it.
    response["X-Frame-Options"] = "DENY"
    return response


class ProblemDetailsMiddleware:
    """Our headers on every answer below `/api/v1/`, and problem details for errors that no view made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith("/api/v1/"):
            return response
        if response.status_code < 400 or response.get("Content-Type") == PROBLEM_TYPE:
            return with_headers(response)
        answer = problem(request, response.status_code, TITLES.get(response.status_code, "Error"))
        for header in ("Allow", "Retry-After"):
            if header in response:
                answer[header] = response[header]
        return answer


@csrf_exempt  # whatever is sent there changes nothing, and is absent rather than forbidden
def nothing_here(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Below `/api/` an unknown address is absent: no redirect to one with a slash, and no page."""
    return problem(request, 404, "There is nothing at this address.")


def wanted_language(request: HttpRequest) -> str:
    """The site's language that `Accept-Language` likes best, else the site's first language.

    LocaleMiddleware goes by the address, which names no language here, and by a cookie.
    """
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code == "*":
            break
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def in_the_wanted_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Runs an operation in the language of the request, and refuses one that can't take JSON."""

    @wraps(view)
    def operation(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.accepts("application/json"):
            return problem(request, 406, "Answers are given as application/json only.")
        language = wanted_language(request)
        with override(language):
            response = view(request, *args, **kwargs)
        response.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return operation


class QueryParameters(Schema):
    """Base of an operation's query: a name that it does not know is a fault, told with all others."""

    @model_validator(mode="wrap")
    @classmethod
    def tell_every_fault(
        cls, values: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        request = (info.context or {}).get("request")
        unknown = set(request.GET) - set(cls.model_fields) if request else set()
        faults = [
            _fault((name,), "There is no parameter of this name.") for name in sorted(unknown)
        ]
        try:
            asked = handler(values)
        except PydanticError as error:
            faults += [_fault(one["loc"], _message(one)) for one in error.errors()]
        if faults:
            raise PydanticError.from_exception_data(cls.__name__, faults)
        return asked


def _fault(place: tuple[int | str, ...], message: str) -> InitErrorDetails:
    kind = PydanticCustomError("fault", "{message}", {"message": message})
    return InitErrorDetails(type=kind, loc=place, input=None)


def _message(error: Mapping[str, Any]) -> str:
    """Pydantic's words, or those of a validator of our own without Pydantic's "Value error, "."""
    own = (error.get("ctx") or {}).get("error")
    return str(own or error["msg"])


class VersionedAPI(NinjaAPI):
    """Ninja's API, whose document tells what the Dutch rules want to read in it."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """Paths stand without the prefix: `servers` names it, with the version in it."""
        schema = super().get_openapi_schema(**{**kwargs, "path_prefix": ""})
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    _declare(int(status), answer)
        return schema


def _declare(status: int, answer: dict[str, Any]) -> None:
    """In one answer of the document: our header, and the media type of errors."""
    described = {"description": "The version of this API.", "schema": {"type": "string"}}
    answer.setdefault("headers", {})["API-Version"] = described
    content = answer.get("content", {})
    if status >= 400 and "application/json" in content:
        content[PROBLEM_TYPE] = content.pop("application/json")


@cache
def build_api() -> VersionedAPI:
    """The API with all registered routers. Built once, when the addresses are read."""
    api = VersionedAPI(
        title="Wijkzorg",
        version=API_VERSION,
        description="Everything public of a neighbourhood-care network.",
        openapi_url="openapi.json",
        docs_url=None,
        urls_namespace="wijkzorg-api-v1",
        openapi_extra={
            "info": {
                "contact": API_CONTACT,
                "license": {"name": "EUPL-1.2"},
            },
        },
        servers=[{"url": "/api/v1", "description": "Version 1"}],
    )
    api.add_decorator(in_the_wanted_language, mode="view")
    for entry in collect("register_api_router"):
        api.add_router(entry.prefix, entry.router)
    _add_error_answers(api)
    return api


def _add_error_answers(api: NinjaAPI) -> None:
    def bad_input(request: HttpRequest, error: Any) -> HttpResponse:
        faults = [
            {"in": str(one["loc"][0]), "name": str(one["loc"][-1]), "message": one["msg"]}
            for one in error.errors
        ]
        return problem(request, 400, "The input is not valid.", faults)

    def http_error(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(request, error.status_code, str(error))

    def not_found(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(request, 404, "There is nothing at this address.")

    answers: list[tuple[type[Exception], Callable[..., HttpResponse]]] = [
        (ValidationError, bad_input),
        (HttpError, http_error),
        (Http404, not_found),
    ]
    for error_type, answer in answers:
        api.add_exception_handler(error_type, answer)
