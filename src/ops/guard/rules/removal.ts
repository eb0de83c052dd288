import { addressPart } from "../../../model/phase";
import { callersChange } from "../callers";
import type { Finding, Rule } from "../finding";
import { objectOf } from "../plan";

/** In a protected environment a service stops after somebody has seen that nobody calls it. */
export const stoppedServices: Rule = (plan, { environment }) => {
  if (environment?.protected !== true || !callersChange(plan)) return [];
  const stopping = Object.entries(environment.services).filter(([, { removal }]) => removal === "stopped");
  return stopping.flatMap(([name]): Finding[] => {
    const address = `aws_ecs_service.${addressPart(name)}`;
    const { change } = plan.resource_changes.find((resource) => resource.address === address) ?? {};
    const tasks = Number(objectOf(change?.before).desired_count ?? 0);
    if (change?.actions.includes("update") !== true || tasks === 0) return [];
    const message = `would stop in an apply that changes the gateway: apply services.${name}.removal: 'uncalled' first, see in its log that nobody calls it, then 'stopped' (docs/services.md, "Remove a service")`;
    return [{ kind: "change", address, message }];
  });
};
