"""The WSGI application: moto with one call at a time, a journal, and an honest answer to what moto cannot do."""

from __future__ import annotations

import io
import json
import re
import sys
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from moto.core.utils import get_service_model
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Response = tuple[str, list[tuple[str, str]], bytes]

_CREDENTIAL = re.compile(r"Credential=[^/]+/\d+/[^/]+/(?P<service>[^/]+)/")


class Journal:
    """Every API call since the journal was last cleared, and those among them that moto could not answer."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.unimplemented: list[dict[str, Any]] = []

    def clear(self) -> None:
        """Forget everything noted so far."""
        self.calls.clear()
        self.unimplemented.clear()


class Answers:
    """The latest answers, by the id under which an AWS client tries a call again."""

    KEPT = 500

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Response] = OrderedDict()

    def given(self, environ: Environ) -> Response | None:
        """Return what an earlier attempt at this very call was answered, if it succeeded."""
        if environ.get("HTTP_AMZ_SDK_REQUEST", "attempt=1").startswith("attempt=1;"):
            return None
        return self._answers.get(environ.get("HTTP_AMZ_SDK_INVOCATION_ID", ""))

    def keep(self, environ: Environ, response: Response) -> None:
        """Remember an answer that a client would not ask for twice."""
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if invocation is None or environ["REQUEST_METHOD"] == "GET" or not response[0].startswith("2"):
            return
        self._answers[invocation] = response
        if len(self._answers) > self.KEPT:
            self._answers.popitem(last=False)


class Application:
    """Moto behind one lock.

    Calls are handled one after another: moto's dictionaries are not made for concurrent changes, and while the lock
    is held by a fork no call is half done.
    """

    def __init__(self, account: str) -> None:
        self.account = account
        self.lock = threading.Lock()
        self.journal = Journal()
        self._answers = Answers()
        self._moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one API call."""
        body = _read_body(environ)
        entry = {
            "time": time.time(),
            "service": _service(environ),
            "action": _action(environ, body),
        }
        with self.lock:
            given = self._answers.given(environ)
            if given is not None:
                # The client lost its answer. Doing the work again would refuse it what it has got: a lock, a rule.
                print(f"{entry['action']} is asked again by a client that lost its answer", file=sys.stderr, flush=True)
            status, headers, content = given or self._answer(environ, entry)
            self._answers.keep(environ, (status, headers, content))
            self.journal.calls.append({**entry, "status": int(status.split()[0])})
        start_response(status, headers)
        return [content]

    def preload(self, services: Iterable[str]) -> None:
        """Import what these services need now, so that neither the first call nor a fork pays for it."""
        for service in services:
            self._moto.app_instances[service] = create_backend_app(service)
            get_service_model(service)

    def _answer(self, environ: Environ, entry: dict[str, Any]) -> Response:
        answer: list[Any] = []
        try:
            chunks = self._moto(environ, lambda status, headers, _=None: answer.extend((status, headers)))
            content = b"".join(chunks)
            if hasattr(chunks, "close"):
                chunks.close()
        except Exception as error:  # noqa: BLE001 - whatever moto raises is told to the test
            return self._not_implemented(environ, entry, error)
        return answer[0], answer[1], content

    def _not_implemented(self, environ: Environ, entry: dict[str, Any], error: Exception) -> Response:
        """Answer 501: unlike a 500, no AWS client tries that again for minutes."""
        reason = f"{type(error).__name__}: {error}"
        if not isinstance(error, NotImplementedError):
            where = traceback.extract_tb(error.__traceback__)[-1]
            reason += f" ({where.filename}:{where.lineno})"
        self.journal.unimplemented.append({"service": entry["service"], "action": entry["action"], "reason": reason})
        message = f"The emulator cannot answer {entry['service']} {entry['action']}: {reason}"
        print(message, file=sys.stderr, flush=True)
        if "HTTP_X_AMZ_TARGET" in environ:
            content_type = "application/x-amz-json-1.1"
            content = json.dumps({"__type": "NotImplemented", "message": message})
        else:
            content_type = "text/xml"
            content = (
                "<ErrorResponse><Error><Code>NotImplemented</Code>"
                f"<Message>{escape(message)}</Message></Error></ErrorResponse>"
            )
        return "501 Not Implemented", [("Content-Type", content_type)], content.encode()


def _read_body(environ: Environ) -> bytes:
    """Read the whole request before the lock is taken: no slow client holds up the others."""
    stream = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        body = stream.read()
    else:
        body = stream.read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return bytes(body)


def _service(environ: Environ) -> str:
    """Return the service a request is signed for."""
    match = _CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    return match["service"] if match else ""


def _action(environ: Environ, body: bytes) -> str:
    """Return the action's name; for the services that speak REST (S3, Route 53), method and path."""
    target: str = environ.get("HTTP_X_AMZ_TARGET", "")
    if target:
        return target.rsplit(".", 1)[-1]
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        actions = parse_qs(body.decode("utf-8", "replace")).get("Action")
        if actions:
            return actions[0]
    query = environ.get("QUERY_STRING", "")
    return f"{environ['REQUEST_METHOD']} {environ.get('PATH_INFO', '')}{'?' + query if query else ''}"
