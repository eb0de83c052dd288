"""EC2: filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses._base_response import EC2BaseResponse

from ..patching import around, patch

Original = Callable[..., Any]

VALUES_PER_FILTER = 200


@patch
def ec2_filter_values() -> None:
    """AWS takes 200 values in a filter; plain moto any number."""

    @around(EC2BaseResponse, "_filters_from_querystring")
    def _filters_from_querystring(original: Original, self: EC2BaseResponse) -> dict[str, Any]:
        filters: dict[str, Any] = original(self)
        if any(len(values) > VALUES_PER_FILTER for values in filters.values()):
            raise EC2ClientError(
                "FilterLimitExceeded",
                f"The maximum number of filter values specified in a single request is {VALUES_PER_FILTER}.",
            )
        return filters
