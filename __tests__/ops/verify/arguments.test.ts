import { parseArguments, parseDuration } from "../../../src/ops/verify/arguments";

test("an environment is named; the rest is left out unless asked for", () => {
  expect(parseArguments(["--env", "prod"])).toEqual({ help: false, env: "prod", checkSecrets: false, json: false });
  expect(
    parseArguments(["--env", "prod", "--wait", "10m", "--url", "https://api.kelmah.com", "--check-secrets", "--json"]),
  ).toEqual({
    help: false,
    env: "prod",
    checkSecrets: true,
    json: true,
    wait: 600,
    url: "https://api.kelmah.com",
  });
  expect(parseArguments(["--help"])).toMatchObject({ help: true });
});

test.each([["30s", 30], ["10m", 600], ["1h", 3600], ["24h", 86_400]])("%s is %i seconds", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
}); // prettier-ignore

test.each(["", "10", "0s", "-1m", "1d", "25h", "1.5m", "10 m", "m"])("%p is no time to wait", (text) => {
  expect(() => parseDuration(text)).toThrow(`--wait ${text}: give a time such as 30s, 10m or 1h, a day at most.`);
});

test.each([
  [[], "Name an environment, such as: --env prod."],
  [["--env", "prod", "--wiat", "1m"], "Unknown option '--wiat'"],
  [["prod"], "Unexpected argument 'prod'"],
  [["--env", "prod", "--url", "api.kelmah.com"], "--url 'api.kelmah.com': give an address such as https://api.kelmah.com."],
  [["--env", "prod", "--url", "ftp://api.kelmah.com"], "give an address such as"],
  [["--env", "prod", "--url", "https://u:hunter2hunter2@api.kelmah.com"], "without a user, a password"],
])("%j is refused", (args, message) => {
  expect(() => parseArguments(args)).toThrow(message);
  expect(() => parseArguments(args)).not.toThrow(/hunter2/);
}); // prettier-ignore
