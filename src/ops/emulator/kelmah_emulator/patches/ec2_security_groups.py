"""EC2: security groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2.exceptions import InvalidSecurityGroupRuleIdNotFoundError
from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule

from ..patching import around, patch

Original = Callable[..., Any]


@patch
def ec2_security_group_rule_not_found() -> None:
    """AWS says which rule id does not exist, and whoever revokes a rule twice knows it is gone.

    Plain moto says that a permission was not found, which the provider takes for a failure.
    """
    for method in ("revoke_security_group_ingress", "revoke_security_group_egress"):

        @around(SecurityGroupBackend, method)
        def revoke(original: Original, self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
            group = self.get_security_group_by_name_or_id(kwargs["group_name_or_id"])
            known = {rule.id for rule in (*group.ingress_rules, *group.egress_rules)} if group else set()
            for rule_id in kwargs.get("security_rule_ids") or [] if group else []:
                if rule_id not in known:
                    raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
            return original(self, *args, **kwargs)


@patch
def ec2_security_group_rule_description() -> None:
    """AWS gives a rule's description whatever it lets in; plain moto forgets it where that is another group."""

    def description(self: SecurityGroupRule) -> str | None:
        return self.ip_range.get("Description") or self.source_group.get("Description")

    SecurityGroupRule.description = property(description)  # type: ignore[method-assign, assignment]


@patch
def ec2_security_group_rule_every_port() -> None:
    """AWS wants ports of TCP and UDP only when a rule changes; plain moto also of a rule for every protocol, `-1`."""

    @around(SecurityGroupBackend, "modify_security_group_rules")
    def modify(original: Original, self: EC2Backend, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
        every = [rule_id for rule_id, rule in rules.items() if str(rule.get("IpProtocol")) == "-1"]
        original(self, group_id, {**rules, **{one: {**rules[one], "FromPort": -1, "ToPort": -1} for one in every}})
        group = self.get_security_group_by_name_or_id(group_id)
        for rule in (group.get_rule(rule_id) for rule_id in every) if group else ():
            if rule is not None:
                rule.from_port = rule.to_port = None
