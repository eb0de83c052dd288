"""AWS Key Management Service."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.kms.responses import KmsResponse

from ..patching import around, patch

Original = Callable[..., Any]


@patch
def kms_rotation_period() -> None:
    """AWS keeps the days from one rotation of a key to the next, 365 if nothing is said; plain moto forgets them.

    KMS API reference, EnableKeyRotation and GetKeyRotationStatus.
    """
    days: dict[str, int] = {}

    def key_of(response: KmsResponse) -> str:
        return str(response.kms_backend.get_key_id(response._get_param("KeyId")))

    @around(KmsResponse, "enable_key_rotation")
    def enable_key_rotation(original: Original, self: KmsResponse) -> Any:
        answer = original(self)
        given = self._get_param("RotationPeriodInDays")
        days[key_of(self)] = int(given) if given is not None else days.get(key_of(self), 365)
        return answer

    @around(KmsResponse, "get_key_rotation_status")
    def get_key_rotation_status(original: Original, self: KmsResponse) -> Any:
        answer = json.loads(original(self))
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = days.get(key_of(self), 365)
        return json.dumps(answer)
