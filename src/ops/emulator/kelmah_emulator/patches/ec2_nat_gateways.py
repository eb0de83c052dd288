"""EC2: NAT gateways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend

from ..patching import around, patch

Original = Callable[..., Any]


@patch
def ec2_nat_gateway_connectivity() -> None:
    """AWS makes a NAT gateway public unless told otherwise; plain moto gives no type, and an import replaces it."""

    @around(NatGatewayBackend, "create_nat_gateway")
    def create_nat_gateway(original: Original, self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
        kwargs["connectivity_type"] = kwargs.get("connectivity_type") or "public"
        return original(self, *args, **kwargs)


@patch
def ec2_nat_gateway_needs_internet_gateway() -> None:
    """AWS's public NAT gateway fails in a VPC without an internet gateway; plain moto's becomes available.

    This is what a NAT gateway without `depends_on` to its internet gateway meets when it is created.
    """

    @around(NatGatewayBackend, "create_nat_gateway")
    def create_nat_gateway(original: Original, self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
        gateway: NatGateway = original(self, *args, **kwargs)
        attached = any(i.vpc and i.vpc.id == gateway.vpc_id for i in self.internet_gateways.values())
        if gateway.connectivity_type != "private" and not attached:
            _release(self, gateway)
            gateway.state = "failed"
            gateway.failure_code = "Gateway.NotAttached"
            gateway.failure_message = f"Network {gateway.vpc_id} has no Internet gateway attached"
        return gateway


@patch
def ec2_nat_gateway_release() -> None:
    """AWS frees the address and the network interface of a deleted NAT gateway; plain moto keeps both in use."""

    @around(NatGatewayBackend, "delete_nat_gateway")
    def delete_nat_gateway(original: Original, self: EC2Backend, nat_gateway_id: str) -> Any:
        gateway: NatGateway = original(self, nat_gateway_id)
        _release(self, gateway)
        return gateway


def _release(backend: EC2Backend, gateway: NatGateway) -> None:
    for address in backend.addresses:
        if address.eni is gateway._eni:
            backend.disassociate_address(address=address.public_ip)
    if gateway._eni.id in backend.enis:
        backend.delete_network_interface(gateway._eni.id)
