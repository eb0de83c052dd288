"""The world as a new AWS account begins."""

from moto.ec2.models import ec2_backends
from moto.iam.models import iam_backends


def create(account: str, region: str) -> None:
    """Create the default VPC and load the managed policies now: every fork then shares them."""
    ec2_backends[account][region]
    iam_backends[account]["aws"]
