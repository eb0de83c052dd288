import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import { FaultProxy } from "../helpers/fault-proxy";
import { Adoption } from "../helpers/adoption";
import { describeEndToEnd } from "../helpers/prerequisites";
import { PRODUCTION } from "../../src/ops/rehearse/production/facts";
import type { Inventory } from "../../src/model/environment";

describeEndToEnd("an adoption that meets what it did not expect", ["emulator", "terraform"], () => {
  let full: Adoption;
  let legacy: Adoption;

  beforeAll(async () => {
    [full, legacy] = await Promise.all([Adoption.start("full"), Adoption.start("legacy")]);
  });

  afterAll(async () => {
    await Promise.all([full.stop(), legacy.stop()]);
  });

  /** What discovery says in a copy of a world in which something is wrong; it must refuse, and write nothing. */
  async function refused(world: Adoption, spoil: (fork: Adoption) => Promise<unknown>): Promise<string> {
    const fork = await world.fork();
    await spoil(fork);
    const before = await fork.inventory();
    const { status, stdout, stderr } = await fork.discover("--write");
    expect(status).toBe(1);
    expect(await fork.inventory()).toBe(before);
    await fork.stop();
    return stdout + stderr;
  }

  async function onlyArn({ production }: Adoption, name: string): Promise<string> {
    const { TargetGroups } = await production.clients.elbv2.send(
      new elbv2.DescribeTargetGroupsCommand({ Names: [name] }),
    );
    return TargetGroups?.[0]?.TargetGroupArn ?? "";
  }

  test("knows its load balancer from others of like names", async () => {
    const fork = await full.fork();
    for (const Name of ["kelmah-internal-svc", "kelmah-internal-svcs-old"]) {
      const Subnets = [...PRODUCTION.privateSubnets];
      await fork.production.clients.elbv2.send(
        new elbv2.CreateLoadBalancerCommand({ Name, Type: "network", Scheme: "internal", Subnets }),
      );
    }
    expect(await fork.discover("--write")).toMatchObject({ status: 0 });
    const { imports } = JSON.parse(await fork.inventory()) as Inventory;
    expect(imports?.["kelmah-prod-services"]?.["aws_lb.internal"]?.id).toContain(`/${PRODUCTION.loadBalancer}/`);
    await fork.stop();
  });

  test("refuses a target group on the wrong port", async () => {
    const said = await refused(legacy, ({ production }) =>
      production.clients.elbv2.send(
        new elbv2.CreateTargetGroupCommand({
          Name: "kelmah-user-tg",
          Protocol: "TCP",
          Port: 3999,
          VpcId: PRODUCTION.vpc,
          TargetType: "ip",
        }),
      ),
    );
    expect(said).toContain("aws_lb_target_group.user: port is 3999 and would be 3002: Terraform would destroy it");
  });

  test("refuses a listener that is taken", async () => {
    const said = await refused(full, async (fork) => {
      const { elbv2: client } = fork.production.clients;
      const [auth, user] = [await onlyArn(fork, "kelmah-auth-tg-tcp"), await onlyArn(fork, "kelmah-user-tg")];
      const { TargetGroups } = await client.send(new elbv2.DescribeTargetGroupsCommand({ TargetGroupArns: [auth] }));
      const LoadBalancerArn = TargetGroups?.[0]?.LoadBalancerArns?.[0];
      const { Listeners } = await client.send(new elbv2.DescribeListenersCommand({ LoadBalancerArn }));
      const ListenerArn = Listeners?.find(({ Port }) => Port === 5001)?.ListenerArn;
      const DefaultActions = [{ Type: "forward", TargetGroupArn: user } as const];
      await client.send(new elbv2.ModifyListenerCommand({ ListenerArn, DefaultActions }));
    });
    expect(said).toMatch(/aws_lb_listener\.auth: port 5001 is taken: it forwards to .*kelmah-user-tg/);
  });

  test.each<[string, Partial<Inventory>]>([
    [
      "subnet-0ffffffffffffffff",
      { privateSubnets: ["subnet-0ffffffffffffffff", ...PRODUCTION.privateSubnets.slice(1)] },
    ],
    ["13.62.68.131", { natEips: ["13.62.68.131"] }],
    ["sg-0ffffffffffffffff", { servicesSecurityGroup: "sg-0ffffffffffffffff" }],
    ["vpc-0ffffffffffffffff", { vpc: "vpc-0ffffffffffffffff" }],
  ])("names the wrong %s in the inventory", async (wrong, part) => {
    const said = await refused(full, (fork) => fork.editInventory((inventory) => ({ ...inventory, ...part })));
    expect(said).toContain(wrong);
  });

  test("writes the same through throttled and failing calls, and nothing when they do not end", async () => {
    const fork = await full.fork();
    const proxy = await FaultProxy.start(fork.emulator.endpoint);
    fork.endpoint = proxy.endpoint;
    proxy.setFaults({ action: "*", kind: "denied" });
    const before = await fork.inventory();
    expect(await fork.discover("--write")).toMatchObject({ status: 2 });
    expect(await fork.inventory()).toBe(before);

    proxy.setFaults({ action: "*", kind: "throttled", times: 2 }, { action: "*", kind: "error", times: 2 });
    expect(await fork.discover("--write")).toMatchObject({ status: 0 });
    const through = await fork.inventory();
    fork.endpoint = fork.emulator.endpoint;
    expect(await fork.discover("--write")).toMatchObject({ status: 0 });
    expect(await fork.inventory()).toBe(through);
    expect(through).not.toBe(before);
    await proxy.stop();
    await fork.stop();
  });

  test("imports that were mixed up by hand meet prevent_destroy", async () => {
    const fork = await full.fork();
    expect(await fork.discover("--write")).toMatchObject({ status: 0 });
    await fork.editInventory((inventory) => {
      const { "kelmah-prod-network": network = {}, ...others } = inventory.imports ?? {};
      const { "aws_subnet.private_a": a, "aws_subnet.private_b": b } = network;
      if (a === undefined || b === undefined) throw new Error("The subnets were not found");
      const mixed = { ...network, "aws_subnet.private_a": b, "aws_subnet.private_b": a };
      return { ...inventory, imports: { ...others, "kelmah-prod-network": mixed } };
    });
    const terraform = await fork.terraform("network");
    await expect(terraform.plan()).rejects.toThrow("aws_subnet.private_a has lifecycle.prevent_destroy set");
    await fork.stop();
  });
});
