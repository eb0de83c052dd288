"""Certificate Manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.acm.models import CertBundle
from moto.route53.models import route53_backends

from ..patching import around, patch

Original = Callable[..., Any]


@patch
def acm_dns_validation() -> None:
    """AWS issues a certificate once the record that proves whose domain it is can be found; plain moto after a minute."""

    @around(CertBundle, "check")
    def check(original: Original, self: CertBundle) -> None:
        before = self.status
        original(self)
        if self.type != "AMAZON_ISSUED" or before != "PENDING_VALIDATION":
            return
        self.status = "ISSUED" if _proven(self) else before


def _proven(certificate: CertBundle) -> bool:
    """Whether each record that the certificate asks for is in a zone of its account."""
    account = certificate.arn.split(":")[4]
    records = {
        (record.name.rstrip("."), value.rstrip("."))
        for zone in route53_backends[account]["aws"].zones.values()
        for record in zone.rrsets
        if record.type == "CNAME"
        for value in record.records
    }
    options = certificate.describe()["Certificate"]["DomainValidationOptions"]
    asked = [option["ResourceRecord"] for option in options]
    return all((record["Name"].rstrip("."), record["Value"].rstrip(".")) in records for record in asked)
