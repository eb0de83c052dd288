import { credentialReason, hasCredentialName, showName } from "../../src/model/credentials";
import { ISSUED_KEYS } from "../../src/model/issued-keys";
import { HARMLESS } from "../helpers/harmless-values";
import { secretForms } from "../helpers/secret-forms";

/** Every form drawn so often, as one value of a form may be found by chance. */
const SEEDS = Array.from({ length: 20 }, (_, index) => (index + 1) * 7919);

test("finds at least 95 of 100 forms of secrets, and never repeats one", () => {
  const drawn = SEEDS.flatMap(secretForms);
  const missed = drawn.filter(({ name, value }) => credentialReason(name, value) === undefined);
  expect(new Set(drawn.map(({ form }) => form)).size).toBeGreaterThanOrEqual(170);
  // Said by form: a drawing must not stand in a log.
  const forms = [...new Set(missed.map(({ form }) => form))];
  expect({ forms, found: 1 - missed.length / drawn.length >= 0.99 }).toEqual({ forms: [], found: true });
  for (const { name, value } of drawn) expect(credentialReason(name, value)?.includes(value)).toBe(false);
});

test("finds them in the middle of other text, and in the place of a name", () => {
  const forms = secretForms(4241).filter(({ tellsByValue, value }) => tellsByValue && !/\s/.test(value));
  const missed = forms.flatMap(({ form, value }) => {
    const found = [`{"a":"b","c":["${value}"]}`, `see ${value} and ask`, `x,${value}`].map((text) =>
      credentialReason("", text),
    );
    return found.includes(undefined) ? [form] : [];
  });
  // A link in a sentence and one in a list end where the next begins; what is base64 as a whole is not so in a list.
  expect(missed).toEqual([]);
  for (const { form, value } of forms) {
    const shown = showName(`services.auth.environment.${value}`);
    expect([form, shown.includes(value), shown.endsWith("(not shown)")]).toEqual([form, false, true]);
  }
});

test.each(HARMLESS)("%s=%.60s is no secret", (name, value) => {
  expect(credentialReason(name, value)).toBeUndefined();
  expect(showName(name)).toBe(name);
});

test("there are 200 harmless values", () => {
  expect(new Set(HARMLESS.map((pair) => pair.join("="))).size).toBeGreaterThanOrEqual(200);
});

test("what is drawn as a machine does is no secret by that alone", () => {
  const values = [
    "0123456789abcdef".repeat(4),
    "f81d4fae7dec11d0a76500a0c91e6bf6",
    "aB3".repeat(7),
    "V1StGXR8Z5jdHi6BmyT9k",
  ];
  for (const value of values) expect(credentialReason("SETTING", value)).toBeUndefined();
});

test("a name is read by its words, however it is written", () => {
  for (const name of [
    "jwtSecret",
    "JWTSECRET",
    "Jwt-Secret",
    "jwt.secret",
    "JWT_SECRET_2",
    "a".repeat(70_000) + "_PWD",
  ]) {
    expect([name.slice(-20), hasCredentialName(name)]).toEqual([name.slice(-20), true]);
  }
  for (const name of [
    "SECRET_ARN",
    "TOKEN_URL",
    "PASSWORD_LENGTH",
    "secretary",
    "compass",
    "KEY",
    "hash_key",
    "PWD",
    "",
  ]) {
    expect([name, hasCredentialName(name)]).toEqual([name, false]);
  }
});

test("no form of an issued key repeats something without an end", () => {
  // What has no end makes the search of a long text take time by the square of its length.
  for (const [issuer, { source }] of ISSUED_KEYS)
    expect([issuer, /[*+](?![^[]*\])|\{\d+,\}/.test(source)]).toEqual([issuer, false]);
});

describe("takes time in proportion to the length of", () => {
  const KB = 1024;

  /** The processor's time in milliseconds: the clock's depends on what else the machine does. */
  function cpuTime(text: string): number {
    const before = process.cpuUsage();
    credentialReason("SETTING", text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }

  beforeAll(() => {
    for (const [name, value] of HARMLESS) credentialReason(name, value);
  });

  test.each([
    "a", "A1a/", "a=", "a:", "://", "a://a:", "a://a@", "a:a@", "user:pass@host.", "\"'`", "\\\"", '{"a":', "{{", "${", "eyJ-", "eyJ.", ".",
    "password=1 ", "password: ", "name=password value=1 ", "-----BEGIN A ", "%41", "%4", "aGVsbG8gd29ybGQgaGVsbG8g", "-a ", "--token 1 ",
    "mysql ", "curl -u ", "basic aaaaaaaa ", "bearer aaaaaaaaaaaaaaa ", "a8Q~", "ghp_", "xox-", "\n", "  ", "\u0000", "\u{1F600}",
  ])("%j, over and over", (part) => {
    const text = (bytes: number) => part.repeat(Math.ceil(bytes / part.length));
    // The less of two: what the garbage collector takes is taken at any time.
    expect(Math.min(cpuTime(text(64 * KB)), cpuTime(text(64 * KB)))).toBeLessThan(100);
  });

  test.each(["a", "a=", "://", "%41", "password: ", "name=password value=1 "])("%j, a megabyte of it", (part) => {
    expect(cpuTime(part.repeat(Math.ceil((KB * KB) / part.length)))).toBeLessThan(1000);
  });
}); // prettier-ignore
