import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Environment } from "../../src/model/environment";
import { guard } from "../../src/ops/guard/guard";
import { parsePlan } from "../../src/ops/guard/plan";
import { runOrThrow } from "../../src/ops/process";
import type { Example } from "../helpers/example";
import { clientConfig } from "../helpers/emulator";
import { optionExample, type Applied, OptionPlatform } from "../helpers/option-platform";
import { Path } from "../helpers/path";
import { describeEndToEnd } from "../helpers/prerequisites";

/** What a plan does, by address, without what it reads. */
const actions = ({ changes }: Pick<Applied, "changes">) =>
  Object.fromEntries(changes.filter(({ action }) => action !== "read").map(({ address, action }) => [address, action]));

/** What the guard refuses in a plan, as `kind address message`, and the addresses of what it asks a person about. */
function verdictOn(plan: unknown, environment: Environment) {
  const { findings } = guard(parsePlan(JSON.stringify(plan)), { environment, accepted: [] });
  const isQuestion = ({ kind }: (typeof findings)[number]) => kind === "acceptance";
  return {
    refusals: findings
      .filter((one) => !isQuestion(one))
      .map(({ kind, address = "", message }) => `${kind} ${address} ${message}`),
    asked: findings.filter(isQuestion).map(({ address }) => address),
  };
}

