import { createColors } from "picocolors";
import { CallCount } from "../../../src/ops/aws/clients";
import { formatLeft, plainLive, terminalLive } from "../../../src/ops/verify/live";
import { renderVerification, verificationJson } from "../../../src/ops/verify/render";
import { failed, known, verify, withService } from "./recorded";

const plain = createColors(false);
const broken = verify((facts) => ({
  ...withService("user-service-nlb", { runningCount: 0 }, ["Essential container in task exited"])(facts),
  logs: new Map([...facts.logs, ["/ecs/job-service", known({ there: true })]]),
  images: new Map([...facts.images, ["api-gateway:latest", failed("ecr:DescribeImages")]]),
}));

test("the table first, then what is wrong, what is not known, warnings, and the verdict", () => {
  expect(renderVerification(broken, plain)).toMatchInlineSnapshot(`
    "prod, eu-north-1

      service    phase     tasks  legacy  roll-out   targets  chain     last log
      auth       parallel  1/1    1/1     completed  1/1      complete  1 min ago
      user       parallel  0/1    1/1     completed  1/1      complete  1 min ago
      job        parallel  1/1    1/1     completed  1/1      complete  silent
      payment    parallel  1/1    1/1     completed  1/1      complete  1 min ago
      messaging  parallel  1/1    1/1     completed  1/1      complete  1 min ago
      review     parallel  1/1    1/1     completed  1/1      complete  1 min ago
      gateway              1/1    –       completed  1/1      complete  1 min ago

      account        992350137489
      NAT            13.62.68.130, as allowlisted
      parameters     8 of 8 set
      images         could not be found out
      gateway calls  6 legacy

    Will fail at the next start or deployment

    ✖ user: user-service-nlb runs 0 of 1 task
      why     its container ends by itself. ECS says: Essential container in task exited
      next    aws logs tail /ecs/user-service --since 15m --region eu-north-1

    Could not be found out

    ? gateway: image api-gateway:latest
      why     AWS denies ecr:DescribeImages to these credentials.

    To tidy up

    ! job: job runs, and nothing has come to /ecs/job-service yet
      next    aws logs tail /ecs/job-service --since 15m --region eu-north-1

    1 thing is wrong, 1 could not be found out, 1 warning."
  `);
});

test("where all is well there is the table and one sentence", () => {
  expect(renderVerification(verify(), plain)).toMatch(/6 legacy\n\nAll is well\.$/);
});

test("one reason for many findings is told once", () => {
  const text = renderVerification(
    verify((facts) => ({ ...facts, ingress: failed("ec2:DescribeSecurityGroupRules") })),
    plain,
  );
  expect(text).toContain("? auth: its security group; user: its security group; ");
  expect(text.match(/AWS denies/g)).toHaveLength(1);
});

test("a program is told the verdict, the findings with the action that lacks, and the calls", () => {
  const calls = new CallCount();
  calls.add("ecs:DescribeServices", 2);
  const json = JSON.parse(JSON.stringify(verificationJson(broken, calls, 1.5))) as { findings: object[] };
  expect(json).toMatchObject({
    environment: "prod",
    verdict: "wrong",
    at: "2026-03-01T12:00:00.000Z",
    calls: { total: 1, retries: 1 },
    seconds: 1.5,
  });
  expect(json.findings[1]).toMatchObject({ code: "image-unknown", severity: "unknown", action: "ecr:DescribeImages" });
});

test("the live picture is drawn over itself, within the screen, and goes away", () => {
  const written: string[] = [];
  const terminal = { columns: 200, rows: 12, write: (text: string) => written.push(text) };
  const live = terminalLive(terminal, plain, () => 0);
  live.show(broken, 65);
  live.show(broken, 60);
  live.end();
  expect(written[0]).toMatch(
    /waiting, 1 min 05 s left: user-service-nlb runs 0 of 1 task; image api-gateway:latest\n$/,
  );
  expect(written[0]?.split("\n")).toHaveLength(12);
  expect(written[1]?.startsWith("\u001b[11A\r\u001b[0J")).toBe(true);
  expect(written[2]).toBe("\u001b[11A\r\u001b[0J");
});

test("where lines cannot be drawn over, one is written when something has changed", () => {
  const written: string[] = [];
  let seconds = 0;
  const live = plainLive((line) => written.push(line), () => seconds * 1000); // prettier-ignore
  for (const verification of [broken, broken, verify()]) {
    live.show(verification, 1);
    seconds += 5;
  }
  live.end();
  expect(written).toEqual(["     0 s  waiting: user-service-nlb runs 0 of 1 task; image api-gateway:latest"]);
});

test.each([[4.2, "5 s"], [60, "1 min 00 s"], [605, "10 min 05 s"]])("%p seconds are %s", (seconds, text) => {
  expect(formatLeft(seconds)).toBe(text);
}); // prettier-ignore
