import { stackNamesOf } from "../../src/model/names";
import { cloudExample } from "../helpers/cloud";
import { example } from "../helpers/example";
import "../helpers/matchers";
import { synthesizeStacks } from "../helpers/synth";

const cloud = cloudExample();
const stacks = synthesizeStacks([cloud]);

test("each stack has a workspace, and no backend beside it", () => {
  for (const name of stackNamesOf(cloud)) {
    expect(stacks[name]?.terraform).toEqual({
      cloud: { organization: "kelmah", workspaces: { name, project: "Platform" } },
      required_version: ">= 1.11",
      required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } },
    });
  }
});

test("the services read the network's outputs from its workspace", () => {
  expect(stacks["kelmah-test-services"]).toHaveResourceAt("data.terraform_remote_state.network", {
    backend: "remote",
    config: { organization: "kelmah", workspaces: { name: "kelmah-test-network" } },
  });
});

test("a host, a prefix and no project are written as they are given", () => {
  const state = { kind: "cloud", organization: "kelmah", hostname: "tfe.kelmah.com", workspacePrefix: "eu-" } as const;
  const { "kelmah-test-services": services } = synthesizeStacks([{ ...cloud, state }]);
  expect(services?.terraform).toMatchObject({
    cloud: { hostname: "tfe.kelmah.com", organization: "kelmah", workspaces: { name: "eu-kelmah-test-services" } },
  });
  expect(JSON.stringify(services?.terraform)).not.toContain("project");
  expect(services).toHaveResourceAt("data.terraform_remote_state.network", {
    config: { hostname: "tfe.kelmah.com", organization: "kelmah", workspaces: { name: "eu-kelmah-test-network" } },
  });
});

test("there is no state storage where nobody needs it, and only that of the accounts that do", () => {
  expect(Object.keys(stacks)).toEqual(stackNamesOf(cloud));
  const other = { ...cloud, name: "other", inventory: { ...cloud.inventory, account: "999999999999" } };
  const names = Object.keys(synthesizeStacks([example(), other]));
  expect(names.filter((name) => name.startsWith("kelmah-state"))).toEqual(["kelmah-state"]);
});
