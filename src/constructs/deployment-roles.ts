import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { boundaryName, type DeploymentStep, type Issuing } from "../model/deployment";
import { applyPolicy, type ApplyPolicyProps } from "./deployment-apply-policy";
import { type DeploymentPolicyProps, identityTokenPolicy, planPolicy } from "./deployment-policies";
import { jsonDocument } from "./json-document";
import { roleBoundary } from "./role-boundary";

/** Who plans and applies an environment, and what they need. */
export interface DeploymentRolesProps
  extends
    DeploymentPolicyProps,
    Pick<ApplyPolicyProps, "keptRoles" | "hostedZones" | "namespace" | "repositories" | "boundary"> {
  readonly issuing: Issuing;
}

/** Seconds that a role can be had for: an apply of ECS services waits for them to be steady. */
const SESSION_SECONDS: Readonly<Record<DeploymentStep, number>> = { plan: 3600, apply: 7200 };

/** The roles that are taken with the identity tokens of GitHub or HCP Terraform: one that plans, one that applies. */
export class DeploymentRoles extends Construct {
  /** ARNs of the roles, by what is done with them. */
  readonly roleArns: Readonly<Record<DeploymentStep, string>>;

  constructor(scope: Construct, id: string, props: DeploymentRolesProps) {
    super(scope, id);
    const { issuing, account, boundary } = props;
    const { issuer, host, audience, made } = issuing;
    const provider = made
      ? new IamOpenidConnectProvider(new Construct(this, issuer), "Provider", {
          url: `https://${host}`,
          clientIdList: [audience],
          tags: { Name: `kelmah-${issuer}` },
        })
      : undefined;
    if (boundary !== undefined) {
      new IamPolicy(new Construct(this, "boundary"), "Policy", {
        name: boundaryName(props.environment),
        description: `The most that roles of ${props.environment} can be let do`,
        policy: jsonDocument(roleBoundary(props)),
        tags: { Name: boundaryName(props.environment) },
      });
    }
    const roles = issuing.roles.map(({ name }) => `arn:aws:iam::${account}:role/${name}`);
    const own = [issuing.arn, ...roles, ...(boundary === undefined ? [] : [boundary])];
    const policies = { plan: planPolicy(props), apply: applyPolicy({ ...props, own }) };
    const arnOf = (step: DeploymentStep) => {
      const found = issuing.roles.find((role) => role.step === step);
      if (found === undefined) throw new Error(`${issuer} has no role to ${step} with`);
      const room = new Construct(this, `${issuer}_${step}`);
      const role = new IamRole(room, "Role", {
        name: found.name,
        description: `Taken by ${host} to ${step} ${props.environment}`,
        assumeRolePolicy: jsonDocument(identityTokenPolicy(issuing, found.subjects)),
        maxSessionDuration: SESSION_SECONDS[step],
        tags: { Name: found.name },
        ...(provider !== undefined && { dependsOn: [provider] }),
      });
      new IamRolePolicy(room, "Policy", { name: step, role: role.id, policy: jsonDocument(policies[step]) });
      return role.arn;
    };
    this.roleArns = { plan: arnOf("plan"), apply: arnOf("apply") };
  }
}
