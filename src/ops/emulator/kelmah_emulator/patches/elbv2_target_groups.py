"""ELBv2: target groups."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from moto.elbv2.models import ELBv2Backend, FakeHealthStatus, FakeTargetGroup

from .. import overrides
from ..patching import around, patch

Original = Callable[..., Any]

NETWORK_PROTOCOLS = {"TCP", "UDP", "TCP_UDP", "TLS"}
APPLICATION_ONLY_ATTRIBUTES = (
    "load_balancing.algorithm.type",
    "slow_start.duration_seconds",
    "waf.fail_open.enabled",
)


@patch
def elbv2_target_group_defaults() -> None:
    """AWS gives the attributes that fit a target group's protocol; plain moto gives an HTTP group's for all."""

    @around(FakeTargetGroup, "__init__")
    def init(original: Original, self: FakeTargetGroup, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if self.protocol not in NETWORK_PROTOCOLS:
            return
        for name in APPLICATION_ONLY_ATTRIBUTES:
            self.attributes.pop(name, None)
        # The protocols of which the client's address is kept by default for targets given as addresses, too.
        preserved = self.target_type != "ip" or self.protocol in ("UDP", "TCP_UDP")
        self.attributes.update(
            {
                "deregistration_delay.connection_termination.enabled": "false",
                "preserve_client_ip.enabled": "true" if preserved else "false",
                "proxy_protocol_v2.enabled": "false",
                "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
                "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
                "target_health_state.unhealthy.connection_termination.enabled": "true",
                "target_health_state.unhealthy.draining_interval_seconds": "0",
            }
        )


@patch
def elbv2_target_group_health_check_defaults() -> None:
    """AWS gives an HTTP health check behind a network load balancer path `/`, 6 seconds and the codes 200-399.

    Plain moto gives it no path, 10 seconds and 200.
    """

    @around(ELBv2Backend, "create_target_group")
    def create_target_group(original: Original, self: ELBv2Backend, name: str, **kwargs: Any) -> Any:
        if kwargs.get("protocol") in NETWORK_PROTOCOLS and kwargs.get("healthcheck_protocol") in ("HTTP", "HTTPS"):
            kwargs["healthcheck_path"] = kwargs.get("healthcheck_path") or "/"
            seconds = 6 if kwargs["healthcheck_protocol"] == "HTTP" else 10
            kwargs["healthcheck_timeout_seconds"] = kwargs.get("healthcheck_timeout_seconds") or seconds
            kwargs["matcher"] = kwargs.get("matcher") or {"HttpCode": "200-399"}
        return original(self, name, **kwargs)


@patch
def elbv2_target_group_matcher() -> None:
    """AWS takes a new matcher for an HTTP health check whatever the group's own protocol; plain moto in HTTP groups only."""

    @around(ELBv2Backend, "modify_target_group")
    def modify_target_group(original: Original, self: ELBv2Backend, *args: Any, **kwargs: Any) -> Any:
        group = original(self, *args, **kwargs)
        codes = inspect.signature(original).bind(self, *args, **kwargs).arguments.get("http_codes")
        if codes is not None and group.health_check_protocol in ("HTTP", "HTTPS"):
            group.matcher = {"HttpCode": codes}
        return group


@patch
def elbv2_target_group_release() -> None:
    """AWS frees a target group when its last listener goes; in plain moto it belongs to its load balancer for ever."""

    @around(ELBv2Backend, "delete_listener")
    def delete_listener(original: Original, self: ELBv2Backend, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        _associate_anew(self)
        return result

    @around(ELBv2Backend, "delete_load_balancer")
    def delete_load_balancer(original: Original, self: ELBv2Backend, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        _associate_anew(self)
        return result

    @around(ELBv2Backend, "modify_listener")
    def modify_listener(original: Original, self: ELBv2Backend, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        _associate_anew(self)
        return result


@patch
def elbv2_rule_release() -> None:
    """AWS frees a target group when the last rule that forwards to it goes or forwards elsewhere; plain moto never."""

    @around(ELBv2Backend, "delete_rule")
    def delete_rule(original: Original, self: ELBv2Backend, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        _associate_anew(self)
        return result

    @around(ELBv2Backend, "modify_rule")
    def modify_rule(original: Original, self: ELBv2Backend, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        _associate_anew(self)
        return result


@patch
def elbv2_target_health() -> None:
    """AWS's targets can be unhealthy; plain moto's never are. A test sets which."""

    @around(FakeTargetGroup, "health_for")
    def health_for(original: Original, self: FakeTargetGroup, target: dict[str, Any], ec2: Any) -> FakeHealthStatus:
        health: FakeHealthStatus = original(self, target, ec2)
        chosen = overrides.target_health.get(target["Id"]) or overrides.target_health.get("*")
        if chosen and health.status == "healthy":
            health.status = chosen["state"]
            health.reason = chosen.get("reason", "Target.FailedHealthChecks")
            health.description = chosen.get("description", "Health checks failed")
        return health


def _associate_anew(backend: ELBv2Backend) -> None:
    """Let each target group know the load balancers whose listeners forward to it now."""
    for group in backend.target_groups.values():
        group.load_balancer_arns = [
            balancer.arn
            for balancer in backend.load_balancers.values()
            if any(
                group.arn in backend._get_target_group_arns_from(action.data)
                for listener in balancer.listeners.values()
                for rule in listener.rules.values()
                for action in rule.actions
            )
        ]
