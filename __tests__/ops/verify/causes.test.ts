import { commandsOf } from "../../../src/ops/verify/commands";
import { causeOf, eventsSinceSteady, rolledBack } from "../../../src/ops/verify/checks/causes";
import { expectedOf } from "../../../src/ops/verify/expected-of";
import { NOW, production, steady, verify, withService } from "./recorded";

const commands = commandsOf(expectedOf(production()));
const context = {
  name: "user",
  service: "user-service-nlb",
  repository: "kelmah-user-service",
  logGroup: "/ecs/user-service",
  commands,
};

test.each([
  ["image-not-found", "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref 992350137489.dkr.ecr.eu-north-1.amazonaws.com/kelmah-user-service:gone: not found", "aws ecr describe-images --repository-name kelmah-user-service"],
  ["image-not-pulled", "CannotPullContainerError: pull image manifest has been retried 5 time(s): dial tcp 1.2.3.4:443: i/o timeout", "execution role"],
  ["secret-not-found", "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secrets from ssm: The following invalid ssm parameters were found: /kelmah/prod/SMTP_USER", "Set the parameter"],
  ["secret-not-read", "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException", "execution role's ssm permissions"],
  ["role-not-assumed", "(service user-service-nlb) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::992350137489:role/x')", "kelmah-prod-services"],
  ["no-capacity", "(service user-service-nlb) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.", "quotas"],
  ["no-capacity", "(service user-service-nlb) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently", "quotas"],
  ["out-of-memory", "OutOfMemoryError: Container killed due to memory usage", "Raise 'memory' of user"],
  ["container-unhealthy", "(service user-service-nlb) (task 1234) failed container health checks.", "aws logs tail /ecs/user-service"],
  ["target-unhealthy", "(service user-service-nlb) (port 3002) is unhealthy in (target-group arn) due to (reason Health checks failed)", "aws logs tail"],
  ["container-exits", "Essential container in task exited", "aws logs tail"],
  ["not-placed", "(service user-service-nlb) was unable to place a task.", "--services user-service-nlb"],
  ["never-steady", "(service user-service-nlb) is unable to consistently start tasks successfully.", "aws logs tail"],
])("%s is known by what ECS says", (code, said, next) => {
  const cause = causeOf(["(service user-service-nlb) has started 1 tasks: (task 1).", said], context);
  expect(cause?.code).toBe(code);
  expect(cause?.said).not.toMatch(/^\(service/);
  expect([...(cause?.next ?? []), cause?.apply ?? ""].join("\n")).toContain(next);
}); // prettier-ignore

test("what ECS says of anything else is no cause, what looks like a credential is not repeated, what is long is cut", () => {
  expect(causeOf(["(service a) has started 1 tasks: (task 1)."], context)).toBeUndefined();
  const secret = "CannotPullContainerError: mongodb+srv://kelmah:hunter2hunter2@db.example not found";
  expect(causeOf([secret], context)).toMatchObject({ code: "image-not-found", said: "" });
  expect(causeOf([`CannotPullContainerError: ${"x".repeat(500)}`], context)?.said).toHaveLength(200);
});

test("events from before the last steady state or the present deployment tell nothing", () => {
  const failed = { message: "failed container health checks", createdAt: new Date(NOW) };
  const calm = { message: "(service user) has reached a steady state.", createdAt: new Date(NOW - 1000) };
  const service = steady("user", 1);
  expect(eventsSinceSteady({ ...service, events: [calm, failed] })).toEqual([]);
  expect(eventsSinceSteady({ ...service, events: [failed, calm] })).toEqual([failed.message]);
  expect(eventsSinceSteady({ ...service, events: [{ ...failed, createdAt: new Date(NOW - 8e6) }] })).toEqual([]);
});

test("a roll-back is one to the deployment that runs", () => {
  const rolled = (id: string) => ({ ...steady("user", 1), events: [{ message: `rolling back to deployment ${id}.` }] });
  expect([rolledBack(rolled("ecs-svc/1")), rolledBack(rolled("ecs-svc/2"))]).toEqual([true, false]);
});

test("why a stopped task ended is what a service with too few tasks is told with", () => {
  const change = withService("user-service-nlb", { runningCount: 0, events: [] }, ["CannotPullContainerError: no: not found"]); // prettier-ignore
  const [finding] = verify(change).findings;
  expect(finding).toMatchObject({
    code: "too-few-tasks",
    why: "CannotPullContainer: the image's tag is not in ECR. ECS says: CannotPullContainerError: no: not found",
    passes: true,
  });
});
