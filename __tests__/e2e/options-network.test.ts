import {
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { clientConfig } from "../helpers/emulator";
import { describeEndToEnd } from "../helpers/prerequisites";
import { optionExample, OptionPlatform } from "../helpers/option-platform";

/** Addresses of the first zone's way out, which MongoDB Atlas knows. */
const FIRST = ["aws_eip.nat_a", "aws_nat_gateway.nat_a"];

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
  test("come and go, and the first NAT gateway and its address stay as they are", async () => {
    const platform = await OptionPlatform.start();
    const environment = optionExample();
    await platform.applyPart(environment, "network");

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
});