describeEndToEnd("services that change while they are called", ["emulator", "terraform"], () => {
  let platform: OptionPlatform;
  let auth: Path;

  /** The environment of these tests, in which every group on the way lets in as little as it can. */
  function environment(change: (e: Example) => void = () => undefined): Environment {
    const made = optionExample();
    made.protected = true;
    made.network.servicesIngress = "load-balancer-security-group";
    change(made);
    return made;
  }

  /** What the guard says of a plan that nobody applies. */
  async function refused(wanted: Environment): Promise<string[]> {
    const terraform = await platform.terraform(wanted, "services");
    await terraform.plan({ out: "plan" });
    return verdictOn(await terraform.show("plan"), wanted).refusals;
  }

  /** Applies what the guard passes or asks about, while somebody looks whether a service that is called answers. */
  async function applied(wanted: Environment, path: Path, asked: readonly string[] = []): Promise<Applied> {
    let result: Applied | undefined;
    const watched = await path.during(async () => (result = await platform.applyPart(wanted, "services")));
    if (result === undefined) throw new Error("Nothing was applied");
    expect(verdictOn(await result.plan(), wanted)).toEqual({ refusals: [], asked });
    expect(watched).toEqual({ looks: expect.any(Number) as number, cuts: [] });
    expect(watched.looks).toBeGreaterThan(10);
    return result;
  }

  beforeAll(async () => {
    platform = await OptionPlatform.start();
    await platform.apply(environment());
    auth = new Path(platform.emulator, "auth");
  });

  afterAll(async () => {
    await platform.stop();
  });

  test("somebody who looks sees a path that is cut", async () => {
    const fork = await platform.fork();
    const path = new Path(fork.emulator, "auth");
    const client = new elbv2.ElasticLoadBalancingV2Client(clientConfig(fork.emulator));
    const { LoadBalancers = [] } = await client.send(new elbv2.DescribeLoadBalancersCommand({}));
    const LoadBalancerArn = LoadBalancers[0]?.LoadBalancerArn;
    const { Listeners = [] } = await client.send(new elbv2.DescribeListenersCommand({ LoadBalancerArn }));
    const ListenerArn = Listeners.find(({ Port }) => Port === 5001)?.ListenerArn;
    const { cuts } = await path.during(async () => {
      expect(await path.cut()).toBeUndefined();
      await client.send(new elbv2.ModifyListenerCommand({ ListenerArn, Port: 5011 }));
      expect(await path.cut()).toBe("no listener on port 5001");
    });
    expect(cuts).toEqual(["no listener on port 5001"]);
    await fork.stop();
  });

  test("a port changes in two steps, each of which the guard names, and calls are answered all the while", async () => {
    const at = (more: object) => environment((e) => Object.assign(e.services.auth, { port: 5011, ...more }));
    expect(await refused(at({}))).toEqual([
      expect.stringMatching(/^replace aws_lb_target_group.auth .+ write firstPort: 5001 in services.auth/),
      expect.stringMatching(/^change aws_lb_listener.auth .+ write firstPort: 5001 and previousPort: 5001 beside/),
    ]);
    expect(await refused(at({ firstPort: 5001 }))).toEqual([
      expect.stringMatching(/^change aws_lb_listener.auth would close port 5001 .+ write previousPort: 5001/),
    ]);

    const both = at({ firstPort: 5001, previousPort: 5001 });
    const opened = await applied(both, auth);
    expect(actions(opened)).toEqual({
      "aws_lb_listener.auth_5011": "create",
      "aws_vpc_security_group_ingress_rule.auth_5011": "create",
      "aws_vpc_security_group_ingress_rule.auth_5011_load_balancer": "create",
      "aws_vpc_security_group_egress_rule.auth_5011_load_balancer": "create",
      "aws_ecs_task_definition.auth": "replace",
      "aws_ecs_service.auth": "update",
      "aws_ecs_task_definition.gateway": "replace",
      "aws_ecs_service.gateway": "update",
    });
    expect(await auth.url()).toMatch(/:5011$/);

    const only = at({ firstPort: 5001 });
    const closed = await applied(only, auth);
    expect(actions(closed)).toEqual({
      "aws_lb_listener.auth": "delete",
      "aws_vpc_security_group_ingress_rule.auth": "delete",
      "aws_vpc_security_group_ingress_rule.auth_load_balancer": "delete",
      "aws_vpc_security_group_egress_rule.auth_load_balancer": "delete",
    });
    for (const format of ["json", "hcl"] as const) {
      expect(await platform.plan(only, "services", format)).toMatchObject({ changed: false, changes: [] });
    }
  });

  test("container, task family and the health check's protocol change in one apply, while a service goes in three", async () => {
    const changed = (more: (e: Example) => void = () => undefined) =>
      environment((e) => {
        const healthCheck = { protocol: "HTTP" as const, path: "/health" };
        Object.assign(e.services.auth, { port: 5011, firstPort: 5001, healthCheck });
        e.names = { services: { auth: { container: "auth", taskFamily: "auth-family" } } };
        more(e);
      });
    const without = changed((e) => delete (e.services as Partial<Example["services"]>).user);
    expect(await refused(without)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^destroy aws_ecs_service.user .+ put services.user back with removal: 'uncalled'/),
      ]),
    );

    const uncalled = await applied(
      changed((e) => (e.services.user.removal = "uncalled")),
      auth,
      ["aws_ecs_service.auth", "aws_ecs_task_definition.auth"],
    );
    expect(actions(uncalled)).toEqual({
      "aws_lb_target_group.auth": "update",
      "aws_ecs_task_definition.auth": "replace",
      "aws_ecs_service.auth": "update",
      "aws_ecs_task_definition.gateway": "replace",
      "aws_ecs_service.gateway": "update",
    });
    expect(await new Path(platform.emulator, "user").url()).toBeUndefined();

    const stopped = await applied(
      changed((e) => (e.services.user.removal = "stopped")),
      auth,
    );
    expect(actions(stopped)).toEqual({ "aws_ecs_service.user": "update" });

    const log = "aws_cloudwatch_log_group.user";
    expect(await refused(without)).toEqual([
      expect.stringMatching(new RegExp(`^destroy ${log} .+ terraform state rm ${log} in the stack's folder`)),
    ]);
    const { directory: cwd } = await platform.terraform(without, "services");
    await runOrThrow("terraform", ["state", "rm", log], { cwd, env: platform.emulator.environment });
    const removed = await applied(without, auth);
    const rule = (kind: string, name: string) => `aws_vpc_security_group_${kind}gress_rule.${name}`;
    const gone = [
      "aws_ecs_service.user",
      "aws_ecs_task_definition.user",
      "aws_iam_role.user_execution",
      "aws_iam_role.user_task",
      "aws_iam_role_policy.user_execution",
      "aws_lb_listener.user",
      "aws_lb_target_group.user",
      rule("e", "user_load_balancer"),
      rule("in", "user"),
      rule("in", "user_load_balancer"),
    ];
    expect(actions(removed)).toEqual(Object.fromEntries(gone.map((address) => [address, "delete"])));
    expect(await platform.plan(without, "services")).toMatchObject({ changed: false, changes: [] });
    expect(await platform.emulator.unimplemented()).toEqual([]);
  });
});
