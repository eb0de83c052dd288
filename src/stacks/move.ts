import { dependable, type ITerraformDependable } from "cdktf";
import type { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { PHASE_MEANINGS, type Phase } from "../model/phase";

/** A service that moves: its private ECS service, its legacy one where there is one, and the phase it is to be in. */
export interface ServiceMove {
  readonly phase: Phase;
  /** Whether it is on its way out of the environment: the gateway does not call it any more. */
  readonly leaves: boolean;
  readonly own: EcsService;
  readonly legacy?: EcsService;
}

/**
 * Orders what one apply does to services in different phases, whatever phases they come from: what the gateway is to call
 * is up and steady before its new revision, and what it called before goes down only once that is steady.
 */
export function orderMoves(gateway: EcsService, moves: Iterable<ServiceMove>): void {
  for (const { phase, leaves, own, legacy } of moves) {
    const { gatewayCalls, privateRuns, legacyRuns } = PHASE_MEANINGS[phase];
    const called = gatewayCalls === "private" ? own : legacy;
    if (called !== undefined && !leaves) waitFor(gateway, called);
    if (!privateRuns || leaves) waitFor(own, gateway);
    if (!legacyRuns && legacy !== undefined) waitFor(legacy, gateway);
  }
}

/** Lets a service wait for something else, beside what it waits for already. */
export function waitFor(later: EcsService, earlier: ITerraformDependable): void {
  later.dependsOn = [...(later.dependsOn ?? []), dependable(earlier)];
}
