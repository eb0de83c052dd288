import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { isMadeRole } from "../constructs/deployment-role-statements";
import { DeploymentRoles } from "../constructs/deployment-roles";
import { boundaryArn, issuersOf, madeParameters } from "../model/deployment";
import type { Environment } from "../model/environment";
import { resourceNames, secretsKeyAlias, stackName, stackNamesOf } from "../model/names";
import { repositoryNames } from "../model/repositories";
import { BaseStack, type BaseStackProps } from "./base-stack";

/** Who may plan and apply an environment. A person applies it: no pipeline can change whom AWS trusts. */
export class DeploymentStack extends BaseStack {
  constructor(scope: Construct, environment: Environment, props: BaseStackProps) {
    super(scope, stackName(environment.name, "deployment"), props);
    const { name, inventory, state, deployment } = environment;
    const { services, gateway } = resourceNames(environment);
    const taskRoles = [...Object.values(services), gateway].flatMap((names) => [names.executionRole, names.taskRole]);
    const keptRoles = [...new Set(taskRoles)].filter((role) => !isMadeRole(role, name)).sort();
    const boundary = boundaryArn(environment);
    const certificate = environment.gateway.entrance?.certificate;
    for (const issuing of issuersOf(environment)) {
      const { roleArns } = new DeploymentRoles(this, "DeploymentRoles", {
        account: inventory.account,
        region: inventory.region,
        environment: name,
        issuing,
        state:
          state.kind === "s3" ? { region: inventory.region, ...state, stacks: stackNamesOf(environment) } : undefined,
        readSecrets: deployment?.planReadsSecrets ? madeParameters(environment) : [],
        ...(environment.secrets?.key && { secretsKeyAlias: secretsKeyAlias(name) }),
        keptRoles,
        repositories: environment.repositories === undefined ? [] : repositoryNames(environment),
        ...(boundary !== undefined && { boundary }),
        hostedZones: certificate?.kind === "requested" ? [certificate.hostedZoneId] : [],
        ...(environment.serviceDiscovery && { namespace: environment.serviceDiscovery.namespace }),
      });
      new TerraformOutput(this, `${issuing.issuer}_plan_role_arn`, { value: roleArns.plan });
      new TerraformOutput(this, `${issuing.issuer}_apply_role_arn`, { value: roleArns.apply });
    }
  }
}
