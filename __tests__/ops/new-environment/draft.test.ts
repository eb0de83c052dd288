import { spawnSync } from "node:child_process";
import { environments } from "../../../src/environments";
import { parseArguments } from "../../../src/ops/new-environment/arguments";
import { draft, freeCidr, NewEnvironmentError } from "../../../src/ops/new-environment/draft";
import { renderEnvironment } from "../../../src/ops/new-environment/render";
import { projectDirectory } from "../../helpers/directories";
import { example } from "../../helpers/example";

const wish = { name: "demo", account: "111122223333", region: "eu-west-1", cidr: undefined };
const all = environments();
const own = all[0]?.inventory.account ?? "";

/** An environment with this block. */
function withBlock(cidr: string) {
  const environment = example();
  environment.network.vpc.cidr = cidr;
  return environment;
}

describe("the command line", () => {
  test("names the three things that nobody can guess", () => {
    const args = ["--name", "demo", "--account", "111122223333", "--region", "eu-west-1"];
    expect(parseArguments(args)).toEqual(wish);
    expect(parseArguments([...args, "--cidr", "10.9.0.0/16"])).toEqual({ ...wish, cidr: "10.9.0.0/16" });
    expect(parseArguments(["--help"])).toBeUndefined();
  });

  test.each([
    [["--name", "demo"], "Also needed: --account, --region. See --help."],
    [["--nmae", "demo"], "Unknown option '--nmae'. See --help."],
    [["demo"], "Unexpected argument 'demo'. See --help."],
  ])("%j is refused", (args, message) => {
    expect(() => parseArguments(args)).toThrow(message);
  });
});

describe("a block for the VPC", () => {
  test("overlaps no environment's", () => {
    expect(freeCidr(all)).toBe("10.40.0.0/16");
    expect(freeCidr([])).toBe("10.20.0.0/16");
    expect(freeCidr([withBlock("10.20.0.0/16"), withBlock("10.30.128.0/20")])).toBe("10.40.0.0/16");
  });

  test("is one between the tens when these are taken", () => {
    const tens = Array.from({ length: 24 }, (_, index) => withBlock(`10.${20 + index * 10}.0.0/16`));
    expect(freeCidr([...tens, withBlock("10.0.0.0/16")])).toBe("10.1.0.0/16");
  });

  test("is asked for when none is left", () => {
    expect(() => freeCidr([withBlock("10.0.0.0/8")])).toThrow(
      "--cidr: no 10.x.0.0/16 is left that no environment overlaps",
    );
  });
});

describe("a wish that cannot be had", () => {
  const rule = "2 to 10 lower-case letters and digits, a letter first";
  test.each([
    ["a name in capitals", { name: "Demo" }, `--name: 'Demo' is no environment's name: ${rule}`],
    ["a path for a name", { name: "../demo" }, `--name: '../demo' is no environment's name: ${rule}`],
    ["an account of eleven digits", { account: "11112222333" }, "--account: '11112222333' is no AWS account id: it has twelve digits"],
    ["no region", { region: "europe" }, "--region: 'europe' is no AWS region such as eu-north-1"],
    ["a region of another partition", { region: "us-gov-west-1" }, "--region: 'us-gov-west-1' is no region of AWS's commercial partition: "],
    ["no block", { cidr: "10.9.0.1/16" }, "--cidr: '10.9.0.1/16' is an address inside a block: write the block as 10.9.0.0/16"],
    ["a block too large for a VPC", { cidr: "11.0.0.0/8" }, "--cidr: '11.0.0.0/8' is no size for a VPC: /16 to /28"],
    ["a block too small for its subnets", { cidr: "10.9.0.0/28" }, "--cidr: '10.9.0.0/28' is too small: "],
    ["a block of dev's", { cidr: "10.20.128.0/20" }, "--cidr: '10.20.128.0/20' overlaps '10.20.0.0/16' of 'dev', and the two could never be peered: leave --cidr out, and a free block is chosen"],
  ])("%s", (_, change, message) => {
    const attempt = () => draft({ ...wish, ...change }, all);
    expect(attempt).toThrow(NewEnvironmentError);
    expect(attempt).toThrow(`No environment can be made of this:\n  ${message}`);
    expect(attempt).toThrow(/\n\nNothing was written\. See --help\.$/);
  }); // prettier-ignore

  test("is refused with everything that is wrong with it", () => {
    const attempt = () => draft({ name: "D", account: "1", region: "cn-north-1", cidr: "172.31.0.0/20" }, all);
    expect(attempt).toThrow(
      /^No environment can be made of this:\n {2}--name: .*\n {2}--account: .*\n {2}--region: .*\n {2}--cidr: '172.31.0.0\/20' overlaps .*'prod'.*\n\n/,
    );
  });
});

/** A file of the project's as the formatter writes it. */
function formatted(input: string): string {
  const args = ["node_modules/prettier/bin/prettier.cjs", "--stdin-filepath", "src/environments/demo.ts"];
  return spawnSync(process.execPath, args, { cwd: projectDirectory, input, encoding: "utf8" }).stdout;
}

describe("what the files say", () => {
  test.each([
    ["in an account of its own", {}, [], ["state: stateOf(inventory),", "repositories: { immutableTags: false },"]],
    [
      "in another region of an account",
      { account: own },
      [],
      ['state: stateOf(inventory, "eu-north-1"),', "repositories: "],
    ],
    ["beside others", { account: own, region: "eu-north-1" }, ["repositories"], ["state: stateOf(inventory),"]],
  ])("%s, as the formatter leaves it", (_, change, without, lines) => {
    const text = renderEnvironment(draft({ ...wish, ...change }, all));
    for (const line of ['name: "demo",', 'cidr: "10.40.0.0/16"', "desiredCount: 0,", ...lines])
      expect(text).toContain(line);
    for (const word of without) expect(text).not.toContain(word);
    expect(formatted(text)).toBe(text);
  });
});
