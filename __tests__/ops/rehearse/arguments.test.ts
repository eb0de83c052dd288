import { environments } from "../../../src/environments";
import { parseArguments, requireMovable } from "../../../src/ops/rehearse/arguments";

test("rehearses the whole way of production unless told otherwise", () => {
  expect(parseArguments([])).toEqual({ help: false, env: "prod", from: "legacy", to: "retired" });
  expect(parseArguments(["--env", "prod", "--from", "parallel", "--to", "internal"])).toMatchObject({
    from: "parallel",
    to: "internal",
  });
  expect(parseArguments(["--help"]).help).toBe(true);
});

test.each([
  [["--from", "paralel"], "--from paralel: there is no such phase, the nearest is 'parallel'. See --help."],
  [["--to", "gone"], /^--to gone: there is no such phase, the nearest is '\w+'\. See --help\.$/],
  [["--fast"], "Unknown option '--fast'. See --help."],
  [["prod"], "Unexpected argument 'prod'. See --help."],
])("%j is refused", (args, message) => {
  expect(() => parseArguments(args)).toThrow(message);
});

test("only an environment with something to move can be rehearsed", () => {
  expect(requireMovable("prod", environments()).name).toBe("prod");
  expect(() => requireMovable("dev", environments())).toThrow(
    "--env dev: its services have no legacy services to move from. Choose prod. See --help.",
  );
  expect(() => requireMovable("porduction", environments())).toThrow(
    "--env porduction: there is no such environment. Choose prod. See --help.",
  );
});
