import fc from "fast-check";
import type { LegacyServiceFacts } from "../../src/model/environment";
import { type Phase, PHASES } from "../../src/model/phase";
import { type Example, exampleInExistingVpc, type Mutable } from "./example";

/** A legacy service as it may have been found: its name and its URL are of the service that it was before. */
export function legacyFacts(
  service: string,
  more: Partial<Mutable<LegacyServiceFacts>> = {},
): Mutable<LegacyServiceFacts> {
  return {
    name: `${service}-service`,
    taskDefinition: `${service}-service-task:7`,
    desiredCount: 1,
    subnets: ["subnet-0123456789abcdef0"],
    securityGroups: ["sg-0123456789abcdef0"],
    assignPublicIp: true,
    platformVersion: "LATEST",
    url: `http://${service}.legacy.example:8080`,
    ...more,
  };
}

/**
 * An environment with something to move, and discovered: `auth` and `search-index` have legacy services, and `user` was
 * never anything but private. It is in phase `parallel`, and `user` in `internal`.
 */
export function movingExample(phases: Readonly<Record<string, Phase>> = {}): Example {
  const environment = exampleInExistingVpc();
  environment.services["search-index"] = { ...environment.services.auth, port: 5002 };
  environment.phase = "parallel";
  environment.services.user.phase = "internal";
  const subnets = [...(environment.inventory.publicSubnets ?? [])];
  environment.inventory.learnt = {
    subnets: Object.fromEntries(
      subnets.map((id, index) => [
        id,
        { cidr: `10.0.${index}.0/24`, availabilityZone: environment.network.availabilityZones[index] ?? "" },
      ]),
    ),
    takenCidrs: subnets.map((_, index) => `10.0.${index}.0/24`),
    legacyServices: {
      auth: legacyFacts("auth", { desiredCount: 2 }),
      "search-index": legacyFacts("search-index", { desiredCount: 3 }),
    },
  };
  for (const [service, phase] of Object.entries(phases)) {
    const found = environment.services[service];
    if (found !== undefined) found.phase = phase;
  }
  return environment;
}

/** Any phase. */
export const arbitraryPhase: fc.Arbitrary<Phase> = fc.constantFrom(...PHASES);
