"""Lets a test choose the ids that AWS would draw: so that `vpc-0dabf8272bd2ef53d` itself can exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import moto.ec2.models.elastic_ip_addresses
import moto.ec2.models.internet_gateways
import moto.ec2.models.nat_gateways
import moto.ec2.models.route_tables
import moto.ec2.models.security_groups
import moto.ec2.models.subnets
import moto.ec2.models.vpcs

from . import overrides

_models = moto.ec2.models

_GENERATORS: dict[str, tuple[Any, str]] = {
    "vpc": (_models.vpcs, "random_vpc_id"),
    "subnet": (_models.subnets, "random_subnet_id"),
    "securityGroup": (_models.security_groups, "random_security_group_id"),
    "securityGroupRule": (_models.security_groups, "random_security_group_rule_id"),
    "eipAllocation": (_models.elastic_ip_addresses, "random_eip_allocation_id"),
    "publicIp": (_models.elastic_ip_addresses, "random_ip"),
    "natGateway": (_models.nat_gateways, "random_nat_gateway_id"),
    "internetGateway": (_models.internet_gateways, "random_internet_gateway_id"),
    "routeTable": (_models.route_tables, "random_route_table_id"),
}

KINDS = tuple(_GENERATORS)


def install() -> None:
    """Let the queues of chosen ids come before moto's random ones."""
    for kind, (module, name) in _GENERATORS.items():
        setattr(module, name, _chosen_or_random(kind, getattr(module, name)))


def _chosen_or_random(kind: str, generate: Callable[[], str]) -> Callable[[], str]:
    def next_id() -> str:
        queue = overrides.next_ids[kind]
        return queue.pop(0) if queue else generate()

    return next_id
