import { discover } from "../../src/ops/discover/discover";
import { requireS3State, requireStateStorage } from "../../src/ops/s3-state";
import { example } from "../helpers/example";
import { cloudExample } from "../helpers/cloud";

test("an environment with its state in S3 has one for every command", () => {
  const environment = example();
  expect(requireS3State(environment, "Because.")).toBe(environment.state);
});

test("a command that knows no other state refuses one in HCP Terraform", () => {
  expect(() => requireS3State(cloudExample(), "this is why. Do that.")).toThrow(
    "Environment 'test': state.kind: 'cloud', and 's3' is needed: this is why. Do that. Nothing was changed; " +
      "see docs/options/hcp-terraform.md.",
  );
});

test("there is a state storage while one environment needs it", () => {
  expect(() => {
    requireStateStorage([example(), cloudExample()]);
  }).not.toThrow();
  expect(() => {
    requireStateStorage([cloudExample()]);
  }).toThrow(
    "state.kind: 'cloud' in every environment (test): the bucket and lock table are for states with the kind 's3'",
  );
});

test("discovery refuses it before it asks AWS anything", async () => {
  const options = { project: "", folder: "", environment: cloudExample(), clients: {} as never, env: {}, journals: [] };
  await expect(discover(options)).rejects.toThrow(
    "Environment 'test': state.kind: 'cloud', and 's3' is needed: discovery reads from the states what Terraform manages already",
  );
});
