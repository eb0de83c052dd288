import { environments } from "../../src/environments";
import type { Environment } from "../../src/model/environment";
import { example, exampleInExistingVpc } from "../helpers/example";
import { movingExample } from "../helpers/moving";
import { type StackJson, synthesizeStacks } from "../helpers/synth";

/** The stacks of these environments whose every plan fails. */
function stopped(...of: readonly Environment[]): string[] {
  const stops = ({ variable }: StackJson) => Object.hasOwn(variable ?? {}, "discovered");
  return Object.entries(synthesizeStacks(of)).flatMap(([name, json]) => (stops(json) ? [name] : []));
}

test("production cannot be planned before anybody has looked what of it exists", () => {
  const all = environments();
  const undiscovered = all.filter(({ name, inventory }) => name === "prod" && inventory.learnt === undefined);
  expect(stopped(...all)).toEqual(undiscovered.flatMap(() => ["kelmah-prod-network", "kelmah-prod-services"]));
});

test("nor can anything in a VPC that was there before, with the repositories, and but for who may deploy", () => {
  const environment: Environment = {
    ...exampleInExistingVpc(),
    repositories: { immutableTags: true },
    deployment: { github: { repository: "kelmah/infrastructure" }, planReadsSecrets: { reason: "a test" } },
  };
  expect(stopped(environment)).toEqual(["kelmah-test-repositories", "kelmah-test-network", "kelmah-test-services"]);
});

test("what was discovered, and what is made here, is planned as ever", () => {
  expect(stopped(movingExample(), { ...example(), name: "dev" })).toEqual([]);
});

test("the plan fails with a sentence that says what to do, unless somebody says that he knows better", () => {
  const { "kelmah-test-network": network } = synthesizeStacks([exampleInExistingVpc()]);
  expect(network?.variable).toEqual({
    discovered: {
      type: "string",
      default: "no",
      description: "Nobody has recorded yet what of 'test' exists in AWS: npm run discover -- --env test --write",
      validation: [
        {
          condition: '${(var.discovered == "yes")}',
          error_message: expect.stringMatching(
            /^'test' describes what exists in AWS, .* Run npm run discover -- --env test --write, commit .*\.$/,
          ) as unknown,
        },
      ],
    },
  });
});
