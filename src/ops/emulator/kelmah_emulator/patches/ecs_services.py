"""ECS: what a service keeps and gives back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.core.utils import utcnow
from moto.ecs.models import EC2ContainerServiceBackend, Service
from moto.ecs.responses import EC2ContainerServiceResponse

from ..patching import around, patch

Original = Callable[..., Any]

# With AWS's defaults for a service of the deployment controller ECS.
ATTRIBUTE_DEFAULTS: dict[str, Any] = {
    "availabilityZoneRebalancing": "DISABLED",
    "capacityProviderStrategy": None,
    "enableECSManagedTags": False,
    "enableExecuteCommand": False,
    "healthCheckGracePeriodSeconds": 0,
    "placementConstraints": [],
    "placementStrategy": [],
}
DEPLOYMENT_DEFAULTS: dict[str, Any] = {
    "deploymentCircuitBreaker": {"enable": False, "rollback": False},
    "maximumPercent": 200,
    "minimumHealthyPercent": 100,
}


@patch
def ecs_service_attributes() -> None:
    """AWS gives back what a service was created with, and defaults for the rest; plain moto forgets most of it.

    Circuit breaker, percentages, grace period, ECS Exec, managed tags, capacity providers and zone rebalancing would
    be a permanent difference in every plan, for capacity providers even a replacement.
    """

    @around(EC2ContainerServiceResponse, "create_service")
    def create_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        answer = original(self)
        service: Service = answer.result["service"]
        parameters = self._get_params()
        service.createdAt = utcnow()
        service.deploymentConfiguration = DEPLOYMENT_DEFAULTS
        _keep(service, {**ATTRIBUTE_DEFAULTS, **parameters})
        if service.capacityProviderStrategy:
            service.launch_type = None
        if parameters.get("launchType") == "FARGATE" or service.launch_type is None:
            service.platform_version = service.platform_version or "LATEST"
        return answer

    @around(EC2ContainerServiceResponse, "update_service")
    def update_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        service = self.ecs_backend._get_service(
            self._get_param("cluster", "default"), self._get_param("service").split("/")[-1]
        )
        answer = original(self)
        # Plain moto puts what an update says of the deployment in the place of all of it.
        service.__dict__.pop("deployment_configuration", None)
        _keep(service, self._get_params())
        return answer


@patch
def ecs_service_load_balancers() -> None:
    """AWS takes other target groups for a service that exists; plain moto leaves it those that it was created with."""

    @around(EC2ContainerServiceResponse, "update_service")
    def update_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        answer = original(self)
        load_balancers = self._get_param("loadBalancers")
        if load_balancers is not None:
            answer.result["service"].load_balancers = load_balancers
        return answer


@patch
def ecs_service_task_definition_arn() -> None:
    """AWS answers with the task definition's ARN whichever way it was named; after an update plain moto echoes it."""

    @around(EC2ContainerServiceBackend, "update_service")
    def update_service(original: Original, self: EC2ContainerServiceBackend, properties: dict[str, Any]) -> Any:
        name = properties.get("task_definition")
        if name:
            properties = {**properties, "task_definition": self.describe_task_definition(name).arn}
        return original(self, properties)


@patch
def ecs_deleted_not_listed() -> None:
    """AWS lists no deleted service or cluster, though it can still describe one; plain moto lists them for ever."""

    @around(EC2ContainerServiceBackend, "list_services")
    def list_services(original: Original, self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any) -> Any:
        active = {service.arn for service in self.services.values() if service.status == "ACTIVE"}
        return [arn for arn in original(self, *args, **kwargs) if arn in active]

    @around(EC2ContainerServiceBackend, "list_clusters")
    def list_clusters(original: Original, self: EC2ContainerServiceBackend) -> Any:
        active = {cluster.arn for cluster in self.clusters.values() if cluster.status == "ACTIVE"}
        return [arn for arn in original(self) if arn in active]


def _keep(service: Service, parameters: dict[str, Any]) -> None:
    """Keep request parameters under the API's own names, where moto's serializer looks first."""
    for name in ATTRIBUTE_DEFAULTS:
        if name in parameters:
            setattr(service, name, parameters[name])
    configuration = parameters.get("deploymentConfiguration")
    if configuration:
        kept = getattr(service, "deploymentConfiguration", DEPLOYMENT_DEFAULTS)
        service.deploymentConfiguration = {**kept, **configuration}
