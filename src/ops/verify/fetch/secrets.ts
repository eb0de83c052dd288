import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SecretFact } from "../facts";
import { ifThere } from "./answer";

/** Whether a secret of Secrets Manager is there and has a value: its versions are asked for, never what they hold. */
export async function fetchSecret(client: SecretsManagerClient, name: string): Promise<SecretFact> {
  const secret = await ifThere(client.send(new DescribeSecretCommand({ SecretId: name })), {
    ResourceNotFoundException: undefined,
  });
  if (secret === undefined) return "missing";
  if (secret.DeletedDate !== undefined) return "deleted";
  return Object.values(secret.VersionIdsToStages ?? {})
    .flat()
    .includes("AWSCURRENT")
    ? "set"
    : "empty";
}
