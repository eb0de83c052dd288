import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "../../src/environments";
import { plainDisplay } from "../../src/ops/display/steps";
import { guard } from "../../src/ops/guard/guard";
import { parsePlan } from "../../src/ops/guard/plan";
import { run } from "../../src/ops/process";
import { orderProblems } from "../../src/ops/rehearse/order";
import { PRODUCTION } from "../../src/ops/rehearse/production/facts";
import { Rehearsal } from "../../src/ops/rehearse/rehearsal";
import { verifyHere } from "../../src/ops/rehearse/verify-here";
import { allIn, type ServicePhases } from "../../src/ops/rehearse/walk";
import type { Workplace } from "../../src/ops/rehearse/workplace";
import type { TerraformEvent } from "../../src/ops/terraform/events";
import { cacheDirectory, launcher, projectDirectory } from "../helpers/directories";
import { describeEndToEnd } from "../helpers/prerequisites";

const SERVICES = Object.keys(environments().find(({ name }) => name === "prod")?.services ?? {});
const STACK = "kelmah-prod-services";

describeEndToEnd("a rehearsal of production's move", ["terraform", "emulator"], () => {
  let folder: string;
  let rehearsal: Rehearsal;
  let workplace: Workplace;
  const lines: string[] = [];
  /** What verify is made to say. */
  let broken: string | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kelmah-rehearsal-"));
    rehearsal = new Rehearsal({
      name: "prod",
      project: projectDirectory,
      cacheDirectory,
      folder,
      env: process.env,
      signal: new AbortController().signal,
      services: SERVICES,
      walk: { from: "legacy", to: "retired" },
      verify: (place) => {
        workplace = place;
        return broken === undefined ? verifyHere(place) : Promise.resolve([broken]);
      },
    });
    await plainDisplay((line) => lines.push(line))(rehearsal.steps());
  });

  afterAll(async () => {
    await rehearsal.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("every step is planned, passes the guard, is applied and verified, and destroys nothing", () => {
    const [network, ...moves] = rehearsal.rows;
    expect(network).toMatchObject({ step: "adopt the network", guard: "passes", counts: { destroy: 0 } });
    expect(moves).toHaveLength(9);
    for (const row of moves) expect(row).toMatchObject({ guard: "passes", verify: "healthy", counts: { destroy: 0 } });
    expect(lines.at(-1)).toMatch(/Second plan: ✔ empty for 2 stacks/);
  });

  test("each step changes what it is meant to, forward and back, and nothing else", () => {
    const changes = rehearsal.rows
      .slice(2)
      .map(({ step, counts: { import: imported, add, change, revise } }) => [step, imported, add, change, revise]);
    expect(changes).toEqual([
      ["all legacy", 0, 0, 6, 0],
      ["all parallel", 0, 0, 6, 0],
      ["auth ahead: internal", 0, 0, 1, 1],
      ["all internal", 0, 0, 1, 1],
      ["all retired", 0, 0, 6, 0],
      ["back: all internal", 0, 0, 6, 0],
      ["back: all parallel", 0, 0, 1, 1],
      ["back: all legacy", 0, 0, 6, 0],
    ]);
  });

  /** Plans and applies without asking anybody; returns what Terraform did, in its order, and what the guard would say. */
  async function jump(phases: ServicePhases): Promise<{ events: TerraformEvent[]; refusals: string[] }> {
    await workplace.setPhases(phases);
    const terraform = await workplace.terraform(STACK);
    await terraform.plan({ out: "jump" });
    const plan = parsePlan(JSON.stringify(await terraform.show("jump")));
    const { findings } = guard(plan, { environment: workplace.environment(), accepted: [] });
    const events: TerraformEvent[] = [];
    await terraform.apply("jump", undefined, (event) => events.push(event));
    return { events, refusals: findings.map(({ message }) => message) };
  }

  const begun = (events: readonly TerraformEvent[]) =>
    events.flatMap((event) => (event.type === "started" ? [event.address] : []));

  test("a jump over all phases keeps the order, there and back; the guard asks for a word first", async () => {
    const there = await jump(allIn(SERVICES, "retired"));
    expect(there.refusals).toHaveLength(SERVICES.length);
    expect(there.refusals[0]).toMatch(/^'auth' would go from legacy to retired in one apply/);
    const all = SERVICES.flatMap((service) => [`aws_ecs_service.${service}`, `aws_ecs_service.${service}_legacy`]);
    expect(begun(there.events)).toEqual(expect.arrayContaining([...all, "aws_ecs_service.gateway"]));
    expect(orderProblems(there.events, allIn(SERVICES, "retired"))).toEqual([]);
    expect(await verifyHere(workplace)).toEqual([]);

    const back = await jump(allIn(SERVICES, "legacy"));
    expect(back.refusals).toEqual([]);
    expect(begun(back.events)).toEqual(expect.arrayContaining([...all, "aws_ecs_service.gateway"]));
    expect(orderProblems(back.events, allIn(SERVICES, "legacy"))).toEqual([]);
    expect(await verifyHere(workplace)).toEqual([]);
  });

  test("services in different phases move in one apply, each in its order", async () => {
    const [auth = "", user = "", job = "", ...others] = SERVICES;
    const mixed: ServicePhases = {
      ...allIn(others, "parallel"),
      [auth]: "internal",
      [user]: "retired",
      [job]: "legacy",
    };
    const { events } = await jump(mixed);
    expect(orderProblems(events, mixed)).toEqual([]);
    expect(await verifyHere(workplace)).toEqual([]);
  });

  test("a gateway that rolls back ends the apply, before what it still calls goes down", async () => {
    await jump(allIn(SERVICES, "parallel"));
    const { cluster, gatewayService: service } = PRODUCTION;
    await workplace.emulator.setRollout({ cluster, service, outcome: { rolloutState: "ROLLED_BACK" } });
    await expect(jump(allIn(SERVICES, "retired"))).rejects.toThrow(
      `${service}: the new tasks did not come up, and ECS went back to the revision before.`,
    );
    const { ecs } = workplace.clients;
    const legacy = SERVICES.map((name) => `${name}-service`);
    const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: legacy }));
    expect(services.map(({ desiredCount, runningCount }) => [desiredCount, runningCount])).toEqual(
      legacy.map(() => [1, 1]),
    );

    // It comes up, and the next apply goes on from there.
    await workplace.emulator.setRollout({ cluster, service });
    await jump(allIn(SERVICES, "retired"));
    expect(await verifyHere(workplace)).toEqual([]);
  });

  test("the first thing that is not safe ends a rehearsal, and is in its table", async () => {
    broken = "auth-service-nlb runs 0 of 1 tasks";
    const step = rehearsal.steps().filter(({ title }) => title === "back: all internal");
    const made = rehearsal.rows.length;
    await expect(plainDisplay((line) => lines.push(line))(step)).rejects.toThrow(
      "back: all internal: not all is well:\n  auth-service-nlb runs 0 of 1 tasks",
    );
    expect(rehearsal.rows.slice(made)).toEqual([
      expect.objectContaining({ step: "back: all internal", verify: "wrong" }),
    ]);
    expect(lines.at(-1)).toMatch(/back: all internal: ✖ failed/);
  });
});

describeEndToEnd("npm run rehearse", ["emulator"], () => {
  const rehearse = (...args: string[]) =>
    run(process.execPath, [launcher, "src/ops/rehearse/main.ts", ...args], {
      cwd: projectDirectory,
      env: { ...process.env, NO_COLOR: "1" },
    });

  test("says what it does, and refuses what it cannot rehearse", async () => {
    expect(await rehearse("--help")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^npm run rehearse/) as string,
    });
    expect(await rehearse("--env", "dev")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: "--env dev: its services have no legacy services to move from. Choose prod. See --help.\n",
    });
  });
});
