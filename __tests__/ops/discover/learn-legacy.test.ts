import { addressPart } from "../../../src/model/phase";
import type { Environment, Learnt, LegacyServiceFacts } from "../../../src/model/environment";
import type { RunningTask } from "../../../src/ops/discover/facts";
import { renderInventory } from "../../../src/ops/discover/inventory-file";
import { learn } from "../../../src/ops/discover/learn";
import { BARE_TASKS, environment, facts } from "./facts";

const BALANCER = "kelmah-internal-svcs-250d7eb165a8b7d3.elb.eu-north-1.amazonaws.com";
const URL = "http://auth.kelmah.example:5001";

type Variables = RunningTask["variables"];

/** The variable in which the gateway finds a service. */
const says = (service: string, value: string): Variables => [
  { name: `${addressPart(service).toUpperCase()}_SERVICE_URL`, value },
];

/** What is learnt of production's legacy services, when they run so many tasks and the gateway's have these variables. */
function learnt(
  counts: Readonly<Record<string, number>>,
  variables: Variables,
  before?: Learnt,
  { of = environment("prod"), task = "gateway" }: { readonly of?: Environment; readonly task?: string } = {},
): Learnt {
  const known = { ...of, inventory: { ...of.inventory, ...(before && { learnt: before }) } };
  const services = Object.entries(counts).map(([name, desiredCount]) => ({
    serviceName: `${name}-service`,
    taskDefinition: `arn:aws:ecs:eu-north-1:992350137489:task-definition/${name}-service-task:3`,
    desiredCount,
  }));
  const tasks = [
    { service: "auth", taskDefinition: "kelmah-auth-service:3", variables: says("auth", "http://of-another.example") },
    { service: task, taskDefinition: "api-gateway-task:9", variables },
    ...BARE_TASKS,
  ];
  const containers = { clusters: [], draining: [], services, tasks };
  const found = learn({ environment: known, facts: facts({ containers }), stacks: [] }).learnt;
  if (found === undefined) throw new Error("Nothing was learnt");
  return found;
}

const auth = (...args: Parameters<typeof learnt>): LegacyServiceFacts | undefined =>
  learnt(...args).legacyServices.auth;

describe("the URL of a legacy service", () => {
  test("is what the gateway's task definition says, of each service its own", () => {
    const found = learnt({ auth: 1, user: 1 }, [
      ...says("auth", URL),
      ...says("user", "https://user.kelmah.example/api"),
    ]);
    expect(found.legacyServices).toMatchObject({
      auth: { url: URL },
      user: { url: "https://user.kelmah.example/api" },
    });
  });

  test("is of no other service's task definition", () => {
    expect(auth({ auth: 1 }, says("auth", URL), undefined, { task: "gateway-of-others" })).not.toHaveProperty("url");
  });

  test.each([
    ["the load balancer's", `http://${BALANCER}:5001`],
    ["the load balancer's in capitals", `http://${BALANCER.toUpperCase()}:5001`],
    ["no URL", "auth:5001"],
    ["one with a port that cannot be", "http://auth.kelmah.example:99999"],
    ["one with an address that cannot be", "http://300.1.1.1:5001"],
    ["one with a credential", "http://kelmah:hunter2@auth.kelmah.example"],
    ["one with a name and no password", "http://kelmah@auth.kelmah.example"],
    ["one with a query, where a token may be", "http://auth.kelmah.example/?token=hunter2"],
    ["one with a key in its path", "http://auth.kelmah.example/sk_live_0123456789"],
    ["empty", ""],
  ])("is not learnt when it is %s", (_, url) => {
    const found = learnt({ auth: 1 }, says("auth", url));
    expect(found.legacyServices.auth).toMatchObject({ name: "auth-service", desiredCount: 1 });
    expect(found.legacyServices.auth).not.toHaveProperty("url");
    expect(JSON.stringify(found)).not.toMatch(/hunter2|sk_live/);
  });

  test("is not learnt of a variable whose value was left behind, nor of none", () => {
    expect(auth({ auth: 1 }, [{ name: "AUTH_SERVICE_URL" }])).not.toHaveProperty("url");
    expect(auth({ auth: 1 }, [])).not.toHaveProperty("url");
  });

  test("is that of a load balancer in capitals no more than of one in small letters", () => {
    const prod = environment("prod");
    const of = { ...prod, names: { ...prod.names, loadBalancer: "Kelmah-Internal" } };
    const url = "http://Kelmah-Internal-250d7eb165a8b7d3.elb.eu-north-1.amazonaws.com";
    expect(auth({ auth: 1 }, says("auth", url), undefined, { of })).not.toHaveProperty("url");
  });

  test.each([
    ["calls the load balancer", says("auth", `http://${BALANCER}:5001`)],
    ["says nothing of it", []],
    ["says what is no URL", says("auth", "auth")],
  ])("stays what it was once the gateway %s", (_, variables) => {
    expect(auth({ auth: 1 }, variables, learnt({ auth: 1 }, says("auth", URL)))?.url).toBe(URL);
  });

  test("is the new one once the gateway calls another", () => {
    const before = learnt({ auth: 1 }, says("auth", URL));
    expect(auth({ auth: 1 }, says("auth", "https://new.kelmah.example"), before)?.url).toBe(
      "https://new.kelmah.example",
    );
  });
});

describe("the number of a legacy service's tasks", () => {
  test("is that it was found with, and 0 where nobody knew another", () => {
    expect(auth({ auth: 2 }, [])?.desiredCount).toBe(2);
    expect(auth({ auth: 0 }, [])?.desiredCount).toBe(0);
  });

  test("stays what it was once it is retired, for the way back", () => {
    expect(auth({ auth: 0 }, [], learnt({ auth: 2 }, []))?.desiredCount).toBe(2);
  });

  test("follows what runs, while it runs", () => {
    expect(auth({ auth: 5 }, [], learnt({ auth: 2 }, []))?.desiredCount).toBe(5);
  });

  test("is each service's own", () => {
    const before = learnt({ auth: 2, user: 3 }, says("auth", URL));
    const found = learnt({ auth: 0, user: 0 }, [], before).legacyServices;
    expect(found).toMatchObject({ auth: { desiredCount: 2, url: URL }, user: { desiredCount: 3 } });
    expect(found.user).not.toHaveProperty("url");
  });
});

test("a legacy service that is gone is forgotten, whatever was known of it", () => {
  expect(learnt({ user: 1 }, [], learnt({ auth: 2, user: 1 }, says("auth", URL))).legacyServices).not.toHaveProperty(
    "auth",
  );
});

test.each([
  ["before the move", { auth: 2, user: 1 }, says("auth", URL)],
  ["half-way", { auth: 2, user: 0 }, says("auth", `http://${BALANCER}:5001`)],
  ["after it", { auth: 0, user: 0 }, says("auth", `http://${BALANCER}:5001`)],
])("what is learnt twice %s is written the same", (_, counts, variables) => {
  const first = learnt({ auth: 2, user: 1 }, says("auth", URL));
  const second = learnt(counts, variables, first);
  const text = (found: Learnt) => renderInventory({ ...environment("prod").inventory, learnt: found });
  expect(text(second)).toBe(text(first));
  expect(text(learnt(counts, variables, second))).toBe(text(second));
});
