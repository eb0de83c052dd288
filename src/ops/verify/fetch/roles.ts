import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  type IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import { collect } from "../../aws/collect";
import type { Expected } from "../expected";
import type { Answer, Facts, PolicyJson } from "../facts";
import { isOwnKeyOfAws, keyOf } from "../keys";
import { secretsIn } from "../read-secrets";
import { askEach, ifThere } from "./answer";

/**
 * The policies of the roles that start tasks, as far as they decide whether a secret can be read: only of those whose task
 * definition names a secret under a key that is none of AWS's own.
 */
export async function fetchRoles(
  client: IAMClient,
  expected: Expected,
  facts: Pick<Facts, "taskDefinitions" | "parameters" | "managedSecrets">,
): Promise<ReadonlyMap<string, Answer<readonly PolicyJson[]>>> {
  const definitions = [...facts.taskDefinitions.values()].flatMap((answer) => (answer.known ? [answer.value] : []));
  const asking = definitions.filter((definition) =>
    secretsIn(expected, definition).some((secret) => !isOwnKeyOfAws(keyOf(facts, secret))),
  );
  return await askEach(
    asking.flatMap(({ executionRole }) => executionRole ?? []),
    (role) => fetchPolicies(client, role.replace(/^.*\//, "")),
  );
}

/** The policies in a role and those that are attached to it; none of a role that is gone. */
async function fetchPolicies(client: IAMClient, RoleName: string): Promise<PolicyJson[]> {
  const inside = async () => {
    const names = await collect(paginateListRolePolicies({ client }, { RoleName }), (page) => page.PolicyNames);
    return await Promise.all(
      names.map(async (PolicyName) =>
        parse((await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument),
      ),
    );
  };
  const attached = async () => {
    const all = await collect(
      paginateListAttachedRolePolicies({ client }, { RoleName }),
      (page) => page.AttachedPolicies,
    );
    return await Promise.all(
      all.map(async ({ PolicyArn }) => {
        const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
        const version = { PolicyArn, VersionId: Policy?.DefaultVersionId };
        return parse((await client.send(new GetPolicyVersionCommand(version))).PolicyVersion?.Document);
      }),
    );
  };
  return (await ifThere(Promise.all([inside(), attached()]), { NoSuchEntityException: [] })).flat();
}

/** IAM answers with documents that are encoded as in a URL (IAM API reference, GetRolePolicy). */
function parse(document = "{}"): PolicyJson {
  return JSON.parse(decodeURIComponent(document)) as PolicyJson;
}
