"""One patch a function; its docstring says what AWS does and what plain moto does instead.

Importing a module registers its patches. They are applied in this order: a later one goes around an earlier one.
"""

from . import (  # noqa: F401
    acm,
    application_autoscaling,
    ec2_addresses,
    ec2_filters,
    ec2_internet_gateways,
    ec2_nat_gateways,
    ec2_network_interfaces,
    ec2_security_groups,
    ec2_in_use,
    ecs_services,
    ecs_rollouts,
    ecs_requests,
    elbv2_load_balancers,
    elbv2_target_groups,
    elbv2_listeners,
    kms,
    route53,
    s3,
    secretsmanager,
)
