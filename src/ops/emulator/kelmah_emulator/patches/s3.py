"""S3: bucket policies and lifecycle rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from ..patching import around, patch

Original = Callable[..., Any]

_UNENCRYPTED = {"Bool": {"aws:SecureTransport": "false"}}


@patch
def s3_policy_secure_transport() -> None:
    """AWS applies a statement about unencrypted connections to those only; plain moto to all, and denies every read.

    A connection to the emulator stands for one to AWS, which is encrypted.
    """

    @around(IAMPolicyStatement, "is_action_permitted")
    def is_action_permitted(original: Original, self: IAMPolicyStatement, *args: Any, **kwargs: Any) -> Any:
        if self._statement.get("Condition") == _UNENCRYPTED:
            return PermissionResult.NEUTRAL
        return original(self, *args, **kwargs)


@patch
def s3_lifecycle_newer_versions() -> None:
    """AWS gives back how many old versions a rule keeps; plain moto forgets it, and the provider waits in vain."""

    @around(FakeBucket, "set_lifecycle")
    def set_lifecycle(original: Original, self: FakeBucket, rules: list[dict[str, Any]]) -> None:
        original(self, rules)
        for rule, given in zip(self.rules, rules, strict=True):
            expiration = given.get("NoncurrentVersionExpiration") or {}
            rule.newer_versions = expiration.get("NewerNoncurrentVersions")

    @around(S3Response, "get_bucket_lifecycle")
    def get_bucket_lifecycle(original: Original, self: S3Response) -> Any:
        rules = self.backend.get_bucket_lifecycle(self.bucket_name)
        serialized = self.serialized

        def with_newer_versions(result: ActionResult) -> Any:
            # Without rules the answer is an error, which has none either.
            for rule, answer in zip(rules or [], result.result["Rules"] if rules else [], strict=True):
                newer_versions = getattr(rule, "newer_versions", None)
                if newer_versions is not None:
                    answer["NoncurrentVersionExpiration"]["NewerNoncurrentVersions"] = int(newer_versions)
            return serialized(result)

        self.serialized = with_newer_versions
        return original(self)
