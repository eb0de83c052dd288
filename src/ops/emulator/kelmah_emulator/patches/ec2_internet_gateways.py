"""EC2: internet gateways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import EC2Backend
from moto.ec2.models.internet_gateways import InternetGatewayBackend
from moto.ec2.models.vpcs import VPCBackend

from ..patching import around, patch

Original = Callable[..., Any]


@patch
def ec2_default_vpc_internet_gateway() -> None:
    """AWS's default VPC has an internet gateway and a default route to it; plain moto's has neither."""

    @around(VPCBackend, "create_default_vpc")
    def create_default_vpc(original: Original, self: EC2Backend) -> Any:
        vpc = original(self)
        gateway = self.create_internet_gateway()
        self.attach_internet_gateway(gateway.id, vpc.id)
        main = next(t for t in self.route_tables.values() if t.vpc_id == vpc.id and t.main_association_id)
        self.create_route(main.id, "0.0.0.0/0", gateway_id=gateway.id)
        return vpc


@patch
def ec2_internet_gateway_in_use() -> None:
    """AWS refuses to detach an internet gateway while a NAT gateway's public address needs it; plain moto detaches.

    This is what a NAT gateway without `depends_on` to its internet gateway meets when it is destroyed.
    """

    @around(InternetGatewayBackend, "detach_internet_gateway")
    def detach_internet_gateway(original: Original, self: EC2Backend, internet_gateway_id: str, vpc_id: str) -> Any:
        if any(g.vpc_id == vpc_id and g.state == "available" for g in self.nat_gateways.values()):
            raise DependencyViolationError(
                f"Network {vpc_id} has some mapped public address(es). "
                "Please unmap those public address(es) before detaching the gateway."
            )
        return original(self, internet_gateway_id, vpc_id)
