import type { Environment, Gateway } from "./environment";
import { imageCalled } from "./image";
import type { Canary } from "./options";
import { gatewayTasks, type Tasks, tasksOf } from "./scaling";

/** Where on the listener the canary's rules stand: the lowest number is looked at first (ELB API reference, CreateRule). */
export const CANARY_PRIORITIES = { attachment: 1, traffic: 2 } as const;

/** A host that nobody calls: `.invalid` is never given out (RFC 2606). */
export const NOBODY_CALLS = "canary-attachment.invalid";

/** A canary that gets calls. */
export interface ActiveCanary extends Canary {
  /** Of the calls, per cent: what is left is the gateway's. */
  readonly shares: { readonly gateway: number; readonly canary: number };
}

/**
 * The canary that gets calls, or `undefined`: weight 0 aborts it, and the gateway's own image set to the canary's promotes
 * it. Either way there is nothing of it in AWS.
 */
export function activeCanary({
  canary,
  entrance,
  image,
}: Pick<Gateway, "canary" | "entrance" | "image">): ActiveCanary | undefined {
  if (canary === undefined || entrance === undefined || canary.weight === 0) return undefined;
  if (imageCalled(canary.image) === imageCalled(image)) return undefined;
  return { ...canary, shares: { gateway: 100 - canary.weight, canary: canary.weight } };
}

/**
 * Tasks of the canary: as many as the gateway's, scaled and stopped as they are, whatever its weight, so that changing it
 * changes a listener's rule and nothing else. Without autoscaling they carry every weight up to 100 at once; with it the
 * canary starts with the number that is written, however many the gateway runs, and each of the two follows its own load.
 */
export function canaryTasks(environment: Pick<Environment, "gateway" | "desiredCount" | "nightStop">): Tasks {
  return activeCanary(environment.gateway) === undefined ? tasksOf(0) : gatewayTasks(environment);
}
