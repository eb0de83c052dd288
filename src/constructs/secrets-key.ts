import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { secretsKeyAlias } from "../model/names";
import { accountKeyPolicy, type Place } from "./iam-policies";
import { jsonDocument } from "./json-document";

/** A key for one environment's secrets. */
export interface SecretsKeyProps extends Pick<Place, "account"> {
  readonly environment: string;
  /** Days from one rotation to the next. */
  readonly rotationDays: number;
  /** Refuse every plan that would destroy it. */
  readonly preventDestroy: boolean;
}

/**
 * The customer-managed key that an environment's secrets are encrypted with. KMS rotates it by itself and keeps what it was
 * before, so nothing has to be encrypted again (KMS developer guide, "Rotate AWS KMS keys").
 */
export class SecretsKey extends Construct {
  readonly arn: string;
  /** Its alias, as a reference to it. */
  readonly alias: string;

  constructor(scope: Construct, id: string, props: SecretsKeyProps) {
    super(scope, id);
    const { environment, rotationDays, preventDestroy } = props;
    const alias = secretsKeyAlias(environment);
    const room = new Construct(this, "secrets");
    const key = new KmsKey(room, "Key", {
      description: `Secrets of ${environment}`,
      enableKeyRotation: true,
      rotationPeriodInDays: rotationDays,
      // Days in which a destroyed key can be had back; the longest that KMS has.
      deletionWindowInDays: 30,
      policy: jsonDocument(accountKeyPolicy(props)),
      tags: { Name: alias },
      ...(preventDestroy && { lifecycle: { preventDestroy } }),
    });
    this.alias = new KmsAlias(room, "Alias", { name: alias, targetKeyId: key.id }).name;
    this.arn = key.arn;
  }
}
