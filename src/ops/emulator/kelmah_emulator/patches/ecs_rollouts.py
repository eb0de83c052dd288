"""ECS: roll-outs that end, with running tasks behind the load balancer."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any

from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ecs.models import EC2ContainerServiceBackend, Service, Task, ecs_backends
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.elbv2.models import FakeTargetGroup, elbv2_backends
from moto.moto_api._internal import mock_random

from .. import overrides
from ..patching import around, patch

Original = Callable[..., Any]


class ServiceTask(Task):
    """A task that a service keeps running: moto's own walk towards STOPPED as they are described."""

    def __init__(self, backend: EC2ContainerServiceBackend, service: Service, subnet: str | None) -> None:
        definition = backend.describe_task_definition(service.task_definition or "")
        network = (service.network_configuration or {}).get("awsvpcConfiguration", {})
        super().__init__(
            backend._get_cluster(service.cluster_name),
            definition,
            None,
            {},
            backend,
            group=f"service:{service.name}",
            launch_type=service.launch_type or "FARGATE",
            started_by=service.deployments[0]["id"],
            networking_configuration={"awsvpcConfiguration": {"securityGroups": [], **network, "subnets": [subnet]}},
            platform_version=service.platform_version,
        )
        for container in self.containers:
            container.last_status = "RUNNING"
        self.details = {item["name"]: item for attached in self.attachments for item in attached["details"]}
        if self.details:
            self._move_into_subnet()
        self.target_groups: list[FakeTargetGroup] = []
        # Under the API's own names, where moto's serializer looks; it keeps no times itself.
        self.createdAt = self.startedAt = utcnow()

    @property
    def status(self) -> str:
        """Return RUNNING or STOPPED, as set."""
        return self._status or "RUNNING"

    @status.setter
    def status(self, value: str) -> None:
        self._status = value

    @property
    def address(self) -> str | None:
        """The task's private address."""
        return self.details["privateIPv4Address"]["value"] if self.details else None

    def _move_into_subnet(self) -> None:
        """Take the first free address of the subnet; moto draws one from anywhere."""
        ec2 = ec2_backends[self._account_id][self.region_name]
        interface = ec2.get_network_interface(self.details["networkInterfaceId"]["value"])
        taken = {other.private_ip_address for other in ec2.enis.values()}
        # AWS keeps the first four addresses of a subnet to itself.
        free = (str(host) for host in list(ipaddress.ip_network(interface.subnet.cidr_block).hosts())[3:])
        address = next(host for host in free if host not in taken)
        interface.private_ip_address = address
        interface.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": address}]
        self.details["privateIPv4Address"]["value"] = address

    def register(self, group: FakeTargetGroup, port: int) -> None:
        """Become a target of a group."""
        if self.address:
            group.targets[self.address] = {"Id": self.address, "Port": port}
            self.target_groups.append(group)

    def stop(self) -> None:
        """Leave the target groups and give the network interface back."""
        for group in self.target_groups:
            group.targets.pop(self.address or "", None)
        if self.details:
            ec2_backends[self._account_id][self.region_name].delete_network_interface(
                self.details["networkInterfaceId"]["value"]
            )


@patch
def ecs_rollout() -> None:
    """AWS starts a service's tasks, registers their addresses in its target groups and completes the roll-out.

    In plain moto a service never reaches a steady state: nothing runs and no target is registered. Here it does so at
    once, unless a test has set another outcome.
    """

    @around(EC2ContainerServiceResponse, "create_service")
    def create_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        answer = original(self)
        _settle(self.ecs_backend, answer.result["service"], replace_tasks=True)
        return answer

    @around(EC2ContainerServiceResponse, "update_service")
    def update_service(original: Original, self: EC2ContainerServiceResponse) -> Any:
        service_name = self._get_param("service").split("/")[-1]
        service = self.ecs_backend._get_service(self._get_param("cluster", "default"), service_name)
        before = _deployed(service)
        answer = original(self)
        outcome = overrides.rollouts.get((service.cluster_name, service.name), {})
        if outcome.get("rolloutState") == "ROLLED_BACK":
            # What the circuit breaker leaves: a service that is steady again, with the revision it had before.
            service.task_definition = before[0]
        changed = _deployed(service) != before or bool(self._get_param("forceNewDeployment"))
        _settle(self.ecs_backend, service, replace_tasks=changed)
        return answer

    @around(EC2ContainerServiceBackend, "delete_service")
    def delete_service(original: Original, self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any) -> Any:
        service = original(self, *args, **kwargs)
        service.desired_count = 0
        _settle(self, service, replace_tasks=True)
        return service


