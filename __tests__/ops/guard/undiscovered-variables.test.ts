import type { Example } from "../../helpers/example";
import { movingExample } from "../../helpers/moving";
import { findings, resource } from "./plans";

const asItRuns = { fromRunning: true } as const;

/** The example, in which auth and the gateway are to take a variable from what runs. */
function wanting(variables: NonNullable<Example["inventory"]["learnt"]>["variables"] = {}): Example {
  const environment = movingExample();
  environment.services["search-index"] = {
    ...environment.services.auth,
    port: 5002,
    environment: { LOG_LEVEL: asItRuns, CACHE: asItRuns },
  };
  environment.gateway.environment = { CORS_ALLOWLIST: asItRuns };
  if (environment.inventory.learnt !== undefined) environment.inventory.learnt.variables = variables;
  return environment;
}

const revision = (name: string) =>
  resource(`aws_ecs_task_definition.${name}`, { actions: ["create"], after: { skip_destroy: true } });
const said = (address: string, names: string) =>
  `change aws_ecs_task_definition.${address} ${names}: nobody has learnt what runs (fromRunning). Run: npm run discover -- --env test --write; or write their values`;

test("a task definition is not registered with what stands for a value", () => {
  const plan = ["auth", "search_index", "gateway", "canary"].map(revision);
  expect(findings(plan, { environment: wanting() })).toEqual([
    said("search_index", "LOG_LEVEL, CACHE"),
    said("gateway", "CORS_ALLOWLIST"),
    said("canary", "CORS_ALLOWLIST"),
  ]);
});

test("one with what was learnt is, and one that stays as it is", () => {
  const stays = resource("aws_ecs_task_definition.gateway", { actions: ["no-op"] });
  const learnt = wanting({ "search-index": { set: { CACHE: "1" }, unset: ["LOG_LEVEL"] } });
  expect(findings([revision("search_index"), stays], { environment: learnt })).toEqual([]);
});
