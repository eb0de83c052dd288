import type { ClusterTask } from "../../../src/ops/aws/tasks";
import type { Environment } from "../../../src/model/environment";
import type { Facts } from "../../../src/ops/verify/facts";
import { namedSecret } from "../../../src/ops/verify/read-secrets";
import { inAnswer, known, lines, NOW, production, verify, withService } from "./recorded";

const HOUR = 3.6e6;
const URI = "/kelmah/prod/MONGODB_URI";
const ARN = `arn:aws:ssm:eu-north-1:992350137489:parameter${URI}`;
const RESTART = (service: string) =>
  `aws ecs update-service --cluster Project-Kelmah --service ${service} --force-new-deployment --region eu-north-1`;

const task = (name: string, createdAt: number, revision = 7): ClusterTask => ({
  id: `${name}-${createdAt}`,
  ecsService: `${name}-service-nlb`,
  taskDefinition: `${name}:${revision}`,
  addresses: [],
  createdAt,
});

/** These services read secrets, with these tasks; a parameter, or a secret, was set an hour ago. */
function reading(names: readonly string[], valueFrom: string, tasks: readonly ClusterTask[]) {
  return (facts: Facts): Facts => ({
    ...facts,
    tasks: known(tasks),
    parameters: inAnswer(facts.parameters, (value) =>
      new Map([...value].map(([name, fact]) => [name, name === URI ? { ...fact, setAt: NOW - HOUR } : fact])),
    ),
    managedSecrets: new Map([...facts.managedSecrets.keys()].map((name) => [name, known({ state: "set" as const, setAt: NOW - HOUR })])),
    taskDefinitions: new Map([...facts.taskDefinitions].map(([arn, answer]) => [
      arn,
      names.some((name) => arn.endsWith(`/${name}:7`))
        ? inAnswer(answer, (of) => ({ ...of, containers: of.containers.map((one) => ({ ...one, secrets: [valueFrom] })) }))
        : answer,
    ])),
  });
} // prettier-ignore

test("tasks that were there before a parameter was set are said, with both times and the command that starts them again", () => {
  const found = verify(reading(["auth"], ARN, [task("auth", NOW - 2 * HOUR)]));
  expect(lines(found)).toEqual([
    `warning tasks-older prod: ${URI} was set at 2026-03-01 11:00:00 UTC, and 1 task of auth-service-nlb started before, at 2026-03-01 10:00:00 UTC`,
  ]);
  expect([found.verdict, found.findings[0]?.next]).toEqual([
    "healthy",
    ["Start again what reads it:", RESTART("auth-service-nlb")],
  ]);
});

test.each<[string, string, ClusterTask[]]>([
  ["started after it", ARN, [task("auth", NOW - HOUR / 2)]],
  ["of a revision on its way out", ARN, [task("auth", NOW - 2 * HOUR, 6), task("auth", NOW - HOUR / 2)]],
  ["of a service that reads another", ARN.replace("MONGODB_URI", "JWT_SECRET"), [task("auth", NOW - 2 * HOUR)]],
  ["of a service that reads another account's", ARN.replace("992350137489", "111122223333"), [task("auth", NOW - 2 * HOUR)]],
])("nothing is said of tasks %s", (_, valueFrom, tasks) => {
  expect(lines(verify(reading(["auth"], valueFrom, tasks)))).toEqual([]);
}); // prettier-ignore

test("nothing is said while a roll-out that began after it goes on: the older ones leave", () => {
  const old = [task("auth", NOW - 2 * HOUR)];
  const rolling = (begun: number) => (facts: Facts): Facts => {
    const createdAt = new Date(begun);
    const deployments = [{ id: "ecs-svc/1", status: "PRIMARY", rolloutState: "IN_PROGRESS" as const, createdAt }];
    return withService("auth-service-nlb", { deployments })(reading(["auth"], URI, old)(facts));
  }; // prettier-ignore
  const codes = (begun: number) => verify(rolling(begun)).findings.map(({ code }) => code);
  expect(codes(NOW - HOUR / 2)).toEqual(["rolling-out"]);
  expect(codes(NOW - 2 * HOUR)).toEqual(["rolling-out", "tasks-older"]);
});

