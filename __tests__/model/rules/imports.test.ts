import { type Example, example, problemLines, testBreakages } from "../../helpers/example";

const importing = (stack: string) => (e: Example) =>
  (e.inventory.imports = { [stack]: { "aws_eip.nat_a": { id: "eipalloc-1", evidence: "a test" } } });

test("every stack of an environment may import", () => {
  for (const part of ["network", "services", "repositories", "deployment"]) {
    const environment = example();
    importing(`kelmah-test-${part}`)(environment);
    expect(problemLines(environment)).toEqual([]);
  }
});

testBreakages([
  ["another name", importing("kelmah-test-netwrok"), "inventory.imports.kelmah-test-netwrok: 'kelmah-test-netwrok' is no stack of 'test': the nearest is 'kelmah-test-network'"],
  ["another environment's", importing("kelmah-prod-network"), "inventory.imports.kelmah-prod-network: 'kelmah-prod-network' is no stack of 'test': the nearest is 'kelmah-test-network'"],
]); // prettier-ignore
