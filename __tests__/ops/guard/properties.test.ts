import fc from "fast-check";
import { judge, resource } from "./plans";

const action = fc.constantFrom(["no-op"], ["create"], ["read"], ["update"], ["forget"]);
const deletion = fc.constantFrom(["delete"], ["delete", "create"], ["create", "delete"]);
/** What Terraform writes: no key is an object's own prototype. */
const value = fc.jsonValue({ maxDepth: 3 }).filter((json) => !JSON.stringify(json).includes("__proto__"));
const address = fc
  .tuple(fc.constantFrom("aws_eip", "aws_ecs_service", "aws_lb", "aws_x"), fc.stringMatching(/^[a-z_]{1,8}$/))
  .map((parts) => parts.join("."));

function resources(actions: fc.Arbitrary<readonly string[]>) {
  return fc
    .record({
      address,
      actions,
      before: value,
      after: value,
      after_unknown: value,
      before_sensitive: value,
      after_sensitive: value,
      replace_paths: fc.option(fc.array(fc.array(fc.oneof(fc.string(), fc.nat(9)))), { nil: undefined }),
      importing: fc.option(fc.constant({ id: "id" }), { nil: undefined }),
    })
    .map(({ address: at, ...change }) => resource(at, change));
}

test("a plan that deletes anything anywhere is refused, whatever else it does and whatever is accepted", () => {
  fc.assert(
    fc.property(
      fc.array(resources(action)),
      resources(deletion),
      fc.array(resources(action)),
      fc.array(resources(action)),
      (before, deleted, after, drift) => {
        const accepted = [{ address: deleted.address as string, reason: "a test" }];
        const parts = { resource_changes: [...before, deleted, ...after], resource_drift: drift };
        const { findings, counts } = judge(parts, { accepted });
        expect(counts.destroy).toBe(1);
        expect(findings).toContainEqual(
          expect.objectContaining({
            kind: expect.stringMatching(/^(destroy|replace)$/) as string,
            address: deleted.address,
          }),
        );
      },
    ),
  );
});

test("a verdict comes to an end about whatever a plan says, and is the same each time", () => {
  fc.assert(
    fc.property(fc.array(resources(action)), value, (list, state) => {
      const parts = { resource_changes: list, prior_state: state, variables: state, output_changes: state };
      expect(judge(parts)).toEqual(judge(parts));
    }),
  );
});