test("services that read the same are told together, and started again in turn", () => {
  const old = [task("auth", NOW - 2 * HOUR), task("auth", NOW - 3 * HOUR), task("user", NOW - 2 * HOUR)];
  const { findings } = verify(reading(["auth", "user"], URI, old));
  expect(findings).toHaveLength(1);
  expect(findings[0]?.what).toBe(
    `${URI} was set at 2026-03-01 11:00:00 UTC, and 2 tasks of auth-service-nlb started before, at 2026-03-01 09:00:00 UTC, 1 task of user-service-nlb started before, at 2026-03-01 10:00:00 UTC`,
  );
  expect(findings[0]?.next).toEqual([
    "Start again what reads it, one after the other, each when the one before is steady:",
    RESTART("auth-service-nlb"),
    RESTART("user-service-nlb"),
  ]);
});

test("a secret of Secrets Manager that was rotated counts as one that was set", () => {
  const environment: Environment = { ...production(), secrets: { stores: { MONGODB_URI: "secretsmanager" } } };
  const arn = "arn:aws:secretsmanager:eu-north-1:992350137489:secret:kelmah/prod/MONGODB_URI-a1B2c3";
  const said = (valueFrom: string) => lines(verify(reading(["auth"], valueFrom, [task("auth", NOW - 2 * HOUR)]), environment)); // prettier-ignore
  expect(said(arn)[0]).toMatch(
    /^warning tasks-older prod: kelmah\/prod\/MONGODB_URI was set at 2026-03-01 11:00:00 UTC, /,
  );
  // One version of it never changes.
  expect(said(`${arn}:::01234567-0123-0123-0123-0123456789ab`)).toEqual([]);
});

test("what would not start is mended before it is started again", () => {
  const running = "kelmah-auth-service@sha256:auth";
  const { findings } = verify((facts) => ({
    ...reading(["auth"], URI, [task("auth", NOW - 2 * HOUR)])(facts),
    images: new Map([...facts.images, [running, known({ missing: "image" as const })]]),
  }));
  expect(findings.find(({ code }) => code === "tasks-older")?.next).toEqual([
    `Mend first what is said of these, or their new tasks fail: auth-service-nlb (${running}).`,
    "Start again what reads it:",
    RESTART("auth-service-nlb"),
  ]);
});

test.each([
  ["/kelmah/prod/A", "ssm", "/kelmah/prod/A"],
  ["arn:aws:ssm:eu-north-1:992350137489:parameter/kelmah/prod/A", "ssm", "/kelmah/prod/A"],
  ["arn:aws:ssm:eu-north-1:992350137489:parameter/A", "ssm", "A"],
  ["arn:aws:secretsmanager:eu-north-1:992350137489:secret:kelmah/prod/A-a1B2c3:key::", "secretsmanager", "kelmah/prod/A"],
  ["arn:aws:secretsmanager:eu-north-1:992350137489:secret:kelmah/prod/A-a1B2c3:key:AWSCURRENT:", "secretsmanager", "kelmah/prod/A"],
])("%s is a secret of %s: %s", (valueFrom, store, name) => {
  expect(namedSecret(valueFrom, { account: "992350137489", region: "eu-north-1" })).toEqual({ store, name });
}); // prettier-ignore

test.each([
  "arn:aws:secretsmanager:eu-north-1:992350137489:secret:kelmah/prod/A-a1B2c3::AWSPREVIOUS:",
  "arn:aws:ssm:us-east-1:992350137489:parameter/kelmah/prod/A",
])("%s is none that can be looked at here, or that changes", (valueFrom) => {
  expect(namedSecret(valueFrom, { account: "992350137489", region: "eu-north-1" })).toBeUndefined();
});
