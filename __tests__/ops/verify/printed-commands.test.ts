import * as autoScaling from "@aws-sdk/client-application-auto-scaling";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecr from "@aws-sdk/client-ecr";
import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import * as secretsManager from "@aws-sdk/client-secrets-manager";
import * as ssm from "@aws-sdk/client-ssm";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArguments as parseDiscover } from "../../../src/ops/discover/arguments";
import { parseArguments as parseGuard } from "../../../src/ops/guard/arguments";
import { commandsOf } from "../../../src/ops/verify/commands";
import { expectedOf } from "../../../src/ops/verify/expected-of";
import { proceduresOf } from "../../../src/ops/verify/procedures";
import { projectDirectory } from "../../helpers/directories";
import { healthyFacts, production, verify } from "./recorded";

const read = (file: string) => readFileSync(join(projectDirectory, file), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** AWS's APIs as the SDK knows them, by what the AWS CLI calls them. */
const APIS: Readonly<Record<string, object>> = {
  "application-autoscaling": autoScaling,
  ec2,
  ecr,
  ecs,
  elbv2,
  secretsmanager: secretsManager,
  ssm,
};

/** What every command of the AWS CLI takes; of a member `Egress`, the other way round is `--ingress`. */
const GLOBAL = ["region", "query", "output"];

/** A command of the AWS CLI's own, which calls several APIs (AWS CLI version 2, `aws logs tail`). */
const LOGS_TAIL = /^aws logs tail \/\S+ --since \d+m --region \S+$/;

/** The members of an operation's input, as the SDK's schema of it says; none for an operation that AWS does not have. */
function membersOf(service: string, operation: string): string[] | undefined {
  const schema = (APIS[service] as Record<string, unknown> | undefined)?.[`${pascal(operation)}$`];
  // An operation: [9, namespace, name, traits, input, output]; a structure: [3, namespace, name, traits, members, ...].
  const input: unknown = (schema as (undefined | (() => unknown))[] | undefined)?.[4]?.();
  return (input as string[][] | undefined)?.[4];
}

function pascal(words: string): string {
  return words.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(""); // prettier-ignore
}

/** `aws ecs wait services-inactive`: the SDK has the waiters of the AWS CLI, by the same names. */
function waiterProblem(service: string, [waiter = "", ...options]: readonly string[]): string | undefined {
  const isThere = `waitUntil${pascal(waiter)}` in (APIS[service] ?? {});
  return isThere && options.includes("--region") ? undefined : `there is no aws ${service} wait ${waiter}`;
}

/** What is wrong with a command of the AWS CLI. */
function awsProblem(command: string): string | undefined {
  if (LOGS_TAIL.test(command)) return undefined;
  const [, service = "", operation = "", ...rest] = command.match(/'[^']*'|\S+/g) ?? [];
  if (operation === "wait") return waiterProblem(service, rest);
  const members = membersOf(service, operation);
  if (members === undefined) return `there is no aws ${service} ${operation}`;
  const known = [
    ...GLOBAL,
    ...(members.includes("Egress") ? ["ingress"] : []),
    ...members.map((member) => member.toLowerCase()),
  ];
  const options = rest.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
  const unknown = options.filter((option) => !known.includes(option.replaceAll("-", "")));
  return unknown.length > 0 || !options.includes("region") ? `${command}: ${unknown.join(", ")}` : undefined;
}

/** The commands that this project brings, and how each reads its line. `npm run secret` takes a name beside. */
const NPM: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  discover: parseDiscover,
  guard: parseGuard,
  secret: (args) => { expect(args.join(" ")).toMatch(/^--env prod [A-Z_]+$/); },
  synth: (args) => { expect(args).toEqual([]); },
}; // prettier-ignore

function check(line: string, stacks: readonly string[]): void {
  const [program = ""] = line.split(" ");
  if (program === "aws") expect(awsProblem(line)).toBeUndefined();
  else if (program === "npm") {
    const [, name = "", , ...args] = line.replace(/^npm /, "").split(" ");
    expect(Object.keys(NPM)).toContain(name);
    NPM[name]?.(args);
  } else if (program === "terraform") {
    const [, stack = "", command] = /^terraform "-chdir=cdktf\.out\/stacks\/([\w-]+)" (.*)$/.exec(line) ?? [];
    expect(stacks).toContain(stack);
    expect(["init", 'plan "-out=plan"', "apply plan"]).toContain(command);
  } else if (program === "npx") {
    const [, command = "", stack = "", option] = line.replace(/^npx /, "").split(" ");
    expect([command, option]).toEqual(command === "diff" ? ["diff", undefined] : ["deploy", "--ignore-missing-stack-dependencies"]); // prettier-ignore
    expect(stacks).toContain(stack);
  } else throw new Error(`Nobody knows what this runs: ${line}`);
}

