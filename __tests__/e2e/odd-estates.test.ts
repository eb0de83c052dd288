import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import { importDifferences } from "../../src/ops/discover/adoption/differences";
import type { Inventory } from "../../src/model/environment";
import { putSecrets } from "../../src/ops/rehearse/production/account";
import type { ProcessResult } from "../../src/ops/process";
import { Adoption, type Planned } from "../helpers/adoption";
import { BESIDE, Estate, KEPT, type OddEstate, SETTLED } from "../helpers/odd-estates";
import { describeEndToEnd } from "../helpers/prerequisites";

async function spoil({ production }: Adoption, estates: readonly OddEstate[]): Promise<void> {
  const estate = new Estate(production);
  const failed: string[] = [];
  for (const [name, change] of estates) {
    await change(estate).catch((error: unknown) => failed.push(`${name}: ${(error as Error).message}`));
  }
  expect(failed).toEqual([]);
}

describeEndToEnd("production that is not as the runbook left it", ["emulator", "terraform"], () => {
  let kept: Adoption;
  let given: string;
  let found: ProcessResult;
  let network: Planned;
  let services: Planned;
  let settled: ProcessResult & { readonly inventory: string };

  beforeAll(async () => {
    kept = await Adoption.start("full");
    await putSecrets(kept.production.clients.ssm, kept.production.secrets);
    const other = await kept.fork();
    try {
      await spoil(other, SETTLED);
      settled = { ...(await other.discover("--write", "--all")), inventory: await other.inventory() };
    } finally {
      await other.stop();
    }
    given = await kept.inventory();
    await spoil(kept, [...KEPT, ...BESIDE]);
    found = await kept.discover("--write", "--all");
    network = await kept.plan("network");
    await network.terraform.apply("plan");
    services = await kept.plan("services");
  });

  afterAll(async () => {
    await kept.stop();
  });

  test("what an estate has beyond the environment is no reason not to adopt it", () => {
    expect(found).toMatchObject({ status: 0, stderr: "" });
  });

  test("what would be taken away is one: nothing is written", () => {
    expect(settled.status).toBe(1);
    expect(settled.stderr).toMatch(/have to be settled first, see above\. Nothing was written\.$/m);
    expect(settled.inventory).toBe(given);
  });

  test.each([...KEPT])("%s stays so", (_, __, says) => {
    const { stdout } = found;
    const section = stdout.slice(stdout.indexOf("Stays as it was found:"), stdout.indexOf("The move:"));
    expect(section).toMatch(says);
  });

  test("then the plans take nothing away, destroy nothing, and the guard lets them pass", () => {
    for (const { plan, guard } of [network, services]) {
      const stack = { name: "", resources: [], data: [], outputs: {} };
      const differences = importDifferences(stack, plan.resource_changes, {
        asFound: true,
        legacyServices: [],
        finishing: () => false,
      });
      const lost = differences.filter(({ meaning }) => meaning === "lost" || meaning === "replaced");
      expect(lost).toEqual([]);
      expect(guard).toMatchObject({ status: 0, stderr: "" });
    }
  });

  test("what is applied is left alone in AWS", async () => {
    const { clients } = kept.production;
    await services.terraform.apply("plan");
    expect(await services.terraform.plan()).toMatchObject({ changed: false, changes: [] });
    const estate = new Estate(kept.production);
    const { Attributes = [] } = await clients.elbv2.send(
      new elbv2.DescribeTargetGroupAttributesCommand({ TargetGroupArn: await estate.targetGroup("kelmah-user-tg") }),
    );
    expect(Attributes).toContainEqual({ Key: "deregistration_delay.timeout_seconds", Value: "15" });
    const again = await kept.discover("--write");
    expect([again.status, again.stdout]).toEqual([0, expect.stringContaining("says all of this already")]);
  });

  test.each([...SETTLED])("%s is settled before anything is written", (_, __, says) => {
    expect(settled.stdout).toMatch(says);
  });

  test.each([...BESIDE])("%s is not adopted", async (_, __, says) => {
    expect(found.stdout).toMatch(says);
    const { imports = {} } = JSON.parse(await kept.inventory()) as Inventory;
    expect(Object.values(imports).flatMap(Object.keys)).toHaveLength(50);
  });
});
