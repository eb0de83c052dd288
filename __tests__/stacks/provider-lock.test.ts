import { App } from "cdktf";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "../../src/stacks/app";
import { projectDirectory } from "../helpers/directories";
import { everything } from "../helpers/everything";
import { emptyStack } from "../helpers/synth";
import { temporaryDirectory } from "../helpers/temporary";

const directory = temporaryDirectory();
const lock = readFileSync(join(projectDirectory, ".terraform.lock.hcl"), "utf8");

test("locks the version that every stack requires, and no provider but that", () => {
  const { terraform } = emptyStack().toTerraform() as {
    terraform: { required_providers: Record<string, { source: string; version: string }> };
  };
  expect(lock.match(/^provider .*$/gm)).toEqual(['provider "registry.terraform.io/hashicorp/aws" {']);
  expect(terraform.required_providers).toEqual({
    aws: { source: "hashicorp/aws", version: /^ {2}version {5}= "(.*)"$/m.exec(lock)?.[1] },
  });
});

test("knows the package of every platform that engineers and pipelines work on", () => {
  // Of the release's 14 platforms, and of its manifest: Terraform says of neither kind whose it is.
  expect(lock.match(/^ {4}"h1:[\w+/]{43}=",$/gm)).toHaveLength(14);
  expect(lock.match(/^ {4}"zh:[0-9a-f]{64}",$/gm)).toHaveLength(15);
  // What terraform init finds in the package for linux_amd64.
  expect(lock).toContain('"h1:edXOJWE4ORX8Fm+dpVpICzMZJat4AX0VRCAy/xkcOc0="');
});

test("lies in the folder of each stack, beside what is synthesized", () => {
  const outdir = directory.path("out");
  synthesize(new App({ outdir, stackTraces: false }), [everything()]);
  const stacks = readdirSync(join(outdir, "stacks"));
  expect(stacks.length).toBeGreaterThan(3);
  for (const stack of stacks) {
    expect(readFileSync(join(outdir, "stacks", stack, ".terraform.lock.hcl"), "utf8")).toBe(lock);
  }
});
