"""Application Auto Scaling."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.applicationautoscaling.models import ApplicationAutoscalingBackend, FakeScalableTarget
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from ..patching import around, patch
from .ecs_rollouts import settle_again

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


@patch
def application_autoscaling_capacity() -> None:
    """AWS brings an ECS service between the minimum and maximum of its target as these are set; plain moto does not.

    A suspended target leaves its service alone (Application Auto Scaling user guide, "Suspend and resume scaling").
    """

    @around(ApplicationAutoscalingBackend, "register_scalable_target")
    def register_scalable_target(
        original: Original, self: ApplicationAutoscalingBackend, *args: Any, **kwargs: Any
    ) -> FakeScalableTarget:
        target: FakeScalableTarget = original(self, *args, **kwargs)
        if target.scalable_dimension != "ecs:service:DesiredCount":
            return target
        _, cluster, name = target.resource_id.split("/")
        service = self.ecs_backend._get_service(cluster, name)
        suspended: Any = target.suspended_state or {}
        count = service.desired_count
        if not suspended.get("DynamicScalingOutSuspended"):
            count = max(count, int(target.min_capacity or 0))
        if not suspended.get("DynamicScalingInSuspended"):
            count = min(count, int(target.max_capacity or 0))
        if count != service.desired_count:
            service.desired_count = count
            settle_again(self.account_id, self.region_name, service.cluster_name, service.name)
        return target
