import { orderOf } from "../../model/phase";
import type { TerraformEvent } from "../terraform/events";
import type { ServicePhases } from "./walk";

/**
 * What an apply did in an order that would have lost traffic, from its own events: something began before what it waits
 * for was done.
 */
export function orderProblems(events: readonly TerraformEvent[], phases: ServicePhases): string[] {
  const at = (type: TerraformEvent["type"], address: string) =>
    events.findIndex((event) => event.type === type && "address" in event && event.address === address);
  return Object.entries(phases).flatMap(([service, phase]) =>
    orderOf(service, phase).flatMap(([before, after]) => {
      const [began, finished, next] = [at("started", before), at("done", before), at("started", after)];
      if (began === -1 || next === -1) return [];
      return finished !== -1 && finished < next ? [] : [`${after} was begun before ${before} was steady`];
    }),
  );
}