def settle_again(account: str, region: str, cluster: str, service: str) -> None:
    """Let a service that exists take on the outcome a test has set."""
    backend = ecs_backends[account][region]
    found = backend.services.get(f"{cluster}:{service}")
    if found is not None:
        _settle(backend, found, replace_tasks=False)


def _deployed(service: Service) -> tuple[Any, ...]:
    """Return what makes a new deployment when it changes."""
    return service.task_definition, service.network_configuration, service.load_balancers, service.platform_version


def _settle(backend: EC2ContainerServiceBackend, service: Service, replace_tasks: bool) -> None:
    """Bring tasks, targets, counts and the service's only deployment to where a roll-out ends."""
    outcome = overrides.rollouts.get((service.cluster_name, service.name), {})
    if replace_tasks and service.deployments:
        service.deployments[0].update(id=f"ecs-svc/{mock_random.randint(0, 32**12)}", createdAt=utcnow())
    service.status = outcome.get("status", service.status)
    service.running_count = min(outcome.get("runningCount", service.desired_count), service.desired_count)
    service.pending_count = service.desired_count - service.running_count
    _run_tasks(backend, service, replace_tasks)
    _count(backend, service.cluster_name)
    if service.deployments:
        _complete(service, service.deployments[0], outcome)


def _complete(service: Service, deployment: dict[str, Any], outcome: dict[str, Any]) -> None:
    state = outcome.get("rolloutState", "COMPLETED").replace("ROLLED_BACK", "COMPLETED")
    reason = f"ECS deployment {deployment['id']} {state.lower().replace('_', ' ')}."
    deployment.update(
        desiredCount=service.desired_count,
        runningCount=service.running_count,
        pendingCount=service.pending_count,
        failedTasks=outcome.get("failedTasks", 0),
        rolloutState=state,
        rolloutStateReason=outcome.get("rolloutStateReason", reason),
        taskDefinition=service.task_definition,
        networkConfiguration=service.network_configuration,
        launchType=service.launch_type,
        capacityProviderStrategy=getattr(service, "capacityProviderStrategy", None),
        platformVersion=service.platform_version,
        updatedAt=utcnow(),
    )


def _run_tasks(backend: EC2ContainerServiceBackend, service: Service, replace: bool) -> None:
    """Stop the tasks that are too many or outdated, start those that lack, spread over the service's subnets."""
    tasks = backend.tasks.setdefault(service.cluster_name, {})
    group = f"service:{service.name}"
    mine = [task for task in tasks.values() if isinstance(task, ServiceTask) and task.group == group]
    kept = [] if replace else mine[: service.running_count]
    for task in mine:
        if task not in kept:
            del tasks[task.task_arn]
            task.stop()
    # What CodeDeploy deploys has task sets and no deployment of its own.
    if service.task_definition is None or not service.deployments:
        return
    network = (service.network_configuration or {}).get("awsvpcConfiguration", {})
    subnets = network.get("subnets") or [None]
    groups = elbv2_backends[backend.account_id][backend.region_name].target_groups
    for index in range(len(kept), service.running_count):
        task = ServiceTask(backend, service, subnets[index % len(subnets)])
        tasks[task.task_arn] = task
        for load_balancer in service.load_balancers or []:
            if load_balancer.get("targetGroupArn") in groups:
                task.register(groups[load_balancer["targetGroupArn"]], load_balancer["containerPort"])


def _count(backend: EC2ContainerServiceBackend, cluster_name: str) -> None:
    """Let the cluster's own figures follow its services'."""
    cluster = backend._get_cluster(cluster_name)
    active = [s for s in backend.services.values() if s.cluster_name == cluster_name and s.status == "ACTIVE"]
    cluster.active_services_count = len(active)
    cluster.running_tasks_count = sum(service.running_count for service in active)
    cluster.pending_tasks_count = sum(service.pending_count for service in active)
