"""The routes under /kelmah/: what a test can do to the emulator that it could not do to AWS."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from . import ids, overrides
from .application import Application, Environ, StartResponse
from .patches import ecs_rollouts
from .processes import Family, idle

PREFIX = "/kelmah/"

Body = dict[str, Any]
Fork = Callable[[], dict[str, int]]


class ControlError(Exception):
    """A request to the controls that makes no sense; its message says why."""


class Controls:
    """Routes the controls and passes everything else on to AWS."""

    def __init__(self, application: Application, region: str, family: Family, fork: Fork) -> None:
        self._application = application
        self._region = region
        self._family = family
        self._fork = fork
        self._routes: dict[tuple[str, str], Callable[[Body], Any]] = {
            ("GET", "health"): lambda _: {"status": "ready", "pid": os.getpid()},
            ("POST", "forks"): lambda _: self._fork(),
            ("DELETE", "forks"): self._stop_fork,
            ("POST", "ids"): self._choose_ids,
            ("PUT", "target-health"): self._set_target_health,
            ("PUT", "rollouts"): self._set_rollout,
            ("GET", "journal"): lambda _: self._application.journal.calls,
            ("DELETE", "journal"): lambda _: self._application.journal.clear(),
            ("GET", "unimplemented"): lambda _: self._application.journal.unimplemented,
        }

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a control, or hand the request to the application."""
        idle.note_call()
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX):
            return self._application(environ, start_response)
        status, answer = self._answer(environ["REQUEST_METHOD"], path.removeprefix(PREFIX), environ)
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    def _answer(self, method: str, name: str, environ: Environ) -> tuple[str, Any]:
        route = self._routes.get((method, name))
        if route is None:
            return "404 Not Found", {"error": f"There is no control {method} {PREFIX}{name}."}
        content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        try:
            # The same lock as for API calls: no call is under way while a control acts or the process forks.
            with self._application.lock:
                return "200 OK", route(json.loads(content or b"{}"))
        except ControlError as error:
            return "400 Bad Request", {"error": str(error)}

    def _stop_fork(self, body: Body) -> Body:
        if not self._family.stop(body["pid"]):
            raise ControlError(f"There is no fork with the process id {body['pid']}.")
        return {}

    def _choose_ids(self, body: Body) -> Body:
        unknown = sorted(set(body) - set(ids.KINDS))
        if unknown:
            raise ControlError(f"No such kind of id: {', '.join(unknown)}. There are: {', '.join(ids.KINDS)}.")
        for kind, chosen in body.items():
            overrides.next_ids[kind].extend(chosen)
        return {}

    def _set_target_health(self, body: Body) -> Body:
        target = body.pop("target")
        if body.get("state") == "healthy":
            overrides.target_health.pop(target, None)
        else:
            overrides.target_health[target] = body
        return {}

    def _set_rollout(self, body: Body) -> Body:
        cluster, service, outcome = body["cluster"], body["service"], body.get("outcome")
        if outcome is None:
            overrides.rollouts.pop((cluster, service), None)
        else:
            overrides.rollouts[cluster, service] = outcome
        ecs_rollouts.settle_again(self._application.account, self._region, cluster, service)
        return {}
