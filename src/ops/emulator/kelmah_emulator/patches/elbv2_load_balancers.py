"""ELBv2: load balancers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import moto.elbv2.models
from moto.elbv2.exceptions import ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer

from ..patching import around, patch

Original = Callable[..., Any]

ARN_KINDS = {"application": "app", "network": "net", "gateway": "gwy"}

# What DescribeLoadBalancerAttributes gives for a load balancer on which nobody set anything.
NETWORK_DEFAULTS = {
    "access_logs.s3.enabled": "false",
    "dns_record.client_routing_policy": "any_availability_zone",
    "secondary_ips.auto_assigned.per_subnet": "0",
    "zonal_shift.config.enabled": "false",
}
APPLICATION_DEFAULTS = {
    "access_logs.s3.enabled": "false",
    "client_keep_alive.seconds": "3600",
    "connection_logs.s3.bucket": "",
    "connection_logs.s3.enabled": "false",
    "connection_logs.s3.prefix": "",
    "idle_timeout.timeout_seconds": "60",
    "load_balancing.cross_zone.enabled": "true",
    "routing.http.desync_mitigation_mode": "defensive",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http.preserve_host_header.enabled": "false",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
    "routing.http.xff_client_port.enabled": "false",
    "routing.http.xff_header_processing.mode": "append",
    "routing.http2.enabled": "true",
    "waf.fail_open.enabled": "false",
    "zonal_shift.config.enabled": "false",
}


@patch
def elbv2_load_balancer_arn() -> None:
    """AWS's ARNs say `loadbalancer/net/` for a network load balancer; plain moto's say `loadbalancer/app/` for all."""

    @around(ELBv2Backend, "create_load_balancer")
    def create_load_balancer(original: Original, self: ELBv2Backend, *args: Any, **kwargs: Any) -> Any:
        # Moto names the load balancer inside a longer function: what names it is exchanged for the time of the call.
        make_arn = moto.elbv2.models.make_arn_for_load_balancer
        kind = ARN_KINDS[kwargs["loadbalancer_type"] or "application"]
        moto.elbv2.models.make_arn_for_load_balancer = lambda **parts: make_arn(**parts).replace(
            ":loadbalancer/app/", f":loadbalancer/{kind}/"
        )
        try:
            return original(self, *args, **kwargs)
        finally:
            moto.elbv2.models.make_arn_for_load_balancer = make_arn


@patch
def elbv2_load_balancer_name_taken() -> None:
    """AWS refuses a second load balancer of a name, or answers with the first when they are alike.

    Plain moto makes two of the same name.
    """

    @around(ELBv2Backend, "create_load_balancer")
    def create_load_balancer(original: Original, self: ELBv2Backend, name: str, *args: Any, **kwargs: Any) -> Any:
        existing = next((balancer for balancer in self.load_balancers.values() if balancer.name == name), None)
        created: FakeLoadBalancer = original(self, name, *args, **kwargs)
        if existing is None:
            return created
        del self.load_balancers[created.arn]
        if _settings(existing) == _settings(created):
            return existing
        raise ELBClientError(
            "DuplicateLoadBalancerName",
            f"A load balancer with the same name '{name}' exists, but with different settings",
        )


@patch
def elbv2_load_balancer_defaults() -> None:
    """AWS gives every attribute of a load balancer, with its default; plain moto only those that were set."""

    @around(FakeLoadBalancer, "__init__")
    def init(original: Original, self: FakeLoadBalancer, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if self.type == "network":
            self.attrs.update(NETWORK_DEFAULTS)
        elif self.type == "application":
            self.attrs.update(APPLICATION_DEFAULTS)


@patch
def elbv2_deletion_protection() -> None:
    """AWS refuses to delete a load balancer whose deletion protection is on; plain moto deletes it."""

    @around(ELBv2Backend, "delete_load_balancer")
    def delete_load_balancer(original: Original, self: ELBv2Backend, arn: str) -> Any:
        balancer = self.load_balancers.get(arn)
        if balancer is not None and balancer.attrs.get("deletion_protection.enabled") == "true":
            raise ELBClientError(
                "OperationNotPermitted",
                f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled",
            )
        return original(self, arn)


def _settings(balancer: FakeLoadBalancer) -> tuple[Any, ...]:
    subnets = sorted(subnet.id for subnet in balancer.subnets)
    return balancer.type, balancer.scheme, balancer.ip_address_type, subnets, sorted(balancer.security_groups or [])
