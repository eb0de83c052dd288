import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PHASES_FILE } from "../../environments/rehearsed-phases";
import { secretVariables, type Environment, type Inventory } from "../../model/environment";
import { resourceNames, stackName, stackNamesOf } from "../../model/names";
import type { Phase } from "../../model/phase";
import { checkAccount } from "../account";
import { requireS3State } from "../s3-state";
import { type StackFolders, synthesize } from "../synthesize";
import type { Providers } from "../terraform/types";
import type { Clients } from "../aws/clients";
import { adopting } from "./adoption/adopting";
import type { Difference } from "./adoption/differences";
import { importsOf, keptOfAll } from "./adoption/imports";
import { leftRoutes } from "./adoption/left-routes";
import { taskProblems } from "./adoption/problems";
import { existingResources } from "./existing";
import type { Facts, StateFacts, StateLock } from "./facts";
import type { ContainerScope } from "./fetch/containers";
import { fetchNamed } from "./fetch/named";
import { fetchNetwork } from "./fetch/network";
import { fetchParameters } from "./fetch/others";
import { fetchStates } from "./fetch/states";
import { givenPart, inventoryFile, renderInventory } from "./inventory-file";
import type { Journal } from "./journal";
import { checkGiven, learn, notThereYet } from "./learn";
import { type Hints, Matching, type Match, type MissingData } from "./match";
import { addressProblems, drainingProblems, unsetProblems, unsettled, type Unsettled } from "./problems";
import { type NotOurs, notOurs } from "./not-ours";
import { namesOf, readWanted, type WantedStack } from "./stacks";
import { possiblePhases, type Standing, standingProblems, standings } from "./standing";
import { startProblems, type TaskDifference, taskDifferences } from "./tasks/differences";
import { wantedTasks } from "./tasks/wanted";
import { variableDifferences, type VariableDifference } from "./variables";

/** What to discover, and with what. */
export interface DiscoverOptions {
  /** The project's folder: the one with `cdktf.json`. */
  readonly project: string;
  /** A folder of this run's own, for synthesized stacks. */
  readonly folder: string;
  readonly environment: Environment;
  readonly clients: Clients;
  /** The environment of the synthesis. */
  readonly env: NodeJS.ProcessEnv;
  readonly journals: readonly Journal[];
  /** Providers that stay up between Terraform's commands. @default Terraform starts the provider for each, and ends it */
  readonly providers?: Providers | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was discovered. */
export interface Discovery {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** The inventory as it should be. */
  readonly inventory: Inventory;
  readonly matches: readonly Match[];
  /** Addresses in Terraform's state by stack; `undefined` where it could not be read. */
  readonly managed: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  readonly locks: ReadonlyMap<string, StateLock>;
  /** What adopting would change in what exists, the worst first. */
  readonly differences: readonly Difference[];
  readonly unsettled: readonly Unsettled[];
  readonly missingData: readonly MissingData[];
  /** What the inventory gives and is not there yet. */
  readonly notThereYet: readonly string[];
  /** Where each service stands in the move. */
  readonly standings: readonly Standing[];
  /** Fields of the task definitions, the worst first. */
  readonly tasks: readonly TaskDifference[];
  readonly variables: readonly VariableDifference[];
  /** What shares cluster, load balancers and target groups with the environment. */
  readonly notOurs: readonly NotOurs[];
  /** Of the journals: what was being made when they ended. */
  readonly unfinished: readonly string[];
}

/**
 * Finds what of an environment exists in AWS; changes nothing, there or here.
 *
 * @throws OperatorError saying what is wrong with the credentials, the inventory or the answers.
 */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const { environment, clients, journals } = options;
  const { account, region } = environment.inventory;
  const { name } = environment;
  const state = requireS3State(
    environment,
    "discovery reads from the states what Terraform manages already, or would have it import that again. " +
      "Discover before the state moves to HCP Terraform, or import by hand (terraform import).",
  );
  await checkAccount(clients.sts, { name: `the inventory of ${name}`, provider: { region, accounts: [account] } });

  const stackNames = stackNamesOf(environment);
  const [{ stacks: given }, network, parameters, states] = await beside(
    options.signal,
    (signal) =>
      synthesizeWith(
        { ...options, signal },
        { pass: "given", inventory: givenPart(environment.inventory), phases: possiblePhases(environment, []) },
      ),
    fetchNetwork(clients.ec2, environment),
    fetchParameters(clients.ssm, name),
    fetchStates(clients.s3, state, stackNames),
  );
  checkGiven(environment, network);
  const named = await fetchNamed(clients, environment, given, containerScope(environment, given));
  const facts: Facts = { network, parameters, states, ...named };