const expected = expectedOf(production());
const stacks = [expected.stack, expected.networkStack];

describe("every command that a report may print is one that there is", () => {
  /** What each takes, by the name of what it takes. */
  const SAMPLES: Readonly<Record<string, readonly unknown[]>> = {
    events: ["auth-service-nlb"], logs: ["/ecs/auth-service"], tags: ["kelmah-auth-service"], targets: ["arn:of:it"],
    setSecret: ["JWT_SECRET"], restoreSecret: ["kelmah/prod/JWT_SECRET"], restart: ["auth-service-nlb"],
    scale: ["auth-service-nlb", 1], useRevision: ["auth-service-nlb", "kelmah-auth-service:6"], rules: ["sg-1"],
    allocate: ["13.62.68.130"], deregisterTarget: ["auth-service-nlb"], revoke: ["sg-1", "sgr-1"],
    waitUntilDeleted: ["auth-service-nlb"], balancerState: ["kelmah-internal-svcs"], endpoint: ["vpce-1"], deleteEndpoint: ["vpce-1"],
    deleteNat: ["nat-1"], waitUntilNatDeleted: ["nat-1"], deleteDefaultRoute: ["rtb-1"],
    networkAcl: ["acl-1"], allowInAcl: ["acl-1", { rule: 90, egress: true, ports: { from: 443, to: 443 }, block: "0.0.0.0/0" }],
    deleteParameter: ["/kelmah/prod/JWT_SECRET"], useAwsKey: ["kelmah/prod/JWT_SECRET"],
  }; // prettier-ignore
  const all: [string, unknown][] = Object.entries(commandsOf(expected));
  const printed = all.flatMap(([name, command]): [string, string][] => {
    if (typeof command === "string") return [[name, command]];
    if (typeof command !== "function") return [];
    return [[name, (command as (...args: unknown[]) => string)(...(SAMPLES[name] ?? [name]))]];
  });

  test("there are samples for all of them", () => {
    const takes = all.filter(([, command]) => typeof command === "function").map(([name]) => name);
    expect(takes.sort()).toEqual(Object.keys(SAMPLES).sort());
  });

  test.each(printed)("%s: %s", (_, command) => {
    check(command, stacks);
  });

  test.each([true, false])("each step of applying a stack, protected: %s", (isProtected) => {
    const environment = { ...production(), protected: isProtected };
    const { findings } = verify(undefined, environment);
    const both = stacks.map((apply) => ({ apply, ...findings[0] }) as never);
    const procedures = proceduresOf(expectedOf(environment), healthyFacts(environment), both);
    expect(Object.keys(procedures).sort()).toEqual([...stacks].sort());
    for (const step of Object.values(procedures).flat()) check(step, stacks);
  });

  test("and none is written anywhere else", () => {
    const folder = "src/ops/verify/checks";
    const files = readdirSync(join(projectDirectory, folder)).map((file) => `${folder}/${file}`);
    const literal = /["'`](aws|npm run|npx|terraform) [a-z]/;
    expect(["src/ops/verify/analyse.ts", ...files].filter((file) => literal.test(read(file)))).toEqual([]);
  });
});

test("a command that there is not is seen to be none", () => {
  expect(awsProblem("aws ecs restart-service --service x --region eu-north-1")).toBe("there is no aws ecs restart-service");
  expect(awsProblem("aws ecs wait services-gone --region eu-north-1")).toBe("there is no aws ecs wait services-gone");
  expect(awsProblem("aws ecs update-service --servic x --region eu-north-1")).toContain("servic");
  expect(() => { check("npm run verfy -- --env prod", stacks); }).toThrow();
  expect(() => { check("npm run guard -- --plam x", stacks); }).toThrow("Unknown option");
}); // prettier-ignore

test("the project's own commands are its scripts", () => {
  for (const name of ["discover", "guard", "synth"]) expect(scripts).toHaveProperty([name]);
});
