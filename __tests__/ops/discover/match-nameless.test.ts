import { environment, network, stack, tags } from "./facts";
import { outcomes, short } from "./matching";

describe("what has no name", () => {
  const ours = { Name: "kelmah-dev", Env: "dev", Project: "Kelmah" };
  const dev = [stack("kelmah-dev-network", { "aws_vpc.main": { tags: { Name: "kelmah-dev" } } })];
  const vpcs = [
    { VpcId: "vpc-1", Tags: tags(ours) },
    { VpcId: "vpc-2", Tags: tags({ ...ours, Env: "staging" }) },
  ];
  const of = environment("dev");

  test("is found by its tags Name and Env", () => {
    const found = outcomes({ facts: { network: network({ vpcs }) }, stacks: dev, environment: of });
    expect(short(found.get("aws_vpc.main"))).toBe("vpc-1 by tags Name=kelmah-dev, Env=dev");
  });

  test("is ambiguous when there are two, unless the journal of the apply or the state tells", () => {
    const twice = { network: network({ vpcs: [...vpcs, { VpcId: "vpc-3", Tags: tags(ours) }] }) };
    const both = outcomes({ facts: twice, stacks: dev, environment: of });
    expect(short(both.get("aws_vpc.main"))).toBe("vpc-1 or vpc-3");
    const hints = { source: "the journal of the apply", ids: new Map([["aws_vpc.main", "vpc-3"]]) };
    const told = outcomes({ facts: twice, stacks: dev, environment: of, hints });
    expect(short(told.get("aws_vpc.main"))).toBe("vpc-3 by the journal of the apply");
  });

  test("a journal is not believed about what is gone", () => {
    const hints = { source: "the journal of the apply", ids: new Map([["aws_vpc.main", "vpc-gone"]]) };
    const found = outcomes({ facts: { network: network() }, stacks: dev, environment: of, hints });
    expect(short(found.get("aws_vpc.main"))).toBe("missing");
  });

  test("flow logs are found by VPC and destination, groups by name, gateways by VPC", () => {
    const found = outcomes({
      facts: {
        network: network({
          vpcs: [{ VpcId: "vpc-1", Tags: tags({ Name: "kelmah-staging", Env: "staging" }) }],
          internetGateways: [{ InternetGatewayId: "igw-1", Attachments: [{ VpcId: "vpc-1" }] }],
          securityGroups: [{ GroupId: "sg-1", GroupName: "kelmah-services-staging", VpcId: "vpc-1" }],
          flowLogs: [{ FlowLogId: "fl-1", ResourceId: "vpc-1", LogDestination: "arn:aws:logs:x:log-group:/vpc/logs" }],
        }),
        logGroups: [{ logGroupName: "/vpc/logs", arn: "arn:aws:logs:x:log-group:/vpc/logs:*" }],
      },
      stacks: [
        stack("kelmah-staging-network", {
          "aws_vpc.main": { tags: { Name: "kelmah-staging" } },
          "aws_internet_gateway.main": { vpc_id: "${aws_vpc.main.id}", tags: { Name: "kelmah-staging" } },
          "aws_security_group.services": { name: "kelmah-services-staging", vpc_id: "${aws_vpc.main.id}" },
          "aws_cloudwatch_log_group.flow_logs": { name: "/vpc/logs" },
          "aws_flow_log.flow_logs": {
            vpc_id: "${aws_vpc.main.id}",
            log_destination: "${aws_cloudwatch_log_group.flow_logs.arn}",
            tags: {},
          },
        }),
      ],
      environment: environment("staging"),
    });
    expect([...found.values()].map(short)).toEqual([
      "/vpc/logs by name",
      "fl-1 by VPC and destination",
      "igw-1 by its VPC",
      "sg-1 by name, in its VPC",
      "vpc-1 by tags Name=kelmah-staging, Env=staging",
    ]);
  });
});
