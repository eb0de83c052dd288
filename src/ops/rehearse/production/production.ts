import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ecs from "@aws-sdk/client-ecs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Inventory } from "../../../model/environment";
import type { Emulator } from "../../emulator";
import {
  makeDefaultVpc,
  makeRole,
  makeSecurityGroups,
  type ProductionClients,
  productionClients,
  pushImage,
  putParameters,
} from "./account";
import { GATEWAY, LEGACY_AUTH, type LegacyService, plantedSecrets, PRODUCTION, SERVICES } from "./facts";
import {
  makeListener,
  makeLoadBalancer,
  makePrivateNetwork,
  makePublicEntrance,
  makeTargetGroup,
  openPort,
} from "./network";
import { createLegacyService, createPrivateService, registerTaskDefinition } from "./services";

/**
 * How far docs/original-runbook.md has been followed: not at all (what was there before its section 3), to the middle
 * of section 5, or to the end of section 6.
 */
export type Sections = "legacy" | "half" | "full";

/** Production as somebody found it, and what they know of it. */
export interface Production {
  readonly emulator: Emulator;
  readonly clients: ProductionClients;
  /** The value of each secret, by its name: none of them may turn up anywhere. */
  readonly secrets: ReadonlyMap<string, string>;
  /** What a person writes into the inventory. */
  readonly given: Inventory;
}

/**
 * Builds production's starting point as docs/original-runbook.md's commands do: with the same parameters, and nothing
 * more.
 */
export async function buildProduction(emulator: Emulator, sections: Sections): Promise<Production> {
  const clients = productionClients(emulator);
  const secrets = plantedSecrets();
  await makeDefaultVpc(emulator, clients.ec2);
  const entranceGroup = await makeSecurityGroups(emulator, clients.ec2);
  await clients.ecs.send(new ecs.CreateClusterCommand({ clusterName: PRODUCTION.cluster }));
  await makeRole(clients.iam);
  await putParameters(clients.ssm, secrets);
  for (const service of [...SERVICES, GATEWAY]) await pushImage(clients.ecr, service);
  const taskDefinitions = new Map<LegacyService, string>();
  for (const service of [...SERVICES, LEGACY_AUTH, GATEWAY]) {
    await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: service.logGroup }));
    taskDefinitions.set(service, await registerTaskDefinition(clients, service, secrets));
  }
  const taskDefinition = (service: LegacyService) => taskDefinitions.get(service) ?? "";
  const targetGroup = await makePublicEntrance(clients, entranceGroup);
  for (const service of SERVICES) {
    const of = service.name === LEGACY_AUTH.name ? LEGACY_AUTH : service;
    await createLegacyService(clients, service, { taskDefinition: taskDefinition(of) });
  }
  await createLegacyService(clients, GATEWAY, { taskDefinition: taskDefinition(GATEWAY), targetGroup });
  if (sections !== "legacy") await internalize(emulator, clients, sections, taskDefinition);
  return { emulator, clients, secrets, given: given(sections) };
}

async function internalize(
  emulator: Emulator,
  clients: ProductionClients,
  sections: Sections,
  taskDefinition: (service: LegacyService) => string,
): Promise<void> {
  await makePrivateNetwork(emulator, clients);
  const loadBalancer = await makeLoadBalancer(clients);
  // Half-way: four target groups, two of them behind a listener, one of these with its port open.
  const upTo = (count: number) => (sections === "full" ? SERVICES : SERVICES.slice(0, count));
  const targetGroups = new Map<string, string>();
  for (const service of upTo(4)) targetGroups.set(service.name, await makeTargetGroup(clients, service));
  const targetGroup = ({ name }: { readonly name: string }) => targetGroups.get(name) ?? "";
  for (const service of upTo(2)) {
    await makeListener(clients, service, { loadBalancer, targetGroup: targetGroup(service) });
  }
  for (const service of upTo(1)) await openPort(clients, service);
  for (const service of upTo(0)) {
    await createPrivateService(clients, service, {
      taskDefinition: taskDefinition(service),
      targetGroup: targetGroup(service),
    });
  }
}

/** The part of the inventory that a person gives, as far as it exists yet. */
function given(sections: Sections): Inventory {
  const { account, region, vpc, publicSubnets, privateSubnets, natEip } = PRODUCTION;
  const { servicesSecurityGroup, gatewaySecurityGroup } = PRODUCTION;
  return {
    account,
    region,
    vpc,
    publicSubnets,
    ...(sections !== "legacy" && { privateSubnets }),
    servicesSecurityGroup,
    gatewaySecurityGroup,
    ...(sections !== "legacy" && { natEips: [natEip] }),
  };
}

/** Writes an inventory folder as KELMAH_INVENTORY_DIR takes it; returns the file. */
export async function writeInventory(folder: string, inventory: Inventory): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, "prod.json");
  await writeFile(file, `${JSON.stringify(inventory, null, 2)}\n`);
  return file;
}

/** Adds services of other people to production's cluster, each with a log group, to see what a crowded account costs. */
export async function withExtraServices({ clients }: Production, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `other-service-${index}`);
  const add = async (name: string) => {
    await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: `/ecs/${name}` }));
    await clients.ecs.send(
      new ecs.CreateServiceCommand({
        cluster: PRODUCTION.cluster,
        serviceName: name,
        taskDefinition: GATEWAY.family,
        desiredCount: 0,
        launchType: "FARGATE",
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: [...PRODUCTION.publicSubnets],
            securityGroups: [PRODUCTION.servicesSecurityGroup],
          },
        },
      }),
    );
  };
  // A few at a time: the emulator answers one after the other anyway.
  const queue = names[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const name of queue) await add(name);
    }),
  );
}
