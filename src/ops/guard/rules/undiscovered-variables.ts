import { addressPart } from "../../../model/phase";
import { unlearntVariables } from "../../../model/variables";
import type { Finding, Rule } from "../finding";

/**
 * What is registered holds no stand-ins: a variable that is to be as it runs (`fromRunning`) is what discovery has learnt.
 */
export const undiscoveredVariables: Rule = ({ resource_changes: changes }, { environment }) => {
  if (environment === undefined) return [];
  return [...Object.keys(environment.services), "gateway"].flatMap((service): Finding[] => {
    const unlearnt = unlearntVariables(environment, service);
    if (unlearnt.length === 0) return [];
    const names = [addressPart(service), ...(service === "gateway" ? ["canary"] : [])];
    const registered = names.map((name) => `aws_ecs_task_definition.${name}`);
    const message =
      `${unlearnt.join(", ")}: nobody has learnt what runs (fromRunning). ` +
      `Run: npm run discover -- --env ${environment.name} --write; or write their values`;
    return changes
      .filter(({ address, change }) => registered.includes(address) && change.actions.includes("create"))
      .map(({ address }) => ({ kind: "change", address, message }));
  });
};
