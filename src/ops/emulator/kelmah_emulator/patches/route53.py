"""Route 53."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.route53.responses import Route53

from ..patching import around, patch

Original = Callable[..., Any]


@patch
def route53_private_zone() -> None:
    """AWS makes a zone private when it is created with a VPC; plain moto asks for a flag that no client sends."""

    @around(Route53, "create_hosted_zone")
    def create_hosted_zone(original: Original, self: Route53) -> Any:
        if self._get_param("VPC.VPCId"):
            get_bool_param = self._get_bool_param

            def with_private_zone(name: str, *default: Any) -> Any:
                return True if name == "HostedZoneConfig.PrivateZone" else get_bool_param(name, *default)

            self._get_bool_param = with_private_zone
        return original(self)
