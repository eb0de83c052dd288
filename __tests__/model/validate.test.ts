import fc from "fast-check";
import type { Environment } from "../../src/model/environment";
import { InvalidEnvironmentError, OperatorError, quote } from "../../src/model/problem";
import { validate } from "../../src/model/validate";
import { type Example, example, exampleInExistingVpc, problemLines } from "../helpers/example";
import { pathsOf, withValue } from "../helpers/wrong-values";

/** The message that a validation ends with. */
function messageFor(...environments: unknown[]): string {
  try {
    validate(environments as Environment[]);
  } catch (error) {
    if (error instanceof InvalidEnvironmentError) return error.message;
    throw error;
  }
  return "";
}

/** An example beside others: of a name and a network of its own. */
function beside(name: string, number: number): Example {
  const environment = { ...example(), name };
  environment.network.vpc.cidr = `10.${number}.0.0/16`;
  return environment;
}

describe("validate", () => {
  test("is content with valid environments", () => {
    const other = { ...exampleInExistingVpc(), name: "other" };
    other.network.vpc.cidr = "10.1.0.0/16";
    expect(messageFor(example(), other)).toBe("");
    expect(messageFor()).toBe("");
  });

  test("says every problem of every environment in one error, for the person at the keyboard", () => {
    const one = example();
    one.services.auth.port = 0;
    one.services.user.image.tag = "a b";
    one.network.vpc.cidr = "172.16.0.0/12";
    const other = { ...beside("other", 1), logRetentionDays: 2 };
    const third = beside("third", 2);
    expect(new InvalidEnvironmentError(new Map())).toBeInstanceOf(OperatorError);
    expect(messageFor(one, third, other)).toBe(`Environment 'test' has 3 problems:
  network.vpc.cidr: '172.16.0.0/12' is no size for a VPC: /16 to /28
  services.auth.port: 0 is no port: a whole number from 1 to 65535
  services.user.image.tag: 'a b' is no image tag: up to 128 letters, digits and any of _.-, not one of .- first

Environment 'other' has 1 problem:
  logRetentionDays: 2 days is not offered by CloudWatch Logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653

Nothing was written. Correct src/environments/ and run the command again.`);
  });

  test("says once what is wrong in several of them, such as in the catalogue", () => {
    const [one, two, three] = [beside("one", 1), beside("two", 2), beside("three", 3)];
    for (const { services } of [one, two, three]) services.auth.port = 0;
    two.owner = "";
    expect(messageFor(one, two, three, beside("four", 4))).toBe(`Environments 'one', 'two' and 'three' have 1 problem:
  services.auth.port: 0 is no port: a whole number from 1 to 65535

Environment 'two' has 1 problem:
  owner: '' is no tag: 1 to 256 letters, digits, spaces and any of _.:/=+-@

Nothing was written. Correct src/environments/ and run the command again.`);
  });

  test("says what is wrong between environments along with what is wrong in each", () => {
    const [one, two] = [example(), beside("two", 1)];
    one.repositories = two.repositories = { immutableTags: true };
    two.services.auth.port = 0;
    Object.assign(two, { ecsExce: {} });
    expect(messageFor(one, two)).toContain(`Environment 'two' has 3 problems:
  ecsExce: is not a field that is known here: the nearest is 'ecsExec'
  services.auth.port: 0 is no port: a whole number from 1 to 65535
  repositories: 'test' makes 'api-gateway', 'kelmah-auth-service', 'kelmah-user-service' already`);
  });

  test("takes no two environments of one name, and says the problems of both", () => {
    const one = { ...example(), owner: "" };
    expect(messageFor(one, beside("test", 1))).toMatch(
      /^Environment 'test' has 2 problems:\n {2}owner: .*\n {2}name: 'test' is the name of another environment too\n\n/,
    );
  });

  test.each([
    [null, "Environment 'number 2' has 1 problem:\n  environment: null is given: an object is needed\n"],
    [{ ...beside("", 1), name: 5 }, "Environment 'number 2' has 1 problem:\n  name: a number is given: text in quotes"],
  ])("says which environment has no name: %#", (environment, message) => {
    expect(messageFor(example(), environment)).toContain(message);
  });
});

