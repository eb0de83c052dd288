"""ELBv2: listeners that AWS refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from moto.elbv2.exceptions import DuplicateListenerError, ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer, FakeTargetGroup

from ..patching import around, patch

Original = Callable[..., Any]
Actions = list[dict[str, Any]] | None
Check = Callable[[FakeLoadBalancer, FakeTargetGroup], None]

TARGET_PROTOCOLS = {
    "application": {"HTTP", "HTTPS", None},
    "network": {"TCP", "UDP", "TCP_UDP", "TLS"},
}


@patch
def elbv2_listener_port_taken() -> None:
    """AWS refuses a second listener on a port; plain moto's own check compares a port with ARNs and never fails."""

    @around(ELBv2Backend, "create_listener")
    def create_listener(original: Original, self: ELBv2Backend, *args: Any, **kwargs: Any) -> Any:
        balancer = self.load_balancers.get(kwargs["load_balancer_arn"])
        ports = {str(listener.port) for listener in balancer.listeners.values()} if balancer else set()
        if str(kwargs["port"]) in ports:
            raise DuplicateListenerError()
        return original(self, *args, **kwargs)


@patch
def elbv2_listener_protocol() -> None:
    """AWS refuses a listener of a network load balancer that forwards to an HTTP target group, and the reverse.

    Plain moto accepts it.
    """

    def check(balancer: FakeLoadBalancer, group: FakeTargetGroup) -> None:
        if group.protocol not in TARGET_PROTOCOLS.get(balancer.type, {group.protocol}):
            raise ELBClientError(
                "IncompatibleProtocols",
                f"The listener and its associated target group '{group.arn}' have incompatible protocols",
            )

    _check_forwards(check)


@patch
def elbv2_listener_vpc() -> None:
    """AWS refuses a listener that forwards to a target group of another VPC; plain moto accepts it."""

    def check(balancer: FakeLoadBalancer, group: FakeTargetGroup) -> None:
        if group.vpc_id and group.vpc_id != balancer.vpc_id:
            raise ELBClientError(
                "InvalidConfigurationRequest",
                f"The following target groups are in a different VPC than load balancer {balancer.arn}: {group.arn}",
            )

    _check_forwards(check)


@patch
def elbv2_target_group_association() -> None:
    """AWS lets a target group belong to one load balancer only; plain moto to any number."""

    def check(balancer: FakeLoadBalancer, group: FakeTargetGroup) -> None:
        if set(group.load_balancer_arns) - {balancer.arn}:
            raise ELBClientError(
                "TargetGroupAssociationLimit",
                f"The following target groups cannot be associated with more than one load balancer: {group.arn}",
            )

    _check_forwards(check)


def _check_forwards(check: Check) -> None:
    """Check every target group that a listener is to forward to, when it is created and when it is changed."""

    @around(ELBv2Backend, "create_listener")
    def create_listener(original: Original, self: ELBv2Backend, *args: Any, **kwargs: Any) -> Any:
        balancer = self.load_balancers.get(kwargs["load_balancer_arn"])
        if balancer is not None:
            for group in _forwarded_to(self, kwargs["actions"]):
                check(balancer, group)
        return original(self, *args, **kwargs)

    @around(ELBv2Backend, "modify_listener")
    def modify_listener(original: Original, self: ELBv2Backend, arn: str, *settings: Any) -> Any:
        # port, protocol, ssl_policy, certificates, actions
        *_, actions = settings
        for balancer in self.load_balancers.values():
            if arn in balancer.listeners:
                for group in _forwarded_to(self, actions):
                    check(balancer, group)
        return original(self, arn, *settings)


def _forwarded_to(backend: ELBv2Backend, actions: Actions) -> Iterator[FakeTargetGroup]:
    for action in actions or []:
        for arn in backend._get_target_group_arns_from(action):
            if arn in backend.target_groups:
                yield backend.target_groups[arn]
