import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { parameterName } from "../model/names";
import { parameterArn, type Place } from "./iam-policies";

/** What a parameter holds until an operator has set its value. */
export const PENDING = "pending";

/** Which parameters an environment has. */
export interface ParametersProps extends Place {
  readonly environment: string;
  /** Names of the secrets. */
  readonly secrets: readonly string[];
  /** Those among them whose parameters were there before: referenced by ARN, never managed and never read. */
  readonly existing: readonly string[];
}

/**
 * The environment's SecureString parameters (runbook, "Secrets management examples"). Terraform makes them with a value
 * that means nothing, write-only, and never looks at their values again: operators set those with `aws ssm put-parameter`.
 */
export class Parameters extends Construct {
  private readonly place: ParametersProps;
  private readonly managed = new Map<string, SsmParameter>();

  constructor(scope: Construct, id: string, props: ParametersProps) {
    super(scope, id);
    this.place = props;
    for (const secret of props.secrets.filter((name) => !props.existing.includes(name))) {
      const name = parameterName(props.environment, secret);
      const parameter = new SsmParameter(new Construct(this, secret.toLowerCase()), "Parameter", {
        name,
        description: `Set its value with: aws ssm put-parameter --overwrite --type SecureString --name ${name} --value ...`,
        type: "SecureString",
        valueWo: PENDING,
        valueWoVersion: 1,
        tags: { Name: name },
        // A changed description would make the provider send an empty value along with it.
        lifecycle: { ignoreChanges: ["value_wo", "value_wo_version", "description"] },
      });
      this.managed.set(secret, parameter);
    }
  }

  /** The ARN of a secret's parameter, known before the parameter is made, so that a plan shows it. */
  arn(secret: string): string {
    return parameterArn(this.place, parameterName(this.place.environment, secret));
  }

  /** The parameters among these secrets' that are made here, and so have to be waited for. */
  toWaitFor(secrets: readonly string[]): SsmParameter[] {
    return secrets.flatMap((secret) => this.managed.get(secret) ?? []);
  }
}
