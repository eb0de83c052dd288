import { allow, type DeploymentPolicyProps } from "./deployment-policies";
import { onBehalfOf, type PolicyStatement } from "./iam-policies";

const LOOK_AT_KEYS = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:List*"];
const CHANGES = [
  ...["CancelKeyDeletion", "Decrypt", "DeleteAlias", "DisableKey", "DisableKeyRotation", "EnableKey", "Encrypt", "GenerateDataKey*"],
  ...["PutKeyPolicy", "ScheduleKeyDeletion", "TagResource", "UntagResource", "UpdateAlias", "UpdateKeyDescription"],
].map((action) => `kms:${action}`); // prettier-ignore

/**
 * Keys of the environment alone. A new key is known by the tag that it is made with; what follows at once upon its making does not ask
 * for the tag, as it may take KMS five minutes to heed one (KMS developer guide, "ABAC for AWS KMS"). A key that has no `Env` may be
 * given one, and is this environment's from then on (docs/options/pipeline.md). Secrets are encrypted on their stores' behalf.
 */
export function keyStatements({ account, region, environment }: DeploymentPolicyProps): PolicyStatement[] {
  const keys = `arn:aws:kms:${region}:${account}:key/*`;
  const aliases = `arn:aws:kms:${region}:${account}:alias/kelmah-*-${environment}`;
  const when = (statement: PolicyStatement, StringEquals: Readonly<Record<string, string | readonly string[]>>) => ({
    ...statement,
    Condition: { StringEquals },
  });
  return [
    allow("LookAtKeys", LOOK_AT_KEYS, ["*"]),
    when(allow("MakeKeys", ["kms:CreateKey", "kms:TagResource"], ["*"]), {
      "aws:RequestedRegion": region,
      "aws:RequestTag/Env": environment,
    }),
    allow("BeginKeys", ["kms:CreateAlias", "kms:EnableKeyRotation"], [keys]),
    allow("NameKeys", ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"], [aliases]),
    when(allow("ChangeKeys", CHANGES, [keys]), { "aws:ResourceTag/Env": environment }),
    when(allow("KeepSecrets", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], [keys]), {
      "kms:ViaService": onBehalfOf(region),
    }),
  ];
}
