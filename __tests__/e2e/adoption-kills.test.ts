import type { Inventory } from "../../src/model/environment";
import { readState } from "../../src/ops/discover/fetch/states";
import type { ProcessResult } from "../../src/ops/process";
import { putSecrets } from "../../src/ops/rehearse/production/account";
import { leaks } from "../../src/ops/rehearse/production/facts";
import type { PlanResult } from "../../src/ops/terraform/types";
import { Adoption, type Part } from "../helpers/adoption";
import { Documented } from "../helpers/documented";
import { listEverything } from "../helpers/inventory";
import { type Applied, applyPlan, random } from "../helpers/kill";
import { describeEndToEnd } from "../helpers/prerequisites";

/** The moments that are chosen at random can be chosen again: KELMAH_TEST_SEED=<seed>. */
const SEED = Number(process.env.KELMAH_TEST_SEED ?? Date.now() % 1_000_000);
const KILLS = 10;
/** How many of them hit the network; the others hit the services. */
const NETWORKS = 6;

interface Kill {
  readonly index: number;
  readonly part: Part;
  /** When: how much of what an undisturbed apply begins and finishes has been begun or finished, in percent. */
  readonly percent: number;
  /** What is found again by its name, or its tags, or by what the killed apply said of it. */
  readonly by: "names and tags" | "journal";
}

/** Terraform takes its time to be refused, and to show a plan to the guard: the first of each stack sees both. */
const isThorough = (index: number) => index % NETWORKS === 0;

const draw = random(SEED);
const kills = Array.from({ length: KILLS }, (_, index): Kill => {
  // The world for the services takes longer to make: until then networks are killed.
  const part = index < NETWORKS ? "network" : "services";
  // The first of each stack has to leave a lock behind: too late a moment would find the apply done.
  const percent = Math.floor(draw() * (isThorough(index) ? 60 : 100));
  return { index, part, percent, by: index % 2 === 0 ? "names and tags" : "journal" };
});

/** What an account and a state hold. */
interface Outcome {
  readonly state: readonly string[];
  /** How many there are of each type of resource. */
  readonly counts: Readonly<Record<string, number>>;
}

interface Recovery extends Outcome {
  readonly killed: Applied;
  readonly lockRefusal: ProcessResult | undefined;
  readonly discovered: ProcessResult;
  /** The lock that the killed apply has left, if it was killed before it gave it back; the one that discovery names. */
  readonly locks: { readonly left: string | undefined; readonly named: string | undefined };
  readonly unlocked: ProcessResult | undefined;
  readonly planned: PlanResult;
  readonly guarded: ProcessResult | undefined;
  readonly again: PlanResult;
  /** Parameters that discovery has found to exist and to be nobody's. */
  readonly referenced: readonly string[];
  readonly leaked: readonly string[];
}

const UNLOCK_TYPED = 'terraform force-unlock -force "$LOCK_ID"';
const runbook = new Documented("docs/runbook.md", UNLOCK_TYPED);
const UNLOCK = /terraform force-unlock ([0-9a-f-]+)/;

/** What the runbook's command gives to Terraform for a lock. */
function wordsOf(command: string, id: string): string[] {
  return runbook.type(command).replace('"$LOCK_ID"', id).split(" ").slice(1);
}

async function outcome(adoption: Adoption, part: Part, state: string): Promise<Outcome> {
  const entries = Object.entries(await listEverything(adoption.emulator));
  return {
    state: [...readState(part, state).keys()],
    counts: Object.fromEntries(entries.map(([type, names = []]) => [type, names.length])),
  };
}

/** Kills an apply, and does what the runbook tells an engineer to do then. */
async function recover(
  adoption: Adoption,
  { part, percent, by, index }: Kill,
  moments: readonly number[],
): Promise<Recovery> {
  const killed = await applyPlan(adoption, part, moments[Math.floor((percent / 100) * moments.length)]);
  const left = await adoption.lockOf(part);
  const plan = ["plan", "-input=false", "-no-color"];
  const lockRefusal = isThorough(index) ? await adoption.raw(part, plan) : undefined;
  // What was made already holds "pending", and what was not would be made so: the guard lets nobody read that.
  if (part === "services") await putSecrets(adoption.production.clients.ssm, adoption.production.secrets);
  const discovered = await adoption.discover("--write", ...(by === "journal" ? ["--journal", killed.journal] : []));
  const named = UNLOCK.exec(discovered.stdout)?.[1];
  const unlocked = named === undefined ? undefined : await adoption.raw(part, wordsOf(UNLOCK_TYPED, named));
  const terraform = await adoption.terraform(part);
  const planned = await terraform.plan({ out: "plan" });
  const guarded = isThorough(index) ? await adoption.guard(part, "plan") : undefined;
  await terraform.apply("plan");
  const again = await terraform.plan();
  const state = await terraform.statePull();
  const { existingParameters = [] } = JSON.parse(await adoption.inventory()) as Inventory;
  return {
    ...(await outcome(adoption, part, state)),
    killed,
    lockRefusal,
    discovered,
    locks: { left, named },
    unlocked,
    planned,
    guarded,
    again,
    referenced: existingParameters.map((name) => `aws_ssm_parameter.${name.toLowerCase()}`),
    leaked: leaks([...adoption.said, state].join("\n"), adoption.production.secrets),
  };
}

