import { OperatorError } from "../model/problem";
import { run } from "./process";

/** Something that has to be installed before a command can work. */
export interface Missing {
  /** What is needed, with its version, such as `Terraform >= 1.11`. */
  readonly what: string;
  /** What was found instead. */
  readonly found: string;
  /** How to get it. */
  readonly how: string;
}

/** A check for one prerequisite; undefined when it is there. */
export type Check = () => Promise<Missing | undefined>;

/** The prerequisites that are missing, all in one. */
export class MissingPrerequisitesError extends OperatorError {
  override readonly name = "MissingPrerequisitesError";

  constructor(readonly missing: readonly Missing[]) {
    const lines = missing.map(({ what, found, how }) => `  ${what} is needed: ${found}.\n    ${how}`);
    super(["This machine lacks what the command needs:", ...lines].join("\n"));
  }
}

const MINIMUM_NODE = "20.9.0";
const MINIMUM_TERRAFORM = "1.11.0";

/**
 * Makes all checks.
 *
 * @throws MissingPrerequisitesError naming everything that is missing and how to get it.
 */
export async function checkPrerequisites(checks: readonly Check[]): Promise<void> {
  const results = await Promise.all(checks.map((check) => check()));
  const missing = results.filter((result) => result !== undefined);
  if (missing.length > 0) throw new MissingPrerequisitesError(missing);
}

/** Checks the version of the Node.js that runs this, such as `20.11.1`. */
export function nodeCheck(version: string): Check {
  return () =>
    Promise.resolve(
      isAtLeast(version, MINIMUM_NODE)
        ? undefined
        : {
            what: "Node.js >= 20.9",
            found: `this is ${version}`,
            how: "Install it from https://nodejs.org, or with nvm: nvm install",
          },
    );
}

/** Checks the version of the Terraform on PATH. */
export function terraformCheck(env: NodeJS.ProcessEnv): Check {
  return async () => {
    const version = await terraformVersion(env);
    if (version !== undefined && isAtLeast(version, MINIMUM_TERRAFORM)) return undefined;
    return {
      what: "Terraform >= 1.11",
      found: version === undefined ? "there is none on PATH" : `the one on PATH is ${version}`,
      how: "Install it from https://developer.hashicorp.com/terraform/install, or with tfenv: tfenv install 1.11.4",
    };
  };
}

/** The version of the Terraform on PATH, such as `1.11.4`; undefined when there is none that runs. */
export async function terraformVersion(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await run("terraform", ["version", "-json"], { env: { ...env, CHECKPOINT_DISABLE: "1" } });
    return (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
  } catch {
    return undefined; // Not installed, or something else of that name.
  }
}

/** Compares two versions number by number; a pre-release such as `1.11.0-rc1` comes before its release. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [numbers = "", preRelease] = version.replace(/^v/, "").split("-", 2);
  const actual = numbers.split(".").map(Number);
  const wanted = minimum.split(".").map(Number);
  for (const [index, number] of wanted.entries()) {
    const difference = (actual[index] ?? 0) - number;
    if (Number.isNaN(difference)) return false;
    if (difference !== 0) return difference > 0;
  }
  return preRelease === undefined;
}
