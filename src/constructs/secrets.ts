import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { parameterName, secretName } from "../model/names";
import type { SecretStore } from "../model/options";
import { PENDING, unsetDescription } from "../model/secrets";
import { parameterArn, type Place, type SecretsRead } from "./iam-policies";
import type { SecretsKey } from "./secrets-key";

/** Where each secret of an environment is. */
export interface SecretsProps extends Place {
  readonly environment: string;
  /** Names of the secrets that have a parameter. */
  readonly parameters: readonly string[];
  /** Those among them whose parameters were there before: referenced by ARN, never managed and never read. */
  readonly existing: readonly string[];
  /** Names of the secrets that Secrets Manager has. */
  readonly managed: readonly string[];
  /** The store that tasks read a secret from. */
  readonly storeOf: (secret: string) => SecretStore;
  /** @default AWS's own keys, `aws/ssm` and `aws/secretsmanager` */
  readonly key?: SecretsKey;
  /** Refuse every plan that would destroy one: its value is nowhere else. */
  readonly preventDestroy: boolean;
}

/**
 * The environment's secrets. Its SecureString parameters (docs/original-runbook.md, "Secrets management examples (SSM
 * Parameter Store)") are made with a value that means nothing, write-only, and Terraform never looks at their values
 * again; its secrets in Secrets Manager are made without any. Operators set both (docs/options/secrets.md).
 */
export class Secrets extends Construct {
  private readonly parameters = new Map<string, SsmParameter>();
  private readonly managed = new Map<string, SecretsmanagerSecret>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SecretsProps,
  ) {
    super(scope, id);
    const { environment, key, preventDestroy } = props;
    const kept = preventDestroy ? { preventDestroy } : {};
    for (const secret of props.parameters.filter((name) => !props.existing.includes(name))) {
      const name = parameterName(environment, secret);
      const parameter = new SsmParameter(new Construct(this, secret.toLowerCase()), "Parameter", {
        name,
        description: unsetDescription(environment, secret),
        type: "SecureString",
        valueWo: PENDING,
        valueWoVersion: 1,
        tags: { Name: name },
        // By its alias, as operators name it: Parameter Store keeps what it is given, and npm run verify compares that.
        ...(key && { keyId: key.alias }),
        lifecycle: {
          // A changed description or key would make the provider send an empty value along with it.
          ignoreChanges: ["value_wo", "value_wo_version", "description", ...(key ? ["key_id"] : [])],
          ...kept,
        },
      });
      this.parameters.set(secret, parameter);
    }
    const room = new Construct(this, "Managed");
    for (const secret of props.managed) {
      const name = secretName(environment, secret);
      const managed = new SecretsmanagerSecret(new Construct(room, secret.toLowerCase()), "Secret", {
        name,
        description: unsetDescription(environment, secret),
        // Days in which a destroyed secret can be had back; the longest that Secrets Manager has.
        recoveryWindowInDays: 30,
        tags: { Name: name },
        ...(key && { kmsKeyId: key.arn }),
        ...(preventDestroy && { lifecycle: kept }),
      });
      this.managed.set(secret, managed);
    }
  }

  /** What a task definition reads a secret from; a parameter's ARN is known before it is made, so that a plan shows it. */
  arn(secret: string): string {
    return this.arnIn(this.props.storeOf(secret), secret);
  }

  /**
   * What whoever reads these secrets has to be let do: to read one that is in both stores in either, so that revisions from
   * before its move still start.
   */
  reads(secrets: readonly string[]): SecretsRead {
    const { parameters, managed, key } = this.props;
    const from = (store: SecretStore, there: readonly string[]) =>
      secrets.filter((secret) => there.includes(secret)).map((secret) => this.arnIn(store, secret));
    return {
      parameters: from("ssm", parameters),
      managed: from("secretsmanager", managed),
      ...(key && { key: key.arn }),
    };
  }

  /** What is made here of these secrets, and so has to be waited for. */
  toWaitFor(secrets: readonly string[]): (SsmParameter | SecretsmanagerSecret)[] {
    return secrets.flatMap((secret) => {
      const { storeOf } = this.props;
      return (storeOf(secret) === "ssm" ? this.parameters.get(secret) : this.managed.get(secret)) ?? [];
    });
  }

  private arnIn(store: SecretStore, secret: string): string {
    const managed = store === "secretsmanager" ? this.managed.get(secret) : undefined;
    return managed?.arn ?? parameterArn(this.props, parameterName(this.props.environment, secret));
  }
}
