import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";

/** An IAM policy as JSON has it, from a stack or from AWS. */
export type PolicyJson = Readonly<Record<string, unknown>>;

/** What is asked for. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  /** The account that the resource is in. @default the principal's */
  readonly account?: string;
  /** Condition keys such as `aws:SecureTransport`. @default none */
  readonly context?: Readonly<Record<string, string | string[]>>;
  /** The resource's own policy, without which KMS lets nobody in. @default none */
  readonly resourcePolicy?: PolicyJson;
}

async function simulate(simulation: Pick<Simulation, "request"> & Partial<Simulation>): Promise<boolean> {
  const result = await runSimulation(
    { identityPolicies: [], serviceControlPolicies: [], resourceControlPolicies: [], ...simulation },
    {},
  );
  // An action, resource or policy that IAM does not know must not pass for "denied".
  if (result.resultType === "error") {
    throw new Error(`${simulation.request.action}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult === "Allowed";
}

/** Whether a role with these policies may do something; a resource's own policy has a say only where it is given. */
export function mayDo(role: string, policies: readonly PolicyJson[], request: AccessRequest): Promise<boolean> {
  return simulate({
    request: {
      principal: role,
      action: request.action,
      resource: { resource: request.resource, accountId: request.account ?? role.split(":")[4] ?? "" },
      contextVariables: { ...request.context },
    },
    identityPolicies: policies.map((policy, index) => ({ name: `policy-${index}`, policy })),
    ...(request.resourcePolicy && { resourcePolicy: request.resourcePolicy }),
  });
}

/** Whether a principal (an AWS service, or a role of the account) may take a role, by the role's trust policy alone. */
export function mayAssume(
  role: string,
  trust: PolicyJson,
  principal: string,
  context: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const accountId = role.split(":")[4] ?? "";
  return simulate({
    request: {
      principal,
      action: "sts:AssumeRole",
      resource: { resource: role, accountId },
      contextVariables: { ...context },
    },
    resourcePolicy: trust,
  });
}

/** Whether a resource's policy lets an administrator of its account do something. */
export function lets(resourcePolicy: PolicyJson, administrator: string, request: AccessRequest): Promise<boolean> {
  return simulate({
    request: {
      principal: administrator,
      action: request.action,
      resource: { resource: request.resource, accountId: request.account ?? administrator.split(":")[4] ?? "" },
      contextVariables: { ...request.context },
    },
    identityPolicies: [
      {
        name: "administrator",
        policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
      },
    ],
    resourcePolicy,
  });
}
