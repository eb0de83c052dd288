"""Application Auto Scaling."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from ..patching import around, patch

Original = Callable[..., Any]


@patch
def application_autoscaling_tags() -> None:
    """AWS keeps tags of scalable targets; plain moto has not implemented any of the calls for it."""
    tags: dict[str, dict[str, str]] = {}

    def of_resource(response: ApplicationAutoScalingResponse) -> dict[str, str]:
        return tags.setdefault(response._get_param("ResourceARN"), {})

    def list_tags_for_resource(self: ApplicationAutoScalingResponse) -> str:
        return json.dumps({"Tags": of_resource(self)})

    def tag_resource(self: ApplicationAutoScalingResponse) -> str:
        of_resource(self).update(self._get_param("Tags") or {})
        return "{}"

    def untag_resource(self: ApplicationAutoScalingResponse) -> str:
        for key in self._get_param("TagKeys") or []:
            of_resource(self).pop(key, None)
        return "{}"

    for method in (list_tags_for_resource, tag_resource, untag_resource):
        setattr(ApplicationAutoScalingResponse, method.__name__, method)

    @around(ApplicationAutoScalingResponse, "register_scalable_target")
    def register_scalable_target(original: Original, self: ApplicationAutoScalingResponse) -> Any:
        answer = original(self)
        arn = json.loads(answer)["ScalableTargetARN"]
        tags.setdefault(arn, {}).update(self._get_param("Tags") or {})
        return answer
