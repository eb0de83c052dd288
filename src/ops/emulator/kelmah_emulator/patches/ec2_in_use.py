"""EC2: what AWS does not delete while something else needs it, so that a wrong order of destruction shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend
from moto.ec2.models.subnets import SubnetBackend
from moto.ec2.models.vpcs import VPCBackend
from moto.elbv2.models import elbv2_backends

from ..patching import around, patch

Original = Callable[..., Any]


@patch
def ec2_subnet_in_use() -> None:
    """AWS refuses to delete a subnet with a network interface in it: of a task, NAT gateway or load balancer.

    Plain moto deletes it.
    """

    @around(SubnetBackend, "delete_subnet")
    def delete_subnet(original: Original, self: EC2Backend, subnet_id: str) -> Any:
        balancers = elbv2_backends[self.account_id][self.region_name].load_balancers.values()
        if any(eni.subnet.id == subnet_id for eni in self.enis.values()) or any(
            subnet.id == subnet_id for balancer in balancers for subnet in balancer.subnets
        ):
            raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
        return original(self, subnet_id)


@patch
def ec2_security_group_in_use() -> None:
    """AWS refuses to delete a security group that an interface, a load balancer or another group's rule refers to.

    Plain moto deletes it.
    """

    @around(SecurityGroupBackend, "delete_security_group")
    def delete_security_group(
        original: Original, self: EC2Backend, name: str | None = None, group_id: str | None = None
    ) -> Any:
        group = self.get_security_group_from_id(group_id) if group_id else None
        if group is not None and not group.is_default and _is_used(self, group):
            raise DependencyViolationError(f"resource {group.id} has a dependent object")
        return original(self, name=name, group_id=group_id)


@patch
def ec2_vpc_in_use() -> None:
    """AWS refuses to delete a VPC with an internet gateway, endpoint or security group of its own.

    Plain moto looks at subnets and route tables only.
    """

    @around(VPCBackend, "delete_vpc")
    def delete_vpc(original: Original, self: EC2Backend, vpc_id: str) -> Any:
        gateways = [i for i in self.internet_gateways.values() if i.vpc and i.vpc.id == vpc_id]
        endpoints = [e for e in self.vpc_end_points.values() if e.vpc_id == vpc_id and e.state != "deleted"]
        groups = [group for group in self.groups[vpc_id].values() if not group.is_default]
        if gateways or endpoints or groups:
            raise DependencyViolationError(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
        return original(self, vpc_id)


def _is_used(backend: EC2Backend, group: SecurityGroup) -> bool:
    if any(group.id in [used.id for used in eni.group_set] for eni in backend.enis.values()):
        return True
    balancers = elbv2_backends[backend.account_id][backend.region_name].load_balancers.values()
    if any(group.id in (balancer.security_groups or []) for balancer in balancers):
        return True
    others = (other for groups in backend.groups.values() for other in groups.values() if other.id != group.id)
    return any(
        rule.source_group.get("GroupId") == group.id
        for other in others
        for rule in (*other.ingress_rules, *other.egress_rules)
    )
