import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Difference, differencesOf } from "../../src/ops/guard/differences";
import type { ResourceChange } from "../../src/ops/guard/plan";
import { type ProcessResult, runOrThrow } from "../../src/ops/process";
import type { PlanResult } from "../../src/ops/terraform/types";
import { Adoption, type Part, type Planned } from "./adoption";
import { putSecrets } from "../../src/ops/rehearse/production/account";
import type { Sections } from "../../src/ops/rehearse/production/production";
import { legacyRunning } from "../../src/ops/rehearse/production/services";

/** The stacks, in the order in which they are applied. */
export const PARTS = ["network", "services"] as const;
/** Where an adoption can begin. */
export const STARTING_POINTS = ["legacy", "half", "full"] as const;

/** What becomes of a starting point, from the first discovery to the last plan. */
export interface Adopted {
  readonly adoption: Adoption;
  readonly discovered: ProcessResult;
  readonly inventory: string;
  readonly plans: Readonly<Record<Part, Planned>>;
  readonly again: Readonly<Record<Part, PlanResult>>;
  readonly rediscovered: ProcessResult;
  readonly inventoryAgain: string;
  /** The six legacy services, before and after. */
  readonly running: readonly [before: unknown, after: unknown];
}

/** Goes all the way, as the runbook tells an engineer to. */
export async function adopt(sections: Sections): Promise<Adopted> {
  const adoption = await Adoption.start(sections);
  try {
    const { production } = adoption;
    await putSecrets(production.clients.ssm, production.secrets);
    const before = await legacyServices(adoption);
    const discovered = await adoption.discover("--write");
    const inventory = await adoption.inventory();
    const steps = { plans: {} as Record<Part, Planned>, again: {} as Record<Part, PlanResult> };
    for (const part of PARTS) {
      const planned = await adoption.plan(part);
      steps.plans[part] = planned;
      await adoption.emulator.clearCalls();
      await planned.terraform.apply("plan");
      steps.again[part] = await planned.terraform.plan();
    }
    const rediscovered = await adoption.discover("--write");
    const running = [before, await legacyServices(adoption)] as const;
    const inventoryAgain = await adoption.inventory();
    return { adoption, discovered, inventory, ...steps, rediscovered, inventoryAgain, running };
  } catch (error) {
    await adoption.stop();
    throw error;
  }
}

async function legacyServices({ production }: Adoption): Promise<unknown> {
  const running = Object.entries(await legacyRunning(production.clients));
  return Object.fromEntries(running.filter(([name]) => !name.includes("gateway")));
}

/** Every difference that the plans of a starting point would make to what they import. */
export function importedDifferences({ plans }: Adopted): { resource: ResourceChange; difference: Difference }[] {
  return PARTS.flatMap((part) => plans[part].plan.resource_changes)
    .filter(({ change }) => change.importing !== undefined)
    .flatMap((resource) => differencesOf(resource).map((difference) => ({ resource, difference })));
}

/** Every file that Terraform and the synthesis left in a stack's folder, with what is packed into the plan. */
export async function everyFile(adoption: Adoption, part: Part): Promise<string[]> {
  const directory = join(adoption.file(part, "."));
  await mkdir(join(directory, "members"), { recursive: true });
  const unpack = ["-m", "zipfile", "-e", "plan", "members"];
  await runOrThrow("python3", unpack, { cwd: directory, env: process.env });
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  return await Promise.all(
    files
      .filter((file) => file.isFile() && !file.parentPath.includes(".terraform/providers"))
      .map((file) => readFile(join(file.parentPath, file.name), "latin1")),
  );
}

const NEW_ROLES = { aws_iam_role: 14, aws_iam_role_policy: 7 };
const ALWAYS_ADDED = { ...NEW_ROLES, aws_ecs_task_definition: 7 };
const ALWAYS_IMPORTED = { aws_cloudwatch_log_group: 7, aws_ecs_cluster: 1 };
const PRIVATE_NETWORK = {
  aws_eip: 1,
  aws_nat_gateway: 1,
  aws_route: 1,
  aws_route_table: 1,
  aws_route_table_association: 3,
  aws_subnet: 3,
};

/** By type, what each plan imports and adds. */
export const EXPECTED = {
  legacy: {
    network: { imported: {}, added: { ...PRIVATE_NETWORK, aws_vpc_endpoint: 1 } },
    services: {
      imported: { ...ALWAYS_IMPORTED, aws_ecs_service: 7 },
      added: {
        ...ALWAYS_ADDED,
        aws_ecs_service: 6,
        aws_lb: 1,
        aws_lb_listener: 6,
        aws_lb_target_group: 6,
        aws_vpc_security_group_ingress_rule: 6,
      },
    },
  },
  half: {
    network: { imported: PRIVATE_NETWORK, added: { aws_vpc_endpoint: 1 } },
    services: {
      imported: {
        ...ALWAYS_IMPORTED,
        aws_ecs_service: 7,
        aws_lb: 1,
        aws_lb_listener: 2,
        aws_lb_target_group: 4,
        aws_vpc_security_group_ingress_rule: 1,
      },
      added: {
        ...ALWAYS_ADDED,
        aws_ecs_service: 6,
        aws_lb_listener: 4,
        aws_lb_target_group: 2,
        aws_vpc_security_group_ingress_rule: 5,
      },
    },
  },
  full: {
    network: { imported: PRIVATE_NETWORK, added: { aws_vpc_endpoint: 1 } },
    services: {
      imported: {
        ...ALWAYS_IMPORTED,
        aws_ecs_service: 13,
        aws_lb: 1,
        aws_lb_listener: 6,
        aws_lb_target_group: 6,
        aws_vpc_security_group_ingress_rule: 6,
      },
      added: ALWAYS_ADDED,
    },
  },
};
