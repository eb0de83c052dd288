"""EC2: elastic addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.elastic_ip_addresses import ElasticAddressBackend

from ..patching import around, patch

Original = Callable[..., Any]

ADDRESSES_PER_REGION = 5


@patch
def ec2_address_quota() -> None:
    """AWS gives five elastic addresses per region and no more until asked; plain moto any number."""

    @around(ElasticAddressBackend, "allocate_address")
    def allocate_address(original: Original, self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
        if len(self.addresses) >= ADDRESSES_PER_REGION:
            raise EC2ClientError("AddressLimitExceeded", "The maximum number of addresses has been reached.")
        return original(self, *args, **kwargs)


@patch
def ec2_address_in_use() -> None:
    """AWS refuses to release the address of a NAT gateway that still stands; plain moto takes it away."""

    @around(ElasticAddressBackend, "release_address")
    def release_address(
        original: Original, self: EC2Backend, address: str | None = None, allocation_id: str | None = None
    ) -> Any:
        for gateway in self.nat_gateways.values():
            for held in gateway.address_set if gateway.state == "available" else []:
                if allocation_id == held.get("allocationId") or (address and address == held.get("publicIp")):
                    raise EC2ClientError("AuthFailure", "You do not have permission to access the specified resource.")
        return original(self, address=address, allocation_id=allocation_id)
