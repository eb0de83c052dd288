import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import ts from "typescript";
import { environments } from "../../src/environments";
import type { Environment } from "../../src/model/environment";
import { OperatorError } from "../../src/model/problem";
import { validate } from "../../src/model/validate";
import { synthesize } from "../../src/stacks/app";
import { githubExample } from "../helpers/cloud";
import { CERTIFICATE, entranceExample } from "../helpers/entrance";
import { everything } from "../helpers/everything";
import { example, type Example } from "../helpers/example";
import { BASES, pathsOf, withValue, WRONG_VALUES } from "../helpers/wrong-values";

/** What came of environments: why they were refused, or what was written. */
interface Outcome {
  readonly refused?: string;
  readonly planned?: readonly string[];
  /** What must not be: another error than the project's own, a folder that is half written. */
  readonly fault?: string;
}

/** Does with environments what the app does, in a folder of its own. */
function outcomeOf(given: readonly unknown[]): Outcome {
  const all = given as readonly Environment[];
  const outdir = mkdtempSync(join(tmpdir(), "kelmah-wrong-"));
  const written = () => (existsSync(join(outdir, "stacks")) ? readdirSync(join(outdir, "stacks")) : []);
  try {
    validate(all);
    synthesize(new App({ outdir, stackTraces: false }), all);
    return { planned: written() };
  } catch (error) {
    if (!(error instanceof OperatorError)) return { fault: String((error as Error).stack) };
    return written().length > 0 ? { fault: `half written: ${written().join()}` } : { refused: error.message };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** What is not as it should be with how environments are refused; nothing when all is well. */
function faultIn({ refused, fault }: Outcome): string | undefined {
  if (fault !== undefined) return fault;
  if (refused === undefined) return undefined;
  const lines = refused.split("\n").filter((line) => line.startsWith("  "));
  if (lines.length === 0) return `no problem is named: ${refused}`;
  return lines.find(
    (line) => !/^ {2}[^:]+: .{8,}$/.test(line) || /\[object|undefined|�/.test(line) || line.length > 3500,
  );
}

/** Each place of each base, the kinds of wrong values going round, so that every kind comes to every sort of place. */
const table = Object.entries(BASES).flatMap(([base, make]) =>
  pathsOf(make()).flatMap((path, index) => {
    const kinds = Object.keys(WRONG_VALUES);
    return Array.from({ length: 2 }, (_, turn) => ({ base, path, kind: kinds[(index * 5 + turn * 9) % kinds.length] ?? "" }));
  }),
); // prettier-ignore

test("whatever stands in whatever place is refused by its field, or planned", () => {
  const met = new Set(table.map(({ kind }) => kind));
  expect([...met].sort()).toEqual(Object.keys(WRONG_VALUES).sort());
  expect(table.length).toBeGreaterThan(600);
  let refused = 0;
  const faults = table.flatMap(({ base, path, kind }) => {
    const outcome = outcomeOf([withValue(BASES[base]?.(), path, WRONG_VALUES[kind]?.())]);
    if (outcome.refused !== undefined) refused++;
    const fault = faultIn(outcome);
    return fault === undefined ? [] : [`${base} ${path.join(".")}, ${kind}: ${fault}`];
  });
  expect(faults).toEqual([]);
  expect(refused).toBeGreaterThan(500);
});

test("every field that an environment's types have is in the table", () => {
  const files = ["environment", "options", "inventory", "image", "plain-value"];
  const fields = files.flatMap((file) => {
    const path = join(__dirname, `../../src/model/${file}.ts`);
    const names: string[] = [];
    const visit = (node: ts.Node) => {
      if (ts.isPropertySignature(node)) names.push(node.name.getText());
      node.forEachChild(visit);
    };
    visit(ts.createSourceFile(path, ts.sys.readFile(path) ?? "", ts.ScriptTarget.Latest, true));
    return names;
  });
  expect(fields.length).toBeGreaterThan(150);
  const inTable = new Set(table.flatMap(({ path }) => path));
  expect([...new Set(fields)].filter((field) => !inTable.has(field))).toEqual([]);
});

test("a base is planned as it is", () => {
  for (const make of Object.values(BASES)) expect(outcomeOf([make()])).toEqual({ planned: expect.anything() as unknown });
}); // prettier-ignore

/** A service like another, under a name that means something elsewhere. */
function withService(environment: Example, name: string): Example {
  environment.services[name] = { ...environment.services.user, port: 6000 };
  return environment;
}

const full = (name: string) => withService(everything() as Example, name);
const exec = (name: string) => withService({ ...example(), ecsExec: {} }, name);
const secret = (name: string) => {
  const environment = githubExample();
  environment.services.user.secrets.push(name);
  environment.inventory.existingParameters?.push(name);
  return environment;
};
const called = (name: string, changes: object = {}) => ({ ...example(), name, ...changes }) as Example;
const beside = (name: string, changes: object = {}) => {
  const environment = called(name, changes);
  environment.network.vpc.cidr = "10.99.0.0/16";
  return environment;
};
const inState = (stack: string) => ({ state: { kind: "s3", bucket: "kelmah-terraform-state", lockTable: "kelmah-terraform-locks", stack } }); // prettier-ignore

test.each<[string, () => readonly Example[], string]>([
  ["an environment called as what all share", () => [called("shared")], "name: 'shared' is what the states"],
  ["an environment called as an object's own", () => [called("constructor")], "name: 'constructor' is no environment's name"],
  ["an environment that is a prefix of another", () => [called("pro"), beside("prod")], ""],
  ["an environment called as the states' stack is", () => [called("state")], ""],
  ["an environment whose stack is that of the states", () => [called("state", inState("kelmah-state-network"))], "state.stack: 'kelmah-state-network' is also a stack of the environment 'state'"],
  ["a states' stack that is another environment's", () => [called("state"), beside("other", { ...inState("kelmah-state-services"), inventory: { account: "222233334444", region: "eu-north-1" } })], "state.stack: 'kelmah-state-services' is also a stack of the environment 'state'"],
  ["a protocol that is a list in itself", () => { const list: unknown[] = []; list.push(list); const environment = example(); environment.services.auth.protocol = list as never; return [environment]; }, "services.auth.protocol: [[[[…]]]]: a target group behind a TCP listener"],
  ["two environments of one name", () => [called("one"), beside("one")], "name: 'one' is the name of another environment too"],
  ["a service called as the log of shells", () => [exec("exec-sessions")], "services.exec-sessions.name: Terraform would call it what it calls a part of the platform (aws_cloudwatch_log_group.exec_sessions)"],
  ["the same without that log", () => [withService(example(), "exec-sessions")], ""],
  ["a service called as a rule of another's", () => [full("auth-load-balancer")], "services.auth-load-balancer.name: Terraform would call it what it calls a part of the service 'auth'"],
  ["a service called as another rule of it", () => [full("auth-from-gateway")], "services.auth-from-gateway.name: Terraform would call it what it calls a part of the service 'auth'"],
  ["a service called as the entrance's listener", () => [full("entrance-https")], "services.entrance-https.name: Terraform would call it what it calls a part of the platform (aws_lb_listener.entrance_https)"],
  ["a service called as the namespace is", () => [full("main")], ""],
  ["a service called as the canary is", () => [full("canary")], "services.canary.name: Terraform would call it what it calls the gateway's canary"],
  ["a service whose target group is the canary's", () => [full("gateway-canary")], "names.services.gateway-canary.targetGroup: 'kelmah-gateway-canary-test' is also the target group of the gateway's canary"],
  ["a service called as the gateway", () => [withService(example(), "gateway")], "services.gateway.name: 'gateway' is the API gateway's own"],
  ["a service called as an object's own", () => [withService(example(), "constructor")], "services.constructor: 'constructor' is what every object of JavaScript has already"],
  ["a service called as what holds a secret", () => [withService(example(), "jwt-secret")], "is what credentials are called: call the service by what it does"],
  ["a service whose name is another's and more", () => [withService(example(), "auth-nlb")], ""],
  ["a service in capitals", () => [withService(example(), "Auth")], "services.Auth.name: 'Auth' is no service's name"],
  ["a service with an underscore", () => [withService(example(), "auth_2")], "services.auth_2.name: 'auth_2' is no service's name"],
  ["a service called as another's port", () => { const environment = withService(example(), "auth-5011"); environment.services.auth.previousPort = 5011; return [environment]; }, "services.auth-5011.name: Terraform would call it what it calls port 5011 of 'auth'"],
  ["a secret of the prototype's name", () => [secret("__proto__")], "'__proto__' is what every object of JavaScript has already"],
  ["a secret that is an object's own in lower case", () => [secret("CONSTRUCTOR")], "'CONSTRUCTOR' is what every object of JavaScript has already"],
  ["secrets that differ in case", () => [secret("jwt_secret")], "secrets: 'JWT_SECRET' and 'jwt_secret' differ in case only"],
  ["an existing parameter without a name", () => { const environment = githubExample(); environment.inventory.existingParameters?.push(""); return [environment]; }, "inventory.existingParameters[2]: '/kelmah/test/' is no name for an SSM parameter"],
  ["a variable of the prototype's name", () => { const environment = example(); environment.services.auth.environment = JSON.parse('{ "__proto__": "a" }') as never; return [environment]; }, "services.auth.environment.__proto__: '__proto__' is what every object of JavaScript has already"],
  ["a variable's name in two lines", () => { const environment = example(); environment.services.auth.environment = { "A\nB": "a" }; return [environment]; }, "services.auth.environment.A\\u{a}B: 'A\\u{a}B' is no environment variable"],
  ["more variables than a task definition holds", () => { const environment = example(); environment.services.auth.environment = { A: "a".repeat(64_000) }; return [environment]; }, "services.auth.environment: has 64008 bytes: a task definition holds 64 KiB"],
  ["variables in a Map, whose entries nobody would read", () => { const environment = example(); environment.services.auth.environment = new Map([["A", "a"]]) as never; return [environment]; }, "services.auth.environment: a Map is given: an object is needed"],
  ["a number of tasks that no service has", () => [called("test", { desiredCount: 1e21 })], "desiredCount: 1e+21 is no number of tasks: a whole number from 0 to 5000"],
  ["a name that another environment of the account has", () => [called("one", { names: { services: { auth: { taskFamily: "kelmah-auth-two" } } } }), beside("two")], "names.services.auth.taskFamily: 'kelmah-auth-two' is also the task family of 'one', in the same account"],
  ["a role of another region's environment", () => [called("one", { names: { gateway: { taskRole: "kelmah-auth-two-task" } } }), beside("two", { inventory: { account: "111122223333", region: "eu-west-1" }, network: { ...example().network, vpc: { kind: "create", cidr: "10.99.0.0/16" }, availabilityZones: ["eu-west-1a", "eu-west-1b"] }, state: { ...example().state, region: "eu-north-1" } })], "names.services.auth.taskRole: 'kelmah-auth-two-task' is also the IAM role of 'one', in the same account"],
  ["a cluster of another environment's", () => [called("one", { names: { cluster: "Project-Kelmah" } }), beside("two", { names: { cluster: "Project-Kelmah" } })], "names.cluster: 'Project-Kelmah' is also the cluster of 'one', in the same account"],
  ["a load balancer called as the entrance", () => { const environment = everything() as Example; environment.names = { loadBalancer: "kelmah-entrance-test" }; return [environment]; }, "gateway.entrance: 'kelmah-entrance-test' is also the internal load balancer's name"],
  ["states in another partition", () => [called("test", { state: { ...example().state, region: "us-gov-west-1" } })], "state.region: 'us-gov-west-1' is no region of AWS's commercial partition"],
  ["a certificate of another partition", () => [entranceExample({ certificate: { kind: "existing", arn: CERTIFICATE.replace("arn:aws:", "arn:aws-cn:") } })], "gateway.entrance.certificate.arn: 'arn:aws-cn:acm:"],
  ["an identity provider of another partition", () => { const environment = githubExample(); environment.deployment = { github: { repository: "kelmah/infrastructure", oidcProviderArn: "arn:aws-us-gov:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" } }; return [environment]; }, "deployment.github.oidcProviderArn: 'arn:aws-us-gov:iam::"],
  ["an endpoint of another partition", () => { const environment = example(); environment.network.atlas = { kind: "privatelink", serviceName: "cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0123456789abcdef0" }; return [environment]; }, "network.atlas.serviceName: 'cn.com.amazonaws.vpce.cn-north-1"],
  ["a region of another partition", () => [called("test", { inventory: { account: "111122223333", region: "cn-north-1" } })], "inventory.region: 'cn-north-1' is no region of AWS's commercial partition"],
])("%s", (_, make, message) => {
  const outcome = outcomeOf(make());
  expect(faultIn(outcome)).toBeUndefined();
  if (message === "") expect(outcome).toEqual({ planned: expect.anything() as unknown });
  else expect(outcome).toEqual({ refused: expect.stringContaining(message) as unknown });
}); // prettier-ignore

test("what this project has is planned, and no two of its environments share a name", () => {
  expect(outcomeOf(environments())).toEqual({ planned: expect.anything() as unknown });
});
