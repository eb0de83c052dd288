import type { Environment } from "../../src/model/environment";
import { ecsExec } from "../../src/policies/ecs-exec";
import type { Block } from "../../src/policies/policy";
import { example } from "../helpers/example";

const logged = {
  logging: "OVERRIDE",
  kms_key_id: "${aws_kms_key.exec_sessions.arn}",
  log_configuration: { cloud_watch_encryption_enabled: true },
};

function found(sessions: Block, open: boolean, environment: Environment = example()): string[] {
  const resource = {
    aws_ecs_cluster: { main: { configuration: { execute_command_configuration: sessions } } },
    aws_ecs_service: { auth: { enable_execute_command: open }, user: { enable_execute_command: false } },
  };
  return ecsExec
    .check({ name: "kelmah-test-services", json: { resource }, environment })
    .map(({ address, message }) => `${address}: ${message}`);
}

test("takes shells that are logged, and tasks without", () => {
  expect(found(logged, true)).toEqual([]);
  expect(found({ logging: "NONE" }, false)).toEqual([]);
  expect(found({}, false, { ...example(), protected: true })).toEqual([]);
});

test.each([
  ["no word of them", {}],
  ["no log", { ...logged, logging: "NONE" }],
  ["AWS's own log", { ...logged, logging: "DEFAULT" }],
  ["no key", { ...logged, kms_key_id: undefined }],
  ["a log in the clear", { ...logged, log_configuration: {} }],
])("refuses shells with %s", (_, sessions) => {
  expect(found(sessions, true)).toEqual([
    "aws_ecs_cluster.main: lets shells be opened in its tasks: it must log them (logging OVERRIDE), encrypted with a KMS key",
  ]);
});

test("refuses them in a protected environment that does not say why", () => {
  const guarded = (exec?: Environment["ecsExec"]): Environment => ({
    ...example(),
    protected: true,
    ...(exec && { ecsExec: exec }),
  });
  const message =
    "aws_ecs_service.auth: lets shells be opened in its tasks: a protected environment has to say why in ecsExec.reason";
  expect(found(logged, true, guarded({ reason: "an incident" }))).toEqual([]);
  for (const environment of [guarded(), guarded({ reason: " " }), guarded({ enabled: false, reason: "an incident" })]) {
    expect(found(logged, true, environment)).toEqual([message]);
  }
});
