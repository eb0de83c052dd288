import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { synthesize } from "../../src/ops/synthesize";
import { projectDirectory } from "../helpers/directories";
import { copyProject } from "../helpers/project-copy";
import { blockAt, blocksOf, type StackJson } from "../helpers/synth";
import { temporaryDirectory } from "../helpers/temporary";

// Each synthesis starts the app, on a machine that may be busy.
jest.setTimeout(120_000);

const directory = temporaryDirectory();

/** What the catalogue says of payment, which has no variables of its own, said of a service that nobody has yet. */
const ENTRY = `    notification: {
      port: 5005,
      image: { repository: "kelmah-notification-service", tag: "1.0.0" },
      healthCheck: { protocol: "HTTP", path: "/health" },
      healthCommand: "wget",
      environment: {},
      secrets: ["MONGODB_URI", "JWT_SECRET"],
    },
`;

/** What all services have in common and names each of them. */
const SHARED = [
  "aws_cloudwatch_dashboard.platform",
  "aws_ecs_service.gateway",
  "aws_ecs_task_definition.gateway",
  "output.phases",
];

async function stacksOf(project: string, outdir: string): Promise<ReadonlyMap<string, StackJson>> {
  const folders = await synthesize({ project, outdir, env: process.env });
  const read = async ([name, folder]: readonly [string, string]) =>
    [name, JSON.parse(await readFile(join(folder, "cdk.tf.json"), "utf8")) as StackJson] as const;
  return new Map(await Promise.all([...folders].map(read)));
}

/** The variables of the gateway's container. */
function gatewayVariables(stack: StackJson): ReadonlyMap<string, string> {
  const { container_definitions: definitions } = blockAt(stack, "aws_ecs_task_definition.gateway");
  const pairs = String(definitions).matchAll(/"name" = "(\w+)", "value" = "([^"]*)"/g);
  return new Map([...pairs].map(([, name = "", value = ""]) => [name, value]));
}

test("an entry in the catalogue, and nothing else, is a service of every environment", async () => {
  const project = await copyProject();
  const catalogue = join(project, "src/environments/catalogue.ts");
  const text = await readFile(catalogue, "utf8");
  await writeFile(catalogue, text.replace("    review: {", `${ENTRY}    review: {`));
  const before = await stacksOf(projectDirectory, directory.path("before"));
  const after = await stacksOf(project, directory.path("after"));
  await rm(project, { recursive: true });

  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [name, stack] of after) {
    const [was, is] = [blocksOf(before.get(name) ?? {}), blocksOf(stack)];
    const own = [...was.keys()].filter((address) => address.includes("payment"));
    const added = [...is.keys()].filter((address) => !was.has(address));
    expect({ name, added }).toEqual({
      name,
      added: own.map((address) => address.replaceAll("payment", "notification")),
    });
    const changed = [...was].filter(([address, block]) => !isDeepStrictEqual(block, is.get(address)));
    const shared = [...was.keys()].filter((address) => SHARED.includes(address));
    expect({ name, changed: changed.map(([address]) => address) }).toEqual({ name, changed: shared });
    if (!name.endsWith("-services")) continue;

    expect(added.length).toBeGreaterThan(8);
    // Who called messaging for it before, now calls it: in production, too, where all others are still called where they were.
    expect(gatewayVariables(stack).get("NOTIFICATION_SERVICE_URL")).toMatch(
      /^http:\/\/\$\{aws_lb\.\w+\.dns_name\}:5005$/,
    );
    expect(blockAt(stack, "output.phases")).toMatchObject({ value: { notification: "internal" } });
  }
  const production = after.get("kelmah-prod-services") ?? {};
  expect(blockAt(production, "output.phases")).toMatchObject({ value: { messaging: "parallel" } });
  expect(gatewayVariables(production).get("MESSAGING_SERVICE_URL")).toBe(
    "http://messaging.not-discovered.invalid:3003",
  );
});