describe("quote", () => {
  test("shows what would break a line, or is not seen, by its number", () => {
    expect(quote("a\nb\u0000\u001b[31m\u2028ü\u{1F4A5}")).toBe("'a\\u{a}b\\u{0}\\u{1b}[31m\\u{2028}ü\u{1F4A5}'");
  });

  test("cuts what nobody reads to its end", () => {
    expect(quote("x".repeat(300))).toBe(`'${"x".repeat(300)}'`);
    expect(quote("x".repeat(5000))).toBe(`'${"x".repeat(299)}…'`);
  });

  test.each([
    ["eu-north-1", "'eu-north-1'"],
    ["", "''"],
    [5001, "5001"],
    [NaN, "NaN"],
    [false, "false"],
    [null, "null"],
    [undefined, "(missing)"],
    [["a", 1], "['a', 1]"],
    [{ a: 1 }, "(a value of type object)"],
    [1n, "(a value of type bigint)"],
    ["mongodb://user:hunter2@example.com", "(not shown: it looks like a credential)"],
    [["sk_live_hunter2"], "[(not shown: it looks like a credential)]"],
  ])("%p", (value, text) => {
    expect(quote(value)).toBe(text);
  });
});

const place = fc
  .constantFrom(example(), exampleInExistingVpc())
  .chain((environment) => fc.constantFrom(...pathsOf(environment)).map((path) => ({ environment, path })));

test("whatever stands in whatever place, there is a list of problems and no other error", () => {
  const strange = fc.oneof(
    fc.constantFrom(undefined, null, "", "constructor", "(", -1, 1.5),
    fc.anything({ withBigInt: true }),
  );
  const other = beside("other", 1);
  fc.assert(
    fc.property(place, strange, fc.boolean(), ({ environment, path }, value, isFirst) => {
      const broken = withValue(environment, path, value);
      expect(Array.isArray(problemLines(broken))).toBe(true);
      expect(() => messageFor(...(isFirst ? [broken, other] : [other, broken]))).not.toThrow();
    }),
    { numRuns: 1000 },
  );
});

describe("what cannot be read", () => {
  test("a list with a comma too many has something missing there", () => {
    const environment = example();
    // oxlint-disable-next-line no-sparse-arrays -- what a comma too many makes of a list
    environment.services.auth.secrets = ["JWT_SECRET", , "MONGODB_URI"] as string[];
    expect(problemLines(environment)).toEqual(["services.auth.secrets[1]: (missing): text in quotes is needed"]);
  });

  test.each([
    ["a field that throws", () => Object.defineProperty({}, "tag", { enumerable: true, get: () => { throw new Error("no tag"); } }), "no tag"],
    ["an object that throws", () => new Proxy({}, { ownKeys: () => { throw new Error("no keys"); } }), "no keys"],
    ["an object in itself", () => { const inner: unknown[] = []; inner.push(inner); return inner; }, undefined],
  ])("%s is a problem and no other error", (_, make, message) => {
    const environment = { ...example(), gateway: { ...example().gateway, image: make() as never } };
    const lines = problemLines(environment);
    if (message !== undefined) expect(lines).toEqual([`environment: cannot be read: ${message}`]);
    expect(lines).not.toEqual([]);
    expect(messageFor(environment, beside("other", 1))).toContain("Environment 'test' has");
  });
}); // prettier-ignore

test("a credential in whatever place is never repeated", () => {
  const secret = fc.stringMatching(/^[a-z0-9]{12}$/);
  const disguise = fc.constantFrom(
    (value: string) => `sk_live_${value}`,
    (value: string) => `mongodb+srv://kelmah:${value}@cluster0.example.net/kelmah`,
    (value: string) => [`redis://:${value}@example.com`],
    (value: string) => ({ JWT_SECRET: value }),
  );
  fc.assert(
    fc.property(place, secret, disguise, ({ environment, path }, value, wrap) => {
      expect(messageFor(withValue(environment, path, wrap(value)))).not.toContain(value);
    }),
    { numRuns: 500 },
  );
});
