import { plannable, stateOfOutputs } from "../../../../src/ops/discover/adoption/plannable";

test("a stack is planned on its own: its state beside it, what exists as imports, and no refusal to replace", () => {
  const json = {
    terraform: { required_version: ">= 1.11", backend: { s3: { bucket: "states" } } },
    provider: { aws: [{ region: "eu-north-1", default_tags: [{ tags: { Env: "prod" } }] }] },
    resource: { aws_eip: { nat_a: { domain: "vpc", lifecycle: { prevent_destroy: true, ignore_changes: ["tags"] } } } },
    data: {
      aws_ecr_image: { auth: { repository_name: "auth" } },
      terraform_remote_state: { network: { backend: "s3", config: { bucket: "states" } } },
    },
    output: { id: { value: "${aws_eip.nat_a.id}" } },
  };
  const imports = new Map([["aws_eip.nat_a", "eipalloc-1"]]);
  expect(plannable(json, { imports, states: new Map([["network", "/run/network.tfstate"]]) })).toEqual({
    terraform: { required_version: ">= 1.11", backend: { local: { path: "discovered.tfstate" } } },
    provider: json.provider,
    resource: {
      aws_eip: { nat_a: { domain: "vpc", lifecycle: { prevent_destroy: false, ignore_changes: ["tags"] } } },
    },
    data: {
      aws_ecr_image: { auth: { repository_name: "auth" } },
      terraform_remote_state: { network: { backend: "local", config: { path: "/run/network.tfstate" } } },
    },
    output: json.output,
    import: [{ to: "aws_eip.nat_a", id: "eipalloc-1" }],
  });
});

test("outputs are written with their types, as a state has them", () => {
  expect(stateOfOutputs({ id: "vpc-1", count: 2, on: true, ids: ["a"], by: { a: "b" } })).toMatchObject({
    version: 4,
    outputs: {
      id: { value: "vpc-1", type: "string" },
      count: { value: 2, type: "number" },
      on: { value: true, type: "bool" },
      ids: { value: ["a"], type: ["tuple", ["string"]] },
      by: { value: { a: "b" }, type: ["object", { a: "string" }] },
    },
    resources: [],
  });
});
