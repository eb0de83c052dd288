import { type CloudWatchLogsClient, type LogGroup, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { type IAMClient, paginateListRolePolicies, paginateListRoles } from "@aws-sdk/client-iam";
import { paginateDescribeParameters, type ParameterStringFilter, type SSMClient } from "@aws-sdk/client-ssm";
import { isUnset } from "../../../model/secrets";
import type { ParameterFacts, RoleFacts } from "../facts";
import { collect } from "../../aws/collect";

/** The account's roles, and the inline policies of those named. */
export async function fetchRoles(client: IAMClient, names: readonly string[]): Promise<RoleFacts> {
  const roles = await collect(paginateListRoles({ client, pageSize: 1000 }, {}), (page) => page.Roles);
  const found = roles.flatMap(({ RoleName = "" }) => (names.includes(RoleName) ? [RoleName] : []));
  const policies = await Promise.all(
    found.map(
      async (RoleName) =>
        [
          RoleName,
          await collect(paginateListRolePolicies({ client }, { RoleName }), (page) => page.PolicyNames),
        ] as const,
    ),
  );
  return { roles, policies: new Map(policies) };
}

/** The log groups in the folders that these names are in, such as `/ecs/`. */
export async function fetchLogGroups(client: CloudWatchLogsClient, names: readonly string[]): Promise<LogGroup[]> {
  const folders = [...new Set(names.map((name) => name.replace(/[^/]+$/, "") || name))];
  const groups = await Promise.all(
    folders.map((logGroupNamePrefix) =>
      collect(paginateDescribeLogGroups({ client, pageSize: 50 }, { logGroupNamePrefix }), (page) => page.logGroups),
    ),
  );
  return groups.flat();
}

/** The parameters in a folder such as `/kelmah/prod`, by name; DescribeParameters gives no values. */
export async function fetchParameters(client: SSMClient, environment: string): Promise<ParameterFacts> {
  const folder: ParameterStringFilter = { Key: "Path", Option: "Recursive", Values: [`/kelmah/${environment}`] };
  const ask = async (...ParameterFilters: ParameterStringFilter[]) =>
    await collect(paginateDescribeParameters({ client, pageSize: 50 }, { ParameterFilters }), (page) =>
      page.Parameters?.map(({ Name: name = "", Description: description, Version: version }) => ({
        name,
        description,
        version,
      })),
    );
  const [all, tagged] = await Promise.all([
    ask(folder),
    ask(folder, { Key: "tag:Project", Values: ["Kelmah"] }, { Key: "tag:Env", Values: [environment] }),
  ]);
  const namesOf = (found: typeof all) => found.map(({ name }) => name);
  return { names: namesOf(all), tagged: namesOf(tagged), unset: namesOf(all.filter(isUnset)) };
}
