"""ECS: requests that AWS refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from moto.ecs.exceptions import EcsClientException, ECSException, InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, TaskDefinition
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.elbv2.models import FakeTargetGroup, elbv2_backends

from ..patching import around, patch

Original = Callable[..., Any]

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
FARGATE_MEMORY_BY_CPU: dict[int, range | tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: range(1024, 4097, 1024),
    1024: range(2048, 8193, 1024),
    2048: range(4096, 16385, 1024),
    4096: range(8192, 30721, 1024),
    8192: range(16384, 61441, 4096),
    16384: range(32768, 122881, 8192),
}


@patch
def ecs_fargate_size() -> None:
    """AWS refuses a CPU and memory pair that Fargate does not have; plain moto registers the task definition."""

    @around(EC2ContainerServiceResponse, "register_task_definition")
    def register_task_definition(original: Original, self: EC2ContainerServiceResponse) -> Any:
        if "FARGATE" in (self._get_param("requiresCompatibilities") or []):
            cpu, memory = self._get_param("cpu"), self._get_param("memory")
            if int(memory or 0) not in FARGATE_MEMORY_BY_CPU.get(int(cpu or 0), ()):
                raise EcsClientException(
                    f"No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. "
                    "See the Amazon ECS documentation for the valid values."
                )
        return original(self)


@patch
def ecs_fargate_execution_role() -> None:
    """AWS refuses a Fargate task with an ECR image or secrets and no execution role; plain moto registers it."""

    @around(EC2ContainerServiceResponse, "register_task_definition")
    def register_task_definition(original: Original, self: EC2ContainerServiceResponse) -> Any:
        fargate = "FARGATE" in (self._get_param("requiresCompatibilities") or [])
        if fargate and not self._get_param("executionRoleArn"):
            containers = self._get_param("containerDefinitions")
            if any(container.get("secrets") for container in containers):
                raise EcsClientException(
                    "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
                )
            if any(".dkr.ecr." in container["image"] for container in containers):
                raise EcsClientException(
                    "Fargate requires task definition to have execution role ARN to support ECR images."
                )
        return original(self)


@patch
def ecs_service_name_taken() -> None:
    """AWS refuses a second active service of a name in a cluster; plain moto replaces the first."""

    @around(EC2ContainerServiceResponse, "create_service")
    def create_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        cluster = self.ecs_backend._get_cluster(self._get_param("cluster", "default"))
        service = self.ecs_backend.services.get(f"{cluster.name}:{self._get_param('serviceName')}")
        if service is not None and service.status == "ACTIVE":
            raise InvalidParameterException("Creation of service was not idempotent.")
        return original(self)


@patch
def ecs_service_network_configuration() -> None:
    """AWS refuses a service with awsvpc tasks and no network configuration; plain moto creates it."""

    @around(EC2ContainerServiceResponse, "create_service")
    def create_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        definition = _task_definition(self)
        if definition and definition.network_mode == "awsvpc" and not self._get_param("networkConfiguration"):
            raise InvalidParameterException(
                "Network Configuration must be provided when networkMode 'awsvpc' is specified."
            )
        return original(self)


@patch
def ecs_service_target_group() -> None:
    """AWS refuses a target group that is missing, has no load balancer, or takes instances where tasks use awsvpc.

    Plain moto creates the service. This is what a service without `depends_on` to its listener meets.
    """

    def check(response: EC2ContainerServiceResponse) -> None:
        definition = _task_definition(response)
        for group_arn, group in _target_groups(response):
            if group is None:
                raise InvalidParameterException(f"The target group {group_arn} does not exist.")
            if not group.load_balancer_arns:
                raise InvalidParameterException(
                    f"The target group with targetGroupArn {group_arn} does not have an associated load balancer."
                )
            if definition and definition.network_mode == "awsvpc" and group.target_type != "ip":
                raise InvalidParameterException(
                    f"The provided target group {group_arn} has target type {group.target_type}, which is "
                    "incompatible with the awsvpc network mode specified in the task definition."
                )

    @around(EC2ContainerServiceResponse, "create_service")
    def create_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        check(self)
        return original(self)

    @around(EC2ContainerServiceResponse, "update_service")
    def update_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        check(self)
        return original(self)


@patch
def ecs_service_container_port() -> None:
    """AWS refuses a load balancer on a container or port that the task definition lacks; plain moto does not look."""

    def check(response: EC2ContainerServiceResponse, definition: TaskDefinition | None) -> None:
        for load_balancer in response._get_param("loadBalancers") or [] if definition else []:
            name, port = load_balancer.get("containerName"), load_balancer.get("containerPort")
            container = next((c for c in definition.container_definitions if c["name"] == name), None)
            if container is None:
                raise InvalidParameterException(f"The container {name} does not exist in the task definition.")
            if port not in [mapping.get("containerPort") for mapping in container.get("portMappings", [])]:
                raise InvalidParameterException(f"The container {name} did not have a container port {port} defined.")

    @around(EC2ContainerServiceResponse, "create_service")
    def create_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        check(self, _task_definition(self))
        return original(self)

    @around(EC2ContainerServiceResponse, "update_service")
    def update_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        service = self.ecs_backend._get_service(
            self._get_param("cluster", "default"), self._get_param("service").split("/")[-1]
        )
        runs = self.ecs_backend.describe_task_definition(service.task_definition) if service.task_definition else None
        check(self, _task_definition(self) or runs)
        return original(self)


@patch
def ecs_service_not_active() -> None:
    """AWS refuses to update a deleted service; plain moto changes it."""

    @around(EC2ContainerServiceResponse, "update_service")
    def update_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        service = self.ecs_backend._get_service(
            self._get_param("cluster", "default"), self._get_param("service").split("/")[-1]
        )
        if service.status != "ACTIVE":
            raise ECSException("ServiceNotActiveException", "Service was not ACTIVE.")
        return original(self)


@patch
def ecs_cluster_in_use() -> None:
    """AWS refuses to delete a cluster with active services; plain moto deletes it."""

    @around(EC2ContainerServiceBackend, "delete_cluster")
    def delete_cluster(original: Original, self: EC2ContainerServiceBackend, cluster_str: str) -> Any:
        cluster = self._get_cluster(cluster_str)
        if any(s.cluster_name == cluster.name and s.status == "ACTIVE" for s in self.services.values()):
            raise ECSException(
                "ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active."
            )
        return original(self, cluster_str)


def _task_definition(response: EC2ContainerServiceResponse) -> TaskDefinition | None:
    name = response._get_param("taskDefinition")
    return response.ecs_backend.describe_task_definition(name) if name else None


def _target_groups(response: EC2ContainerServiceResponse) -> Iterator[tuple[str, FakeTargetGroup | None]]:
    groups = elbv2_backends[response.current_account][response.region].target_groups
    for load_balancer in response._get_param("loadBalancers") or []:
        arn = load_balancer.get("targetGroupArn")
        if arn:
            yield arn, groups.get(arn)
