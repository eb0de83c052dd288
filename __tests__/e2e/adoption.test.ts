import { readFile, rm, writeFile } from "node:fs/promises";
import { CONFIGURATION_ONLY, configurationOnly } from "../../src/ops/guard/configuration-only";
import { isTag } from "../../src/ops/guard/differences";
import type { ResourceChange } from "../../src/ops/guard/plan";
import type { ProcessResult } from "../../src/ops/process";
import {
  type Adopted,
  adopt,
  EXPECTED,
  everyFile,
  importedDifferences,
  PARTS,
  STARTING_POINTS,
} from "../helpers/adopted";
import type { Part } from "../helpers/adoption";
import { describeEndToEnd } from "../helpers/prerequisites";
import { type Sections, writeInventory } from "../../src/ops/rehearse/production/production";
import { leaks } from "../../src/ops/rehearse/production/facts";

function countByType({ plans }: Adopted, part: Part, has: (resource: ResourceChange) => boolean) {
  const counts: Record<string, number> = {};
  for (const resource of plans[part].plan.resource_changes.filter(has)) {
    counts[resource.type] = (counts[resource.type] ?? 0) + 1;
  }
  return counts;
}

const isImported = ({ change }: ResourceChange) => change.importing !== undefined;
const isAdded = ({ change }: ResourceChange) => change.actions.includes("create");

