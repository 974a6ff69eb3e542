"""Our own API, `/api/v1/`: it collects the routers that the apps register.

It follows the Dutch API Design Rules 2.2: no slash at the end, camelCase in the query,
`application/problem+json` for every error with all faults at once, 400 for bad input, the version in
a header, times in UTC.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from .contracts import collect

#: Semantic version of the API: `info.version` of the OpenAPI document and the API-Version header.
API_VERSION = "1.0.0"
TITLES = {
    400: "Bad request",
    401: "Log in first",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    415: "Unsupported media type",
    429: "Too many requests",
    500: "Internal server error",
}


def problem(
    request: HttpRequest,
    status: int,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    """An error as RFC 9457 problem details: status, title, detail, and every fault with its place."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "title": TITLES.get(status, "Error"),
        "detail": detail,
    }
    if errors:
        content["errors"] = errors
    response = HttpResponse(json.dumps(content), status=status, content_type="application/problem+json")
    return with_headers(response)


def with_headers(response: HttpResponse) -> HttpResponse:
    response["API-Version"] = API_VERSION
    response.setdefault("Cache-Control", "no-store")
    response["Access-Control-Allow-Origin"] = "*"
    return response


class VersionedAPI(NinjaAPI):
    """Ninja's API with our headers on every answer."""

    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        return with_headers(super().create_response(request, data, **kwargs))


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
                "contact": {
                    "name": "Wijkzorg",
                    "email": "api@example.org",
                    "url": "https://example.org/wijkzorg",
                },
                "license": {"name": "EUPL-1.2"},
            },
        },
        servers=[{"url": "/api/v1", "description": "Version 1"}],
    )
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
