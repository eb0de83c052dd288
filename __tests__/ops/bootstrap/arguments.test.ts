import { environments } from "../../../src/environments";
import { stateOf } from "../../../src/environments/defaults";
import { chooseStateStack, parseArguments } from "../../../src/ops/bootstrap/arguments";
import { cloudExample } from "../../helpers/cloud";
import { example } from "../../helpers/example";

const OWN = "992350137489";
const OTHER = "111122223333";

const demo = { ...example(), name: "demo" };
demo.state = stateOf(demo.inventory);
const all = [demo, ...environments()];
const none = { account: undefined, env: undefined };

test("brings up the only account's stack unless told otherwise", () => {
  expect(parseArguments([])).toEqual({ help: false, autoApprove: false, ...none });
  expect(chooseStateStack(none, environments())).toBe("kelmah-state");
});

test.each([
  [["--account", OWN], "kelmah-state"],
  [["--account", OTHER], `kelmah-state-${OTHER}`],
  [["--env", "prod"], "kelmah-state"],
  [["--env", "demo", "--auto-approve"], `kelmah-state-${OTHER}`],
  [["--env", "demo", "--account", OTHER], `kelmah-state-${OTHER}`],
])("%j is %s", (args, stack) => {
  expect(chooseStateStack(parseArguments(args), all)).toBe(stack);
});

const CHOICES = `--account ${OTHER} (demo) or --account ${OWN} (dev, staging, prod)`;

test.each([
  [[], `Environments are in 2 accounts, and each has a state stack. Choose ${CHOICES}. See --help.`],
  [["--account", "1"], `--account 1: no environment with its state in S3 is there. Choose ${CHOICES}. See --help.`],
  [
    ["--env", "prod", "--account", OTHER],
    `--env prod: it is in account ${OWN}, not in ${OTHER}. Give one of the two. See --help.`,
  ],
  [["--env", "dmeo"], "--env dmeo: there is no such environment. Did you mean demo?"],
  [["--acount", OWN], "Unknown option '--acount'. See --help."],
])("%j is refused", (args, message) => {
  expect(() => chooseStateStack(parseArguments(args), all)).toThrow(message);
});

test("an environment whose state is elsewhere needs no bucket, and neither do environments that all are so", () => {
  const cloud = { ...cloudExample(), name: "cloud" };
  expect(() => chooseStateStack({ ...none, env: "cloud" }, [cloud, ...all])).toThrow(
    "Environment 'cloud': state.kind: 'cloud', and 's3' is needed: the bucket and lock table are for states in S3",
  );
  expect(() => chooseStateStack(none, [cloud])).toThrow("state.kind: 'cloud' in every environment (cloud): ");
});
