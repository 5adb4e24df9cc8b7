"""The addresses other systems call. Every answer is FHIR, also when something is wrong."""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import orjson
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from homeward.exchange.actions import Arrived, take_in
from homeward.exchange.bars.state import service_request_for
from homeward.exchange.fhir.capability import capability_statement
from homeward.exchange.fhir.outcome import Issue, Refused, operation_outcome
from homeward.exchange.fhir.parsing import MOST_BYTES, MOST_COUNTED
from homeward.exchange.models import Sender
from homeward.exchange.queries import referral_sent_by
from homeward.exchange.senders import sender_with

FHIR_JSON = "application/fhir+json; charset=utf-8"
_PIECE = 64 * 1024
_ECHOED = ("X-Request-Id", "X-Correlation-Id")
log = logging.getLogger(__name__)

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def fhir(*methods: str) -> Callable[[View[Rest]], View[Rest]]:
    """Make a view answer in FHIR: to these methods only, with an OperationOutcome for whatever goes wrong."""

    def guard(view: View[Rest]) -> View[Rest]:
        @csrf_exempt
        @login_not_required
        @wraps(view)
        def answered(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            try:
                response = _allowed(request, methods) or view(request, *args, **kwargs)
            except Refused as refused:
                response = _outcome(refused)
            except DatabaseError as fault:
                log.error("The database did not answer a message: %s", type(fault).__name__)
                said = "The message could not be kept just now. Send it again in a minute, or ring the front door."
                response = _outcome(Refused(503, Issue("transient", said)))
            return _finished(request, response)

        return answered

    return guard


@fhir("POST")
def process_message(request: HttpRequest) -> HttpResponse:
    """Take in a message, and answer as the standard expects."""
    sender = sender_of(request)
    answered = take_in(arrived=_arrived(request), sender=sender, now=timezone.now())
    return HttpResponse(answered.body, status=answered.status, content_type=FHIR_JSON)


@fhir("GET", "HEAD")
def service_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Where a referral is, for the sender that sent it; for everybody else it is not there."""
    referral = referral_sent_by(sender_of(request), reference)
    if referral is None:
        said = f'There is no ServiceRequest "{reference[:40]}" among those you sent.'
        raise Refused(404, Issue("not-found", said, "ServiceRequest.id"))
    return _json(service_request_for(referral))


@fhir("GET", "HEAD")
def metadata(request: HttpRequest) -> HttpResponse:
    """What can be done here; open to all."""
    address = request.build_absolute_uri(request.path.removesuffix("/metadata"))
    return _json(capability_statement(address=address, version=settings.HOMEWARD_VERSION, now=timezone.now()))


@fhir("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
def not_built(request: HttpRequest, rest: str) -> HttpResponse:
    """Everything else of the standard's API."""
    said = f'"{rest[:60]}" is not built here. See metadata for what is.'
    raise Refused(501, Issue("not-supported", said))


def sender_of(request: HttpRequest) -> Sender:
    """The system whose token came with the request. Raises Refused without a token that holds."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    sender = sender_with(token.strip()) if kind.lower() == "bearer" and token.strip() else None
    if sender is None:
        said = "No sender has this token. Send the header Authorization: Bearer with the token you were given."
        raise Refused(401, Issue("forbidden", said))
    return sender


def _arrived(request: HttpRequest) -> Arrived:
    """The body in pieces: kept up to the limit, and beyond it only counted."""
    chunked = request.headers.get("Transfer-Encoding", "").lower() == "chunked"
    stream = request.META["wsgi.input"] if chunked else request
    kept, digest, size = bytearray(), hashlib.sha256(), 0
    while size < MOST_COUNTED and (piece := stream.read(_PIECE)):
        size += len(piece)
        digest.update(piece)
        kept += piece[: max(0, MOST_BYTES - len(kept))]
    return Arrived(
        body=bytes(kept), size=size, sha256=digest.hexdigest(), content_type=request.headers.get("Content-Type", "")
    )


def _allowed(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse | None:
    if request.method in methods:
        return None
    said = f"{request.method} is not allowed here. Use {' or '.join(m for m in methods if m != 'HEAD')}."
    response = _outcome(Refused(405, Issue("not-supported", said)))
    response["Allow"] = ", ".join(methods)
    return response


def _outcome(refused: Refused) -> HttpResponse:
    response = _json(operation_outcome(refused), status=refused.status)
    if refused.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _json(content: dict[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(content), status=status, content_type=FHIR_JSON)


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the sender's own numbers for this call back, and let nobody on the way keep a copy."""
    response["Cache-Control"] = "no-store"
    for name in _ECHOED:
        sent = request.headers.get(name, "")
        if sent.isascii() and sent.isprintable() and sent:
            response[name] = sent[:200]
    return response
