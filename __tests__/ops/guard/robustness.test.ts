import { spawnSync } from "node:child_process";
import { appendFileSync, closeSync, ftruncateSync, openSync } from "node:fs";
import { registryHost } from "../../../src/model/names";
import { parseImage } from "../../../src/ops/guard/meaning/image";
import { documentIn } from "../../../src/ops/guard/meaning/document";
import { guard } from "../../../src/ops/guard/guard";
import { textProblem } from "../../../src/ops/guard/meaning/json-text";
import { parsePlan } from "../../../src/ops/guard/plan";
import { readPlan } from "../../../src/ops/guard/read";
import { stackBeside } from "../../../src/ops/guard/stack";
import { launcher, projectDirectory } from "../../helpers/directories";
import { temporaryDirectory } from "../../helpers/temporary";
import { planJson, resource } from "./plans";

const directory = temporaryDirectory();

const read = (file: string) => readPlan({ file, env: process.env, cacheDirectory: directory.path("cache") });

const plan = JSON.stringify(planJson({ resource_changes: [resource("aws_eip.a", { actions: ["no-op"] })] }));

test("what is no file, or far too large, is refused before it is read", async () => {
  const [pipe, large] = [directory.path("pipe"), directory.path("large")];
  expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
  await expect(read(pipe)).rejects.toThrow(/^The plan .*pipe is no file: write it to one first\./);
  await expect(read(directory.path("."))).rejects.toThrow(" is no file");
  const descriptor = openSync(large, "w");
  ftruncateSync(descriptor, 200 * 1024 * 1024);
  closeSync(descriptor);
  await expect(read(large)).rejects.toThrow(/has 200 MB, and the guard reads 8 MB at most/);
});

test("what never ends, is empty, or is no text is refused, whatever the file's size says", async () => {
  // A file of Linux's own, of 0 bytes by its size.
  await expect(read("/proc/self/maps")).rejects.toThrow(/This is no JSON|is being written to/);
  await expect(read(await directory.write("empty", ""))).rejects.toThrow(
    /^The plan .*empty is empty\. Write one with: /,
  );
  await expect(read(await directory.write("blank", " \n"))).rejects.toThrow("This is no JSON");
  const halves = Buffer.concat([
    Buffer.from(plan.slice(0, 40)),
    Buffer.from([0xc3, 0x28]),
    Buffer.from(plan.slice(40)),
  ]);
  await expect(read(await directory.write("halves", halves))).rejects.toThrow(/is no UTF-8 text: the file is damaged/);
  const odd = Buffer.concat([Buffer.from("\uFEFF", "utf16le"), Buffer.from(plan, "utf16le"), Buffer.from([0, 0xd8])]);
  await expect(read(await directory.write("odd", odd))).rejects.toThrow(/is no UTF-16LE text/);
  const powershell = Buffer.from(`\uFEFF${plan}\r\n`, "utf16le");
  expect((await read(await directory.write("powershell", powershell))).plan.resource_changes).toHaveLength(1);
});

test("a file that grows while it is read is refused, and read no further than to the limit", async () => {
  const growing = await directory.write("growing", plan);
  const more = " ".repeat(1024 * 1024);
  const timer = setInterval(() => {
    appendFileSync(growing, more);
  }, 1);
  try {
    appendFileSync(growing, more.repeat(4));
    await expect(read(growing)).rejects.toThrow(/is being written to: wait for its end|more than 8 MB|has \d+ MB/);
  } finally {
    clearInterval(timer);
  }
});

/** JSON that is as large as the guard reads, and costs its reader most. */
const costly: [string, (bytes: number) => string][] = [
  ["objects", (bytes) => `[${"{},".repeat(bytes / 3)}{}]`],
  ["lists in one another", (bytes) => "[".repeat(bytes)],
  ["keys", (bytes) => `{${Array.from({ length: bytes / 13 }, (_, index) => `"k${index}":0`).join()}}`],
];

test.each(costly)("a file of 8 MB of %s ends in seconds, in half a gigabyte, with a sentence", async (name, make) => {
  const text = `{"format_version":"1.2","x":${make(8 * 1024 * 1024 - 100)}}`;
  const file = await directory.write(`costly ${name}`, text);
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=512", launcher, "src/ops/guard/main.ts", "--env", "prod", "--plan", file],
    { cwd: projectDirectory, encoding: "utf8" },
  );
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(
    /^(?:This is a state or a configuration, not a plan|The plan is nested deeper than 200 levels).*\n$/,
  );
  // 10 seconds by itself; other tests run beside it.
  expect(Date.now() - started).toBeLessThan(30_000);
});

const planned = (parts: Parameters<typeof planJson>[0]) => JSON.stringify(planJson(parts));
const there = () => ({ values: { root_module: { resources: [{ address: "aws_lb.internal", mode: "managed" }] } } });

