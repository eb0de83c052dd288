import type { Environment } from "../../../model/environment";
import type { Clients } from "../../aws/clients";
import type { Facts } from "../facts";
import { namesOf, type WantedStack } from "../stacks";
import { legacyHosts } from "../way-back";
import { fetchBalancing } from "./balancing";
import { fetchBeside, fetchTargets } from "./beside";
import { type ContainerScope, fetchContainers } from "./containers";
import { fetchLogGroups, fetchRoles } from "./others";
import { fetchRepositories } from "./repositories";

type NamedFacts = Pick<Facts, "balancing" | "containers" | "definitions" | "others" | "roles" | "images" | "logGroups">;

/** What is looked for by the names that the stacks give, and what shares the cluster and the target groups with it. */
export async function fetchNamed(
  clients: Clients,
  environment: Environment,
  stacks: readonly WantedStack[],
  scope: ContainerScope,
): Promise<NamedFacts> {
  const [{ balancing, targets }, { containers, definitions, ...beside }, roles, images, logGroups] = await Promise.all([
    fetchBalanced(clients, environment, stacks),
    fetchRunning(clients, scope),
    fetchRoles(clients.iam, namesOf(stacks, "aws_iam_role")),
    fetchRepositories(clients.ecr, namesOf(stacks, "aws_ecr_repository")),
    fetchLogGroups(clients.logs, namesOf(stacks, "aws_cloudwatch_log_group")),
  ]);
  return { balancing, containers, definitions, others: { ...beside, targets }, roles, images, logGroups };
}

async function fetchBalanced({ elbv2 }: Clients, environment: Environment, stacks: readonly WantedStack[]) {
  const balancing = await fetchBalancing(elbv2, namesOf(stacks, "aws_lb"), legacyHosts(environment));
  const ours = [...namesOf(stacks, "aws_lb_target_group"), environment.gateway.targetGroup];
  const groups = balancing.targetGroups.filter(({ TargetGroupName }) => ours.includes(TargetGroupName));
  return { balancing, targets: await fetchTargets(elbv2, groups) };
}

async function fetchRunning({ ecs }: Clients, scope: ContainerScope) {
  const { definitions, ...containers } = await fetchContainers(ecs, scope);
  const beside = containers.clusters.length === 0 ? { services: [], tasks: [] } : await fetchBeside(ecs, scope);
  return { containers, definitions, ...beside };
}
