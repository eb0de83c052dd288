import {
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
  paginateListSecretVersionIds,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { collect } from "../../aws/collect";
import type { SecretFact } from "../facts";
import { ifThere } from "./answer";

/**
 * Whether a secret of Secrets Manager is there and has a value, and since when it has that: its versions are asked for, never
 * what they hold.
 */
export async function fetchSecret(client: SecretsManagerClient, name: string): Promise<SecretFact> {
  const secret = await ifThere(client.send(new DescribeSecretCommand({ SecretId: name })), {
    ResourceNotFoundException: undefined,
  });
  if (secret === undefined) return { state: "missing" };
  if (secret.DeletedDate !== undefined) return { state: "deleted" };
  const { VersionIdsToStages = {}, KmsKeyId: keyId } = secret;
  const under = keyId === undefined ? {} : { keyId };
  if (!Object.values(VersionIdsToStages).flat().includes("AWSCURRENT")) return { state: "empty", ...under };
  return { state: "set", ...under, ...(await fetchSetAt(client, name, secret)) };
}

/**
 * When the present version was made, or a rotation put it in its place. A version that is older than the one before it has
 * been taken back: that changed the secret, which tells when at the latest.
 */
async function fetchSetAt(
  client: SecretsManagerClient,
  SecretId: string,
  { LastRotatedDate, LastChangedDate }: DescribeSecretCommandOutput,
): Promise<Pick<SecretFact, "setAt">> {
  const versions = await collect(paginateListSecretVersionIds({ client }, { SecretId }), (page) => page.Versions);
  const madeAt = (stage: string) => {
    const made = versions.find(({ VersionStages = [] }) => VersionStages.includes(stage))?.CreatedDate;
    return made?.getTime() ?? 0;
  };
  const [current, previous] = [madeAt("AWSCURRENT"), madeAt("AWSPREVIOUS")];
  const takenBack = previous > current ? (LastChangedDate?.getTime() ?? previous) : 0;
  const setAt = Math.max(current, takenBack, LastRotatedDate?.getTime() ?? 0);
  return setAt === 0 ? {} : { setAt };
}