test.each<[string, string, string]>([
  ["is cut off", plan.slice(0, -20), "This is no JSON."],
  ["is nested too deep", `{"format_version":"1.2","x":${"[".repeat(100_000)}`, "The plan is nested deeper than 200 levels"],
  ["has a key twice", plan.replace('"complete":true', '"complete":true,"complete":false'), "The plan has a key twice in one object (complete)"],
  ["has a key twice, written otherwise", plan.replace('"complete":true', '"complete":true,"\\u0063omplete":false'), "has a key twice"],
  ["has a prototype", plan.replace('"complete":true', '"complete":true,"__proto__":{"errored":false}'), "The plan has the key '__proto__'"],
  ["says nothing of what it plans", plan.replace('"root_module":{}', '"root_module":{"resources":[{"address":"aws_lb.internal","mode":"managed"}]}'), "The plan's resource_changes says nothing of aws_lb.internal"],
  ["says nothing of what is there", planned({ prior_state: there() }), "The plan's resource_changes says nothing of aws_lb.internal, which is there"],
  ["says nothing of what is in a module", planned({ prior_state: { values: { root_module: { child_modules: [there().values.root_module] } } } }), "says nothing of aws_lb.internal"],
  ["has no changes at all", planned({ prior_state: there(), resource_changes: undefined }), "says nothing of aws_lb.internal"],
])("a plan that %s is refused with a sentence", (_, text, message) => {
  expect(() => parsePlan(text)).toThrow(message);
}); // prettier-ignore

test("a plan that leaves something out is judged, and refused for that", () => {
  const partial = planned({ prior_state: there(), complete: false });
  expect(guard(parsePlan(partial), { environment: undefined, accepted: [] }).findings).toContainEqual(
    expect.objectContaining({ kind: "unfinished" }),
  );
});

test("a text is looked at in a time that grows with its length", () => {
  const start = Date.now();
  expect(textProblem(`{"a":"${"\\\\".repeat(1_000_000)}"}`)).toBeUndefined();
  expect(
    textProblem(`{${Array.from({ length: 50_000 }, (_, index) => `"k${index}":${index}`).join()}}`),
  ).toBeUndefined();
  expect(Date.now() - start).toBeLessThan(5000);
});

test("a document with a key twice is none: AWS may take the other one", () => {
  expect(documentIn('{"Effect":"Deny","Effect":"Allow"}')).toBeUndefined();
  expect(documentIn('{"Effect":"Deny"}')).toEqual({ Effect: "Deny" });
  expect(documentIn("text")).toBeUndefined();
});

test.each<[string, ReturnType<typeof parseImage>]>([
  ["nginx", { registry: "docker.io", repository: "nginx" }],
  ["kelmah/auth:1", { registry: "docker.io", repository: "kelmah/auth", tag: "1" }],
  ["localhost/auth", { registry: "localhost", repository: "auth" }],
  ["host:5000/a/b:1", { registry: "host:5000", repository: "a/b", tag: "1" }],
  [`1.dkr.ecr.eu.amazonaws.com/auth@sha256:${"a".repeat(64)}`, { registry: "1.dkr.ecr.eu.amazonaws.com", repository: "auth", digest: `sha256:${"a".repeat(64)}` }],
  ["auth@sha256:short", undefined],
  ["", undefined],
])("reads the image %s", (text, expected) => {
  expect(parseImage(text)).toEqual(expected);
}); // prettier-ignore

test("the registry of an account is its region's, in China's partition too", () => {
  expect(registryHost({ account: "1", region: "eu-north-1" })).toBe("1.dkr.ecr.eu-north-1.amazonaws.com");
  expect(registryHost({ account: "1", region: "cn-north-1" })).toBe("1.dkr.ecr.cn-north-1.amazonaws.com.cn");
});

describe("the stack that a plan lies beside", () => {
  const s3 = (key: string) => JSON.stringify({ terraform: { backend: { s3: { key, bucket: "states" } } } });

  test("is what its configuration keeps its state in", async () => {
    await directory.write("a/cdk.tf.json", s3("kelmah-prod-network/terraform.tfstate"));
    expect(await stackBeside(directory.path("a/plan"))).toEqual({ state: "kelmah-prod-network/terraform.tfstate", bucket: "states" }); // prettier-ignore
    const cloud = { terraform: { cloud: { workspaces: { name: "acme-kelmah-prod-network" } } } };
    await directory.write("b/cdk.tf.json", JSON.stringify(cloud));
    expect(await stackBeside(directory.path("b/plan"))).toEqual({ state: "acme-kelmah-prod-network" });
    expect(await stackBeside(directory.path("nowhere/plan"))).toBeUndefined();
  });

  test("is not initialized with another state", async () => {
    await directory.write("c/cdk.tf.json", s3("kelmah-prod-network/terraform.tfstate"));
    const backend = { type: "s3", config: { key: "kelmah-dev-network/terraform.tfstate", bucket: "states" } };
    await directory.write("c/.terraform/terraform.tfstate", JSON.stringify({ backend }));
    await expect(stackBeside(directory.path("c/plan"))).rejects.toThrow(
      /was initialized with the state of states\/kelmah-dev-network/,
    );
    const elsewhere = { type: "s3", config: { key: "kelmah-prod-network/terraform.tfstate", bucket: "others" } };
    await directory.write("c/.terraform/terraform.tfstate", JSON.stringify({ backend: elsewhere }));
    await expect(stackBeside(directory.path("c/plan"))).rejects.toThrow(
      "is the stack of states/kelmah-prod-network/terraform.tfstate, and was initialized with the state of others/kelmah-prod-network/terraform.tfstate",
    );
    await directory.write("d/cdk.tf.json", "{");
    await expect(stackBeside(directory.path("d/plan"))).rejects.toThrow("is no JSON");
  });
});
