"""AWS Secrets Manager."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.secretsmanager.models import SecretsManagerBackend

from ..patching import around, patch

Original = Callable[..., Any]


@patch
def secretsmanager_version_dates() -> None:
    """AWS keeps when each version of a secret was made; plain moto says of each that it is made now.

    Secrets Manager API reference, ListSecretVersionIds.
    """

    @around(SecretsManagerBackend, "list_secret_version_ids")
    def list_secret_version_ids(original: Original, self: SecretsManagerBackend, secret_id: str) -> str:
        answer = json.loads(original(self, secret_id))
        versions = self.secrets[secret_id].versions
        for version in answer["Versions"]:
            version["CreatedDate"] = versions[version["VersionId"]]["createdate"]
        return json.dumps(answer)
