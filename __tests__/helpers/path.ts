import { DescribeSecurityGroupRulesCommand, EC2Client, type SecurityGroupRule } from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import { setTimeout as sleep } from "node:timers/promises";
import { serviceUrlVariable } from "../../src/model/variables";
import type { Emulator } from "../../src/ops/emulator";
import { clientConfig } from "./emulator";

const CLUSTER = "kelmah-test";

/** What looking at a path again and again has found. */
export interface Watched {
  /** How often the whole path was seen. */
  readonly looks: number;
  /** Why a call would not have been answered, each reason once. */
  readonly cuts: readonly string[];
}

/**
 * The way of a call from the gateway to one service, as AWS describes it: the URL in the gateway's running revision, the load
 * balancer's listener on its port, a healthy target behind that, and the security groups in between.
 */
export class Path {
  private readonly ec2: EC2Client;
  private readonly ecs: ECSClient;
  private readonly elbv2: elbv2.ElasticLoadBalancingV2Client;

  constructor(
    emulator: Emulator,
    private readonly service: string,
  ) {
    const config = clientConfig(emulator);
    this.ec2 = new EC2Client(config);
    this.ecs = new ECSClient(config);
    this.elbv2 = new elbv2.ElasticLoadBalancingV2Client(config);
  }

  /** Where the gateway calls the service; `undefined` where it does not know it. */
  async url(): Promise<string | undefined> {
    const { taskDefinition = "" } = await this.ecsService("kelmah-gateway-test");
    const described = await this.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    const [container] = described.taskDefinition?.containerDefinitions ?? [];
    return container?.environment?.find(({ name }) => name === serviceUrlVariable(this.service))?.value;
  }

  /** Why a call would not be answered; `undefined` where it would. */
  async cut(): Promise<string | undefined> {
    for (;;) {
      const url = await this.url();
      const found = await this.cutBehind(url);
      // Several calls are no snapshot: what was seen counts where the gateway called the same URL all the while.
      if (found === undefined || (await this.url()) === url) return found;
    }
  }

  /** Looks until something else is done. */
  async during(work: () => Promise<unknown>): Promise<Watched> {
    const cuts = new Set<string>();
    let looks = 0;
    let done = false;
    const look = async () => {
      while (!done) {
        const cut = await this.cut();
        if (cut !== undefined) cuts.add(cut);
        looks += 1;
        await sleep(10);
      }
    };
    const looking = look();
    try {
      await work();
    } finally {
      done = true;
      await looking;
    }
    return { looks, cuts: [...cuts] };
  }

  private async cutBehind(url: string | undefined): Promise<string | undefined> {
    if (url === undefined) return "the gateway does not know it";
    const { hostname, port } = new URL(url);
    const { LoadBalancers = [] } = await this.elbv2.send(new elbv2.DescribeLoadBalancersCommand({}));
    const balancer = LoadBalancers.find(({ DNSName }) => DNSName?.toLowerCase() === hostname);
    if (balancer === undefined) return `nobody is called ${hostname}`;
    const input = { LoadBalancerArn: balancer.LoadBalancerArn };
    const { Listeners = [] } = await this.elbv2.send(new elbv2.DescribeListenersCommand(input));
    const listener = Listeners.find(({ Port }) => Port === Number(port));
    if (listener === undefined) return `no listener on port ${port}`;
    const { TargetGroupArn } = listener.DefaultActions?.[0] ?? {};
    const { TargetHealthDescriptions = [] } = await this.elbv2.send(new elbv2.DescribeTargetHealthCommand({ TargetGroupArn })); // prettier-ignore
    const healthy = TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === "healthy");
    if (healthy.length === 0) return `no healthy target behind port ${port}`;
    const targetPorts = healthy.map(({ Target }) => Target?.Port ?? 0);
    return this.shut(balancer.SecurityGroups ?? [], Number(port), targetPorts);
  }

  /** Which of the security groups on the way lets nobody through. */
  private async shut(balancer: string[], port: number, targetPorts: readonly number[]): Promise<string | undefined> {
    const { networkConfiguration } = await this.ecsService(`kelmah-${this.service}-test`);
    const tasks = networkConfiguration?.awsvpcConfiguration?.securityGroups ?? [];
    const { SecurityGroupRules: rules = [] } = await this.ec2.send(new DescribeSecurityGroupRulesCommand({}));
    const opens = (groups: readonly string[], isEgress: boolean, on: number) =>
      rules.some((rule) => groups.includes(rule.GroupId ?? "") && rule.IsEgress === isEgress && includes(rule, on));
    if (!opens(balancer, false, port)) return `the load balancer's group does not let port ${port} in`;
    if (!targetPorts.some((one) => opens(balancer, true, one) && opens(tasks, false, one))) {
      return `no group lets the load balancer through to port ${targetPorts.join(", ")}`;
    }
    return undefined;
  }

  private async ecsService(name: string) {
    const { services = [] } = await this.ecs.send(new DescribeServicesCommand({ cluster: CLUSTER, services: [name] }));
    return services[0] ?? {};
  }
}

function includes({ IpProtocol, FromPort = 0, ToPort = 0 }: SecurityGroupRule, port: number): boolean {
  return IpProtocol === "-1" || (FromPort <= port && port <= ToPort);
}