  const learnt = learn({ environment, facts, stacks: given });
  const known = { ...environment, inventory: learnt };
  const stand = standings(known, facts);
  const phases = possiblePhases(known, stand);
  const { stacks, folders } = await synthesizeWith(options, { pass: "learnt", inventory: learnt, phases });
  const hints = stackNames.map((stack): [string, Hints[]] => [
    stack,
    [
      { source: "Terraform's state", ids: states.get(stack)?.ids ?? new Map<string, string>() },
      ...journals.map(({ ids }) => ({ source: "the journal of the apply", ids })),
    ],
  ]);
  const existing = existingResources(facts);
  const matching = new Matching({ stacks, existing, environment, hints: new Map(hints) });
  const matches = matching.all();
  const managed = new Map(stackNames.map((stack) => [stack, keysOf(states.get(stack)?.ids)]));
  const missingData = matching.missingData();
  const begun = new Set(stackNames.filter((stack) => journals.length > 0 || hasBegun(states.get(stack))));
  const adoption = await adopting({ ...options, stacks, folders, matches, matching, managed, missingData, begun });
  const found = { managed, kept: adoption.kept, unfinished: adoption.unfinished, before: environment.inventory };
  const wanted = wantedTasks(environment, stacks, matching);
  const tasks = taskDifferences(facts.definitions, wanted);
  return {
    environment: name,
    account,
    region,
    inventory: { ...learnt, ...importsOf(matches, found), ...keptOfAll(matches, found) },
    matches,
    managed,
    locks: new Map([...states].flatMap(([stack, { lock }]) => (lock === undefined ? [] : [[stack, lock] as const]))),
    differences: adoption.differences,
    unsettled: [
      ...unsettled(matches, states),
      ...addressProblems(environment, matches),
      ...drainingProblems(environment, matches, facts.containers),
      ...leftRoutes(environment, matches, network),
      ...adoption.unsettled,
      ...standingProblems(known, stand, servicesStack(name, managed)),
      ...startProblems(name, tasks, managed),
      ...taskProblems(environment, tasks, managed),
      ...unsetProblems(known, parameters),
    ],
    missingData,
    notThereYet: notThereYet(environment, network),
    standings: stand,
    tasks,
    variables: variableDifferences(facts.containers.tasks, wanted),
    notOurs: notOurs(environment, facts, { matches, existing }),
    unfinished: journals.flatMap(({ unfinished }) => unfinished),
  };
}

/** Does something that can be ended while others are waited for, and ends it when one of them fails. */
async function beside<T, Others extends unknown[]>(
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => Promise<T>,
  ...others: { [Index in keyof Others]: Promise<Others[Index]> }
): Promise<[T, ...Others]> {
  const failed = new AbortController();
  const started = start(AbortSignal.any([failed.signal, ...(signal === undefined ? [] : [signal])]));
  try {
    return await Promise.all([started, ...others]);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled([started]);
    throw error;
  }
}

/** The services stack, and whether Terraform manages the gateway already. */
function servicesStack(environment: string, managed: Discovery["managed"]) {
  const stack = stackName(environment, "services");
  return { stack, adopted: managed.get(stack)?.has("aws_ecs_service.gateway") === true };
}

/** Whether an apply of a stack has come as far as to its state, or to its lock. */
function hasBegun(state: StateFacts | undefined): boolean {
  return state?.lock !== undefined || (state?.ids?.size ?? 0) > 0;
}

function keysOf(ids: ReadonlyMap<string, string> | undefined): ReadonlySet<string> | undefined {
  return ids && new Set(ids.keys());
}

/** What stacks are synthesized with, and the name of the folder for it. */
interface Pass {
  readonly pass: string;
  readonly inventory: Inventory;
  /** By service. */
  readonly phases: Readonly<Record<string, Phase>>;
}

/** The environment's stacks with an inventory and phases of our own. */
async function synthesizeWith(
  { project, folder, environment, env, signal }: DiscoverOptions,
  { pass, inventory, phases }: Pass,
): Promise<{ readonly stacks: WantedStack[]; readonly folders: StackFolders }> {
  const { name } = environment;
  const inventories = join(folder, pass);
  await mkdir(inventories, { recursive: true });
  await writeFile(inventoryFile(inventories, name), renderInventory(inventory));
  await writeFile(join(inventories, PHASES_FILE), JSON.stringify({ [name]: phases }));
  const folders = await synthesize({
    project,
    outdir: join(folder, `${pass}.out`),
    // What is read here is JSON, whatever the user has chosen for himself.
    env: { ...env, SYNTH_HCL_OUTPUT: undefined, KELMAH_INVENTORY_DIR: inventories },
    only: name,
    signal,
  });
  return { stacks: await readWanted(folders, stackNamesOf(environment)), folders };
}

function containerScope(environment: Environment, stacks: readonly WantedStack[]): ContainerScope {
  const names = resourceNames(environment);
  const containers = [...Object.values(environment.services), environment.gateway];
  const legacy = Object.entries(environment.names?.services ?? {}).flatMap(([service, { legacyService }]) =>
    legacyService === undefined ? [] : [[service, legacyService] as const],
  );
  const runs = Object.entries(names.services).map(([service, { service: ecsService }]) => {
    const before = legacy.flatMap(([of, name]) => (of === service ? [name] : []));
    return [service, [...before, ecsService]] as const;
  });
  return {
    cluster: names.cluster,
    services: [...namesOf(stacks, "aws_ecs_service"), ...legacy.map(([, name]) => name)],
    runs: new Map([...runs, ["gateway", [names.gateway.service]]]),
    legacy: legacy.map(([, name]) => name),
    secrets: containers.flatMap((container) => [...secretVariables(container).keys()]),
  };
}
