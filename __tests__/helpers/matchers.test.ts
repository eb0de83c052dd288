import "./matchers";
import type { StackJson } from "./synth";

const stack: StackJson = {
  resource: {
    aws_lb_target_group: {
      auth: { name: "kelmah-auth-test", port: 5001, health_check: { protocol: "TCP" } },
      user: { name: "kelmah-user-test", port: 3002, health_check: { protocol: "HTTP", path: "/health" } },
    },
  },
  data: { aws_subnet: { private_a: { id: "subnet-1" } } },
  output: { vpc_id: { value: "vpc-1" } },
};

/** The message with which an expectation fails. */
function failure(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  return "(it holds)";
}

test("holds for a resource, a data source and an output at their addresses", () => {
  expect(stack).toHaveResourceAt("aws_lb_target_group.auth");
  expect(stack).toHaveResourceAt("aws_lb_target_group.auth", { port: 5001, health_check: { protocol: "TCP" } });
  expect(stack).toHaveResourceAt("aws_lb_target_group.auth", { name: expect.stringMatching(/^kelmah-/) });
  expect(stack).toHaveResourceAt("data.aws_subnet.private_a", { id: "subnet-1" });
  expect(stack).toHaveResourceAt("output.vpc_id", { value: "vpc-1" });
  expect(stack).toHaveResourceAt("aws_lb_target_group.auth", { tags: undefined });
  expect(stack).not.toHaveResourceAt("aws_lb_target_group.job");
});

test("fails where the address is missing, and names the nearest ones", () => {
  expect(
    failure(() => {
      expect(stack).toHaveResourceAt("aws_lb_target_group.aut");
    }),
  ).toBe(
    "There is no aws_lb_target_group.aut in the stack. The nearest are aws_lb_target_group.auth, aws_lb_target_group.user, data.aws_subnet.private_a.",
  );
  expect(
    failure(() => {
      expect({}).toHaveResourceAt("aws_lb.internal");
    }),
  ).toBe("There is no aws_lb.internal in the stack. The stack is empty.");
});

test("fails where another resource of the type has the attributes, and shows what differs and nothing else", () => {
  const message = failure(() => {
    expect(stack).toHaveResourceAt("aws_lb_target_group.auth", { name: "kelmah-auth-test", port: 3002 });
  });
  expect(message).toMatch(/^aws_lb_target_group\.auth differs in port:\n/);
  expect(message).toContain('-   "port": 3002');
  expect(message).toContain('+   "port": 5001');
  expect(message).not.toContain("kelmah-auth-test");
});

test.each([
  ["a number given as text", { port: "5001" }],
  ["an attribute that is not there", { protocol: "TCP" }],
  ["an attribute that must not be there", { port: undefined }],
  ["a part of an object", { health_check: {} }],
  ["more than an object has", { health_check: { protocol: "TCP", path: undefined } }],
])("fails for %s", (_, attributes) => {
  expect(
    failure(() => {
      expect(stack).toHaveResourceAt("aws_lb_target_group.auth", attributes);
    }),
  ).toMatch(/^aws_lb_target_group\.auth differs in /);
});

test("fails where a resource is that must not be", () => {
  expect(
    failure(() => {
      expect(stack).not.toHaveResourceAt("aws_lb_target_group.auth");
    }),
  ).toBe("There is a aws_lb_target_group.auth in the stack.");
  expect(
    failure(() => {
      expect(stack).not.toHaveResourceAt("aws_lb_target_group.auth", { port: 1 });
    }),
  ).toMatch(/takes an address alone/);
});