/** A starting point up to the moment before a stack is applied, and what undisturbed becomes of it. */
interface World {
  readonly adoption: Adoption;
  readonly undisturbed: Outcome & Pick<Applied, "moments">;
}

async function prepare(part: Part): Promise<World> {
  // Networks are made anew; services are completed beside a load balancer that is there.
  const adoption = await Adoption.start(part === "network" ? "legacy" : "half");
  try {
    expect(await adoption.discover("--write")).toMatchObject({ status: 0, stderr: "" });
    if (part === "services") {
      const network = await adoption.terraform("network");
      await network.plan({ out: "plan" });
      await network.apply("plan");
      // The provider takes half a minute to tag a load balancer: it is adopted now, not after every kill.
      await adoption.terraform(part);
      const balancer = ["apply", "-input=false", "-auto-approve", "-target=aws_lb.internal"];
      expect(await adoption.raw(part, balancer)).toMatchObject({ status: 0 });
    }
    const terraform = await adoption.terraform(part);
    await terraform.plan({ out: "plan" });
    const undisturbed = await inFork(adoption, async (fork) => {
      const { status, moments } = await applyPlan(fork, part);
      expect(status).toBe(0);
      const state = (await fork.raw(part, ["state", "pull"])).stdout;
      return { ...(await outcome(fork, part, state)), moments };
    });
    return { adoption, undisturbed };
  } catch (error) {
    await adoption.stop();
    throw error;
  }
}

/** Does something in a copy of a world that is gone afterwards. */
async function inFork<T>(world: Adoption, action: (fork: Adoption) => Promise<T>): Promise<T> {
  const fork = await world.fork();
  try {
    return await action(fork);
  } finally {
    await fork.stop();
  }
}

/** Waits for all, so that nothing goes on behind the back of a failure, and fails when one has. */
async function together<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}

describeEndToEnd(`applies that are killed (seed ${SEED})`, ["emulator", "terraform"], () => {
  let worlds: Readonly<Record<Part, Promise<World>>>;
  const recoveries: Recovery[] = [];

  beforeAll(async () => {
    process.stderr.write(`Applies are killed at moments from the seed ${SEED}.\n`);
    worlds = { network: prepare("network"), services: prepare("services") };
    const queue = kills[Symbol.iterator]();
    const work = async (ready: Promise<World>) => {
      await ready;
      for (const kill of queue) {
        const { adoption, undisturbed } = await worlds[kill.part];
        recoveries[kill.index] = await inFork(adoption, (fork) => recover(fork, kill, undisturbed.moments));
      }
    };
    await together([work(worlds.network), work(worlds.services)]);
  });

  afterAll(async () => {
    await together(Object.values(worlds).map(async (world) => (await world).adoption.stop()));
  });

  test.each(kills)("$index: $part at $percent %, recovered by $by", async ({ index, part }) => {
    const { undisturbed } = await worlds[part];
    const recovery = recoveries[index];
    if (recovery === undefined) throw new Error(`Kill ${index} has not been recovered from`);
    expect(recovery.discovered).toMatchObject({ status: 0, stderr: "" });
    expect(recovery.planned.counts.destroy).toBe(0);
    if (recovery.guarded !== undefined) expect(recovery.guarded).toMatchObject({ status: 0, stderr: "" });
    expect(recovery.again).toMatchObject({ changed: false, changes: [] });
    // Nothing is there twice, and nothing is lost: a parameter that was made is referenced from then on, never imported.
    expect(recovery.counts).toEqual(undisturbed.counts);
    const expected = undisturbed.state.filter((address) => !recovery.referenced.includes(address));
    expect(recovery.state).toEqual(expected);
    expect(recovery.leaked).toEqual([]);
    // A lock that was left is named with the command that clears it, which works.
    const { left, named } = recovery.locks;
    expect(named).toBe(left);
    expect(recovery.unlocked?.status).toBe(left === undefined ? undefined : 0);
  });

  test("the kills were worth the name", () => {
    const cutOff = recoveries.filter(({ killed }) => killed.status !== 0);
    expect(cutOff.length).toBeGreaterThanOrEqual(KILLS - 2);
    expect(cutOff.some(({ killed }) => killed.started > killed.done)).toBe(true);
    // Nobody leaves a lock but who was killed; killed at its very end, an apply has given it back already.
    const locked = recoveries.filter(({ locks }) => locks.left !== undefined);
    expect(locked.length).toBeGreaterThanOrEqual(KILLS - 4);
    expect(locked.filter(({ killed }) => killed.status === 0)).toEqual([]);
    // What a plan of the network imports here is what a killed apply made: there was something to find.
    const networks = recoveries.slice(0, NETWORKS);
    expect(networks.some(({ planned }) => planned.counts.import > 0)).toBe(true);
    const refused = recoveries.flatMap(({ lockRefusal }) => lockRefusal ?? []);
    expect(refused).toHaveLength(2);
    for (const { status, stderr } of refused) {
      expect(status).toBe(1);
      expect(stderr).toContain("Error acquiring the state lock");
    }
  });

  runbook.testThatAllAreTyped();
});