describeEndToEnd("adopting production", ["emulator", "terraform"], () => {
  let worlds: Record<Sections, Adopted>;

  beforeAll(async () => {
    const adopted = await Promise.all(STARTING_POINTS.map(async (point) => [point, await adopt(point)] as const));
    worlds = Object.fromEntries(adopted) as Record<Sections, Adopted>;
  });

  afterAll(async () => {
    await Promise.all(Object.values(worlds).map(({ adoption }) => adoption.stop()));
  });

  describe.each(STARTING_POINTS)("from where it is %s", (point) => {
    test("destroys and replaces nothing, and the guard lets it through", () => {
      const { discovered, plans } = worlds[point];
      expect(discovered).toMatchObject({ status: 0, stderr: "" });
      for (const part of PARTS) {
        expect(plans[part].guard).toMatchObject({ status: 0, stderr: "" });
        expect(plans[part].guard.stdout).toMatch(
          /^Plan of 'prod': \d+ to import, \d+ to add, \d+ to change, 0 to destroy$/m,
        );
        expect(plans[part].plan.resource_changes.filter(({ change }) => change.actions.includes("delete"))).toEqual([]);
      }
    });

    test("imports what exists and adds what is missing", () => {
      for (const part of PARTS) {
        expect({
          imported: countByType(worlds[point], part, isImported),
          added: countByType(worlds[point], part, isAdded),
        }).toEqual(EXPECTED[point][part]);
      }
    });

    test("changes nothing but tags in what it imports, and services in place", () => {
      const others = importedDifferences(worlds[point])
        .filter(({ difference }) => !isTag(difference))
        .filter(({ resource, difference }) => configurationOnly(resource.type, difference) === undefined);
      const addresses = new Set(others.map(({ resource }) => resource.address));
      const services = ["auth", "gateway", "job", "messaging", "payment", "review", "user"];
      const expected = point === "full" ? services : ["gateway"];
      expect([...addresses].sort()).toEqual(expected.map((name) => `aws_ecs_service.${name}`));
    });

    test("plans nothing more after it, and finds nothing new", () => {
      const { again, inventory, inventoryAgain, rediscovered } = worlds[point];
      for (const part of PARTS) expect(again[part]).toMatchObject({ changed: false, changes: [] });
      expect(rediscovered).toMatchObject({ status: 0 });
      expect(inventoryAgain).toBe(inventory);
    });

    test("leaves the legacy services' tasks and revisions alone, and has them in its state", async () => {
      const { adoption, running } = worlds[point];
      expect(Object.keys(running[0] as object)).toHaveLength(6);
      expect(running[1]).toEqual(running[0]);
      const state = (await adoption.raw("services", ["state", "list"])).stdout;
      expect(state.match(/^aws_ecs_service\.\w+_legacy$/gm)).toHaveLength(6);
      expect(state).not.toContain("ecs_task_definition.legacy");
    });

    test("never has a secret in its hands", async () => {
      const { adoption, plans, inventoryAgain } = worlds[point];
      const states = await Promise.all(PARTS.map((part) => adoption.raw(part, ["state", "pull"])));
      const files = await Promise.all(PARTS.map((part) => everyFile(adoption, part)));
      const texts = [...adoption.said, inventoryAgain, ...states.map(({ stdout }) => stdout), ...files.flat()];
      const all = [...texts, ...PARTS.map((part) => plans[part].text)].join("\n");
      // Looked for in the right places: it is where the name of the secret is.
      expect(all).toContain("/kelmah/prod/JWT_SECRET");
      expect(leaks([...adoption.production.secrets.values()].join(), adoption.production.secrets)).not.toEqual([]);
      expect(leaks(all, adoption.production.secrets)).toEqual([]);
    });

    test("asks nothing of the emulator that it cannot answer", async () => {
      expect(await worlds[point].adoption.emulator.unimplemented()).toEqual([]);
    });
  });

  test("every value that only the configuration has is needed, and its change calls nothing", async () => {
    const used = new Set(
      Object.values(worlds)
        .flatMap(importedDifferences)
        .map(({ resource, difference }) => configurationOnly(resource.type, difference)),
    );
    expect(CONFIGURATION_ONLY.filter((entry) => !used.has(entry))).toEqual([]);
    const calls = await worlds.full.adoption.emulator.calls();
    const actions = new Set(calls.map(({ action }) => action));
    expect([...actions].filter((action) => /^Modify|^Delete/.test(action) && action !== "DeleteItem")).toEqual([]);
    expect(actions).toContain("UpdateService");
  });

  test("no plan is made before it has been discovered", async () => {
    const fork = await worlds.legacy.adoption.fork();
    await writeInventory(fork.inventories, fork.production.given);
    for (const part of PARTS) {
      await fork.terraform(part);
      const { status, stderr } = await fork.raw(part, ["plan", "-input=false", "-no-color"]);
      expect(status).toBe(1);
      expect(stderr.replaceAll(/[\s│]+/g, " ")).toContain(
        "'prod' describes what exists in AWS, and nobody has looked yet what that is: this plan would make a second NAT gateway",
      );
      expect(stderr).not.toContain("aws_");
    }
    await fork.stop();
  });

  test("the guard refuses a real plan whose tasks would read the word 'pending'", async () => {
    const fork = await worlds.full.adoption.fork();
    await fork.editInventory((inventory) => ({ ...inventory, existingParameters: ["JWT_SECRET", "MONGODB_URI"] }));
    const { guard } = await fork.plan("services");
    expect(guard.status).toBe(1);
    const refused = [...guard.stdout.matchAll(/aws_ssm_parameter\.(\w+) would be made with the value 'pending'/g)];
    expect(refused.map(([, name]) => name)).toEqual([
      "internal_api_key",
      "jwt_refresh_secret",
      "messaging_mongo_uri",
      "paystack_secret_key",
      "smtp_pass",
      "smtp_user",
    ]);
    expect(guard.stdout).toContain(
      "npm run secret -- --env prod INTERNAL_API_KEY, then npm run discover -- --env prod --write",
    );
    await fork.stop();
  });

  test("the import blocks may go, once they have been applied", async () => {
    const fork = await worlds.full.adoption.fork();
    await fork.editInventory((inventory) => ({ ...inventory, imports: {} }));
    for (const part of PARTS) {
      const terraform = await fork.terraform(part);
      expect(await readFile(fork.file(part, "cdk.tf.json"), "utf8")).not.toContain('"import"');
      expect(await terraform.plan()).toMatchObject({ changed: false });
    }
    await fork.stop();
  });

  /** Plans with something changed in the stack, as by mistake, and takes the mistake back. */
  async function planMistake(part: Part, resources: unknown, ...args: string[]): Promise<ProcessResult> {
    const { adoption } = worlds.full;
    const file = adoption.file(part, "mistake_override.tf.json");
    await writeFile(file, JSON.stringify({ resource: resources }));
    const planned = await adoption.raw(part, [
      "plan",
      "-input=false",
      "-no-color",
      "-lock=false",
      "-out=mistake",
      ...args,
    ]);
    await rm(file);
    return planned;
  }

  test("the guard refuses a real plan that replaces", async () => {
    const renamed = { aws_lb_target_group: { user: { name: "renamed", port: 3999 } } };
    expect(await planMistake("services", renamed, "-replace=aws_iam_role.auth_task")).toMatchObject({ status: 0 });
    const { status, stdout } = await worlds.full.adoption.guard("services", "mistake");
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /replace +aws_lb_target_group\.user would be replaced: what cannot be changed in place is name, port/,
    );
    expect(stdout).toMatch(/replace +aws_iam_role\.auth_task would be replaced: the plan was made with -replace/);
  });

  test("the guard refuses a real plan of a part of a stack", async () => {
    // Something must be changed: an override without any resource is no configuration to Terraform.
    const changed = { aws_eip: { nat_a: { tags: { Name: "renamed" } } } };
    expect(await planMistake("network", changed, "-target=aws_eip.nat_a")).toMatchObject({ status: 0 });
    const { status, stdout } = await worlds.full.adoption.guard("network", "mistake");
    expect(status).toBe(1);
    expect(stdout).toContain("it leaves something out (-target, or changes that are deferred): plan the whole stack");
  });

  test("Terraform itself refuses to replace what production's addresses depend on", async () => {
    const mistakes: readonly [Part, Record<string, Record<string, unknown>>][] = [
      [
        "network",
        {
          aws_subnet: { private_a: { cidr_block: "172.31.240.0/20" } },
          aws_nat_gateway: { nat_a: { subnet_id: "subnet-0e5fed10308075b94" } },
        },
      ],
      ["services", { aws_lb: { internal: { name: "renamed" } }, aws_ecs_cluster: { main: { name: "renamed" } } }],
    ];
    for (const [part, resources] of mistakes) {
      const { status, stderr } = await planMistake(part, resources);
      expect(status).toBe(1);
      for (const [type, named] of Object.entries(resources)) {
        expect(stderr).toContain(`Resource ${type}.${Object.keys(named)[0] ?? ""} has lifecycle.prevent_destroy set`);
      }
    }
  });
});
