import {
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import type { Environment } from "../../src/model/environment";
import { guard } from "../../src/ops/guard/guard";
import { parsePlan } from "../../src/ops/guard/plan";
import { clientConfig } from "../helpers/emulator";
import { describeEndToEnd } from "../helpers/prerequisites";
import { optionExample, OptionPlatform } from "../helpers/option-platform";

/** Addresses of the first zone's way out, which MongoDB Atlas knows. */
const FIRST = ["aws_eip.nat_a", "aws_nat_gateway.nat_a"];

const findings = (plan: unknown, environment: Environment) =>
  guard(parsePlan(JSON.stringify(plan)), { environment, accepted: [] }).findings;

async function plansNothing(platform: OptionPlatform, environment: ReturnType<typeof optionExample>) {
  for (const format of ["json", "hcl"] as const) {
    expect(await platform.plan(environment, "network", format)).toMatchObject({ changed: false, changes: [] });
  }
}

/** Asks for a connection from a network beside the platform's, as Atlas does. */
async function requestPeering(platform: OptionPlatform, cidr: string): Promise<string> {
  const ec2 = new EC2Client(clientConfig(platform.emulator));
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const ours = Vpcs.find(({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === "Name" && Value === "kelmah-test"));
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: cidr }));
  const { VpcPeeringConnection } = await ec2.send(
    new CreateVpcPeeringConnectionCommand({ VpcId: Vpc?.VpcId ?? "", PeerVpcId: ours?.VpcId ?? "" }),
  );
  return VpcPeeringConnection?.VpcPeeringConnectionId ?? "";
}

// The network's stack alone: nothing of the services' stack depends on these options.
describeEndToEnd("the network's options", ["emulator", "terraform"], () => {
  let empty: OptionPlatform;
  let plain: OptionPlatform;

  beforeAll(async () => {
    empty = await OptionPlatform.start();
    plain = await empty.fork();
    await plain.applyPart(optionExample(), "network");
  });

  afterAll(async () => {
    await plain.stop();
    await empty.stop();
  });

  test("come and go, and the first NAT gateway and its address stay as they are", async () => {
    const platform = await plain.fork();
    const environment = optionExample();
    environment.network.nat = "per-az";
    environment.network.interfaceEndpoints = ["ecr", "logs", "ssm"];
    const more = await platform.applyPart(environment, "network");
    expect(more.counts.destroy).toBe(0);
    expect(more.done).toContain("aws_nat_gateway.nat_b");
    expect(more.done.filter((address) => FIRST.includes(address))).toEqual([]);
    await plansNothing(platform, environment);

    const cidr = "192.168.248.0/21";
    environment.network.atlas = { kind: "peering", connectionId: await requestPeering(platform, cidr), cidr };
    const peered = await platform.applyPart(environment, "network");
    expect([...peered.done].sort()).toEqual([
      "aws_route.atlas_a",
      "aws_route.atlas_b",
      "aws_vpc_peering_connection_accepter.atlas",
    ]);
    await plansNothing(platform, environment);

    environment.network = { ...optionExample().network, nat: "single" };
    const less = await platform.applyPart(environment, "network");
    expect(less.done).toContain("aws_nat_gateway.nat_b");
    expect(less.done.filter((address) => FIRST.includes(address))).toEqual([]);
    await plansNothing(platform, environment);
    expect(await platform.emulator.unimplemented()).toEqual([]);
    await platform.stop();
  });

  test("tasks are let out on some ports only, in place, and never on none in between", async () => {
    const platform = await plain.fork();
    const narrow = optionExample();
    narrow.network.egressPorts = [443, 27015, 27016, 27017];
    const rule = "aws_vpc_security_group_egress_rule";
    const ports = narrow.network.egressPorts.map((port) => `${rule}.services_tcp_${port}`);
    const before = (done: readonly string[], earlier: readonly string[], later: readonly string[]) => {
      for (const one of earlier) for (const other of later) expect(done.indexOf(one)).toBeLessThan(done.indexOf(other));
    };

    const less = await platform.applyPart(narrow, "network");
    expect(less.counts).toMatchObject({ add: 8, change: 2, destroy: 0 });
    before(less.done, ports, [`${rule}.services`]);
    await plansNothing(platform, narrow);

    const environment = optionExample();
    const all = await platform.applyPart(environment, "network");
    expect(all.counts).toMatchObject({ add: 0, change: 2, destroy: 8 });
    before(all.done, [`${rule}.services`], ports);
    expect(findings(await all.plan(), environment)).toEqual([]);
    await plansNothing(platform, environment);
    await platform.stop();
  });

  test("an environment does without a NAT gateway, and gets one later", async () => {
    const fork = await empty.fork();
    const secluded = optionExample();
    secluded.name = "secluded";
    secluded.network.nat = "none";
    secluded.network.interfaceEndpoints = ["ecr", "logs", "ssm"];
    const serviceName = "com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0";
    secluded.network.atlas = { kind: "privatelink", serviceName };
    await fork.applyPart(secluded, "network");
    await plansNothing(fork, secluded);

    secluded.network.nat = "single";
    const more = await fork.applyPart(secluded, "network");
    expect([...more.done].sort()).toEqual(["aws_eip.nat_a", "aws_nat_gateway.nat_a", "aws_route.private_a"]);
    expect(findings(await more.plan(), secluded)).toEqual([]);
    await plansNothing(fork, secluded);

    secluded.network.nat = "none";
    const terraform = await fork.terraform(secluded, "network");
    await terraform.plan({ out: "plan" });
    expect(findings(await terraform.show("plan"), secluded).map(({ kind, address }) => `${kind} ${address}`)).toEqual([
      "destroy aws_eip.nat_a",
      "destroy aws_nat_gateway.nat_a",
      "destroy aws_route.private_a",
    ]);
    await fork.stop();
  });
});
