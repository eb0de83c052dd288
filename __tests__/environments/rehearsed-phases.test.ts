import { existsSync } from "node:fs";
import { join } from "node:path";
import { environments } from "../../src/environments";
import { PHASES_FILE, rehearsedPhases } from "../../src/environments/rehearsed-phases";
import { phaseOf } from "../../src/model/move";
import { OperatorError } from "../../src/model/problem";
import { projectDirectory } from "../helpers/directories";
import { temporaryDirectory } from "../helpers/temporary";

const directory = temporaryDirectory();
const own = environments();

/** Writes an inventory of prod and what is given as the phases beside it; a text is written as it is. */
async function folder(phases: unknown, inventories: readonly string[] = ["prod"]): Promise<string> {
  for (const name of inventories) {
    const found = own.find((environment) => environment.name === name);
    await directory.write(`${name}.json`, JSON.stringify(found?.inventory));
  }
  await directory.write(PHASES_FILE, typeof phases === "string" ? phases : JSON.stringify(phases));
  return directory.path();
}

const phasesOf = (inventoryDirectory?: string) =>
  environments(inventoryDirectory).map((environment) =>
    Object.fromEntries(Object.keys(environment.services).map((service) => [service, phaseOf(environment, service)])),
  );

test("a rehearsal's phases are those of its file, for the services and environments that it names", async () => {
  const [dev, staging, prod] = phasesOf();
  const phases = { prod: { auth: "internal", messaging: "retired", review: "legacy" } };
  expect(phasesOf(await folder(phases))).toEqual([dev, staging, { ...prod, ...phases.prod }]);
});

test("nothing else of an environment is another in a rehearsal", async () => {
  const [dev, staging, prod] = environments(await folder({ prod: { auth: "internal" } }));
  const { auth } = own[2]?.services ?? {};
  expect([dev, staging]).toEqual(own.slice(0, 2));
  expect(prod).toEqual({ ...own[2], services: { ...own[2]?.services, auth: { ...auth, phase: "internal" } } });
});

test("a folder without the file, and no folder, rehearse nothing", async () => {
  await directory.write("prod.json", JSON.stringify(own[2]?.inventory));
  expect(environments(directory.path())).toEqual(own);
  expect(rehearsedPhases(own, undefined)).toEqual(own);
  expect(rehearsedPhases(own, "")).toEqual(own);
});

test("a service called what every object has gets no phase that nobody gave it", async () => {
  const { auth } = own[2]?.services ?? {};
  if (own[2] === undefined || auth === undefined) throw new Error("There is no prod");
  const odd = { ...own[2], services: { constructor: auth } };
  expect(rehearsedPhases([odd], await folder({ prod: {} }))).toEqual([odd]);
});

describe("the project's own inventories", () => {
  test("are not rehearsed with, though the folder has another environment's", async () => {
    const given = await folder({ prod: { auth: "retired" } }, ["dev"]);
    expect(() => environments(given)).toThrow(
      "  phases.prod: there is no prod.json beside it: the project's own inventory is not rehearsed with\n",
    );
  });

  test("have no such file beside them, and one that is put there is refused", async () => {
    expect(existsSync(join(projectDirectory, "src/environments/inventory", PHASES_FILE))).toBe(false);
    await directory.write(join("src/environments/inventory", PHASES_FILE), "{}");
    const before = process.cwd();
    try {
      process.chdir(directory.path());
      expect(() => rehearsedPhases(own, "src/environments/../environments/inventory")).toThrow(
        /rehearsed\.phases\.json is among the project's own inventories: rehearse with a folder of its own/,
      );
    } finally {
      process.chdir(before);
    }
  });
});

describe("a file of phases that is wrong is said to the person at the keyboard", () => {
  test.each([
    ["a misspelt environment", { prodd: {} }, "phases.prodd: 'prodd' is no environment: the nearest is 'prod'"],
    [
      "a misspelt service",
      { prod: { autth: "internal" } },
      "phases.prod.autth: 'autth' is no service of 'prod': the nearest is 'auth'",
    ],
    [
      "what every object has in a service's place",
      { prod: { constructor: "internal" } },
      "phases.prod.constructor: 'constructor' is what every object of JavaScript has already: call it something else",
    ],
    [
      "a misspelt phase",
      { prod: { auth: "Paralel" } },
      "phases.prod.auth: 'Paralel' is no phase: the nearest is 'parallel'",
    ],
    ["a list", [], "phases: a list is given: an object is needed"],
    ["a phase of all services", { prod: "internal" }, "phases.prod: text is given: an object is needed"],
    ["no word", { prod: { auth: 3 } }, "phases.prod.auth: a number is given: text in quotes is needed"],
    ["null", { prod: { auth: null } }, "phases.prod.auth: null is given: text in quotes is needed"],
  ])("%s", async (_, phases, line) => {
    const given = await folder(phases);
    const attempt = () => environments(given);
    expect(attempt).toThrow(OperatorError);
    expect(attempt).toThrow(`The phases ${directory.path(PHASES_FILE)} are wrong:\n  `);
    expect(attempt).toThrow(line);
    expect(attempt).toThrow("\n\nNothing was written. Correct the file.");
  });

  test("all that is wrong at once", async () => {
    const given = await folder({ prod: { user: "intern", jobs: "gone" }, stagin: {} });
    expect(() => environments(given)).toThrow(`The phases ${directory.path(PHASES_FILE)} are wrong:
  phases.prod.user: 'intern' is no phase: the nearest is 'internal'
  phases.prod.jobs: 'jobs' is no service of 'prod': the nearest is 'job'
  phases.prod.jobs: 'gone' is no phase: the nearest is 'legacy'
  phases.stagin: 'stagin' is no environment: the nearest is 'staging'
`);
  });

  test("no JSON", async () => {
    const given = await folder("{ prod");
    expect(() => environments(given)).toThrow(OperatorError);
    expect(() => environments(given)).toThrow(`The phases ${directory.path(PHASES_FILE)} are not valid JSON: `);
  });
});
