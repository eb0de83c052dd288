"""EC2: network interfaces."""

from __future__ import annotations

from moto.ec2.models.elastic_network_interfaces import NetworkInterface

from ..patching import patch


@patch
def ec2_network_interface_name() -> None:
    """AWS starts a task in a VPC without DNS hostnames; plain moto breaks on the interface that has no name there."""
    NetworkInterface.private_dns_name = None
