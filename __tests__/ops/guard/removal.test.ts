import type { Environment } from "../../../src/model/environment";
import { type Example, example } from "../../helpers/example";
import { findings, resource } from "./plans";

function environment(change: (e: Example) => void = () => undefined): Environment {
  const made = example();
  made.protected = true;
  change(made);
  return made;
}

const without = environment((e) => delete (e.services as Partial<Example["services"]>).user);
const gone = (address: string, before: object = {}) =>
  resource(address, { actions: ["delete"], before }, { action_reason: "delete_because_no_resource_config" });
const service = (tasks: number) => gone("aws_ecs_service.user", { desired_count: tasks });
const gateway = resource("aws_ecs_service.gateway", { actions: ["update"], before: {}, after: {} });

const OWN = [
  "aws_ecs_task_definition.user",
  "aws_lb_listener.user_3012",
  "aws_lb_target_group.user",
  "aws_vpc_security_group_ingress_rule.user",
  "aws_vpc_security_group_egress_rule.user_load_balancer",
  "aws_iam_role.user_execution",
  "aws_iam_role_policy.user_execution",
];
const BECAUSE = "would be destroyed: nothing in the configuration describes it any more";
const STEPS =
  "put services.user back with removal: 'uncalled', apply, then 'stopped', apply, and only then take it out " +
  '(docs/services.md, "Remove a service")';

test("what is a service's own goes with it when it was stopped", () => {
  expect(findings([service(0), ...OWN.map((address) => gone(address))], { environment: without })).toEqual([]);
});

test("a service that runs does not go, and the steps are named", () => {
  const [first, ...others] = findings([service(1), ...OWN.map((address) => gone(address))], { environment: without });
  expect(first).toBe(`destroy aws_ecs_service.user ${BECAUSE}; ${STEPS}`);
  expect(others).toHaveLength(OWN.length);
});

test("a service does not go in an apply that changes the gateway", () => {
  expect(findings([service(0), gateway], { environment: without })).toEqual([
    `destroy aws_ecs_service.user ${BECAUSE}; the gateway changes in the same apply. Where it still calls the service, ` +
      `${STEPS}; any other change of the gateway is applied before`,
  ]);
});

test("its log stays in a protected environment, and a secret in every one", () => {
  const log = gone("aws_cloudwatch_log_group.user");
  const secret = gone("aws_ssm_parameter.user_secret");
  const unprotected = { ...without, protected: false };
  expect(findings([service(0), log], { environment: unprotected })).toEqual([]);
  const forget = (address: string) =>
    `let Terraform forget it with terraform state rm ${address} in the stack's folder, and delete it by hand when nobody ` +
    'needs it (docs/services.md, "Remove a service")';
  expect(findings([service(0), log], { environment: without })).toEqual([
    `destroy aws_cloudwatch_log_group.user ${BECAUSE}; what was logged goes with it: ${forget("aws_cloudwatch_log_group.user")}`,
  ]);
  expect(findings([service(0), secret], { environment: unprotected })).toEqual([
    `destroy aws_ssm_parameter.user_secret ${BECAUSE}; its value is nowhere else: ${forget("aws_ssm_parameter.user_secret")}`,
  ]);
});

test("nothing of another service goes with it, nor the legacy service of one that stays", () => {
  const stays = environment((e) => {
    e.services["user-search"] = { ...e.services.user, port: 3012 };
    delete (e.services as Partial<Example["services"]>).user;
  });
  const other = gone("aws_lb_listener.user_search");
  expect(findings([service(0), other], { environment: stays })).toEqual([
    `destroy aws_lb_listener.user_search ${BECAUSE}`,
  ]);
  const legacy = gone("aws_ecs_service.user_legacy", { desired_count: 0 });
  expect(findings([legacy], { environment: environment() })).toEqual([
    `destroy aws_ecs_service.user_legacy ${BECAUSE}`,
  ]);
  expect(findings([service(0), legacy], { environment: without })).toEqual([]);
});

test("a legacy service that runs does not go with its service, which was stopped", () => {
  const legacy = gone("aws_ecs_service.user_legacy", { desired_count: 3 });
  const found = findings([service(0), legacy], { environment: without });
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^destroy aws_ecs_service\.user_legacy would be destroyed: /);
});

test("in a protected environment a service stops after the gateway has stopped calling it", () => {
  const stopping = environment((e) => (e.services.user.removal = "stopped"));
  const stops = resource("aws_ecs_service.user", {
    actions: ["update"],
    before: { desired_count: 1 },
    after: { desired_count: 0 },
  });
  expect(findings([stops], { environment: stopping })).toEqual([]);
  expect(findings([stops, gateway], { environment: { ...stopping, protected: false } })).toEqual([]);
  expect(findings([stops, gateway], { environment: stopping })).toEqual([
    "change aws_ecs_service.user would stop in an apply that changes the gateway: apply services.user.removal: 'uncalled' " +
      "first, see in its log that nobody calls it, then 'stopped' (docs/services.md, \"Remove a service\")",
  ]);
});
