import { synthesizeStacks } from "../../helpers/synth";
import { existingResources } from "../../../src/ops/discover/existing";
import type { Facts } from "../../../src/ops/discover/facts";
import { Matching } from "../../../src/ops/discover/match";
import { LEFT, MATCHERS } from "../../../src/ops/discover/matchers";
import { environment, facts, network, stack } from "./facts";
import { outcomes, short } from "./matching";

const NETWORK = "kelmah-prod-network";
const SERVICES = "kelmah-prod-services";
const LB = "arn:aws:elasticloadbalancing:eu-north-1:992350137489:loadbalancer/net/kelmah-internal-svcs/1";
const TG = "arn:aws:elasticloadbalancing:eu-north-1:992350137489:targetgroup/kelmah-auth-tg-tcp/1";
const CLUSTER = "arn:aws:ecs:eu-north-1:992350137489:cluster/Project-Kelmah";

test("every type that the stacks have is looked for, or left for a reason", () => {
  const types = Object.values(synthesizeStacks())
    .filter(({ resource }) => resource !== undefined && !("aws_s3_bucket" in resource))
    .flatMap(({ resource }) => Object.keys(resource ?? {}));
  for (const type of new Set(types)) expect([type, type in MATCHERS || type in LEFT]).toEqual([type, true]);
});

test("what two answers hold is found once", () => {
  const group = { logGroupName: "/ecs/exec/kelmah-prod", arn: "arn:aws:logs:x:log-group:/ecs/exec/kelmah-prod:*" };
  const found = outcomes({
    facts: { logGroups: [group, { logGroupName: "/ecs/auth-service" }, { ...group }] },
    stacks: [stack(SERVICES, { "aws_cloudwatch_log_group.exec_sessions": { name: "/ecs/exec/kelmah-prod" } })],
  });
  expect(short(found.get("aws_cloudwatch_log_group.exec_sessions"))).toMatch(/^\/ecs\/exec\/kelmah-prod by /);
});

test("the private network: by the inventory's ids, by address, by association and by route", () => {
  const subnet = "subnet-006406d535a30911f";
  const found = outcomes({
    facts: {
      network: network({
        subnets: [{ SubnetId: subnet, VpcId: "vpc-0dabf8272bd2ef53d" }, { SubnetId: "subnet-other" }],
        addresses: [{ AllocationId: "eipalloc-1", PublicIp: "13.62.68.130" }, { AllocationId: "eipalloc-2" }],
        natGateways: [{ NatGatewayId: "nat-1", NatGatewayAddresses: [{ AllocationId: "eipalloc-1" }] }],
        routeTables: [
          { RouteTableId: "rtb-main", Associations: [{ Main: true }] },
          {
            RouteTableId: "rtb-1",
            Associations: [{ SubnetId: subnet, RouteTableAssociationId: "rtbassoc-1" }],
            Routes: [
              { DestinationCidrBlock: "172.31.0.0/16", GatewayId: "local" },
              { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" },
            ],
          },
        ],
        endpoints: [
          {
            VpcEndpointId: "vpce-interface",
            VpcId: "vpc-0dabf8272bd2ef53d",
            ServiceName: "com.amazonaws.eu-north-1.s3",
            VpcEndpointType: "Interface",
          },
          {
            VpcEndpointId: "vpce-1",
            VpcId: "vpc-0dabf8272bd2ef53d",
            ServiceName: "com.amazonaws.eu-north-1.s3",
            VpcEndpointType: "Gateway",
          },
        ],
      }),
    },
    stacks: [
      stack(NETWORK, {
        "aws_subnet.private_a": { vpc_id: "vpc-0dabf8272bd2ef53d", tags: { Name: "kelmah-private-a-prod" } },
        "aws_eip.nat_a": { domain: "vpc", tags: { Name: "kelmah-nat-a-prod" } },
        "aws_nat_gateway.nat_a": { allocation_id: "${aws_eip.nat_a.id}", tags: {} },
        "aws_route_table.private_a": { vpc_id: "vpc-0dabf8272bd2ef53d", tags: {} },
        "aws_route_table_association.private_a": {
          route_table_id: "${aws_route_table.private_a.id}",
          subnet_id: "${aws_subnet.private_a.id}",
        },
        "aws_route.private_a": {
          destination_cidr_block: "0.0.0.0/0",
          route_table_id: "${aws_route_table.private_a.id}",
        },
        "aws_vpc_endpoint.s3": {
          vpc_id: "vpc-0dabf8272bd2ef53d",
          service_name: "com.amazonaws.eu-north-1.s3",
          vpc_endpoint_type: "Gateway",
        },
      }),
    ],
  });
  expect(Object.fromEntries([...found].map(([address, outcome]) => [address, short(outcome)]))).toEqual({
    "aws_subnet.private_a": `${subnet} by inventory.privateSubnets[0]`,
    "aws_eip.nat_a": "eipalloc-1 by inventory.natEips[0]",
    "aws_nat_gateway.nat_a": "nat-1 by its address",
    "aws_route_table.private_a": `rtb-1 by association with ${subnet}`,
    "aws_route_table_association.private_a": `${subnet}/rtb-1 by its subnet`,
    "aws_route.private_a": "rtb-1_0.0.0.0/0 by route table and destination",
    "aws_vpc_endpoint.s3": "vpce-1 by VPC, service and type",
  });
});

test("each NAT gateway's address: by the inventory's, in the order of the availability zones", () => {
  const { inventory, ...rest } = environment("prod");
  const natEips = ["13.62.68.130", "13.62.68.131"];
  const addresses = ["13.62.68.131", "13.62.68.130"].map((PublicIp, index) => ({ AllocationId: `eipalloc-${index + 1}`, PublicIp })); // prettier-ignore
  const eip = (zone: string) => ({ domain: "vpc", tags: { Name: `kelmah-nat-${zone}-prod` } });
  const found = outcomes({
    environment: { ...rest, inventory: { ...inventory, natEips } },
    facts: { network: network({ addresses }) },
    stacks: [stack(NETWORK, Object.fromEntries(["a", "b", "c"].map((zone) => [`aws_eip.nat_${zone}`, eip(zone)])))],
  });
  expect([...found].map(([address, outcome]) => [address, short(outcome)])).toEqual([
    ["aws_eip.nat_a", "eipalloc-2 by inventory.natEips[0]"],
    ["aws_eip.nat_b", "eipalloc-1 by inventory.natEips[1]"],
    ["aws_eip.nat_c", "missing"],
  ]);
});

test("services: by name and port, and by what they belong to, through the network's outputs", () => {
  const rule = { GroupId: "sg-1", IpProtocol: "tcp", FromPort: 5001, ToPort: 5001, IsEgress: false };
  const found = outcomes({
    facts: {
      balancing: {
        loadBalancers: [
          { LoadBalancerArn: `${LB}-old`, LoadBalancerName: "kelmah-internal-svcs-old" },
          { LoadBalancerArn: LB, LoadBalancerName: "kelmah-internal-svcs" },
        ],
        targetGroups: [{ TargetGroupArn: TG, TargetGroupName: "kelmah-auth-tg-tcp" }],
        listeners: [
          { ListenerArn: "arn:80", LoadBalancerArn: LB, Port: 80 },
          { ListenerArn: "arn:5001", LoadBalancerArn: LB, Port: 5001 },
          { ListenerArn: "arn:elsewhere", LoadBalancerArn: "arn:other", Port: 5001 },
        ],
      },
      containers: {
        clusters: [{ clusterArn: CLUSTER, clusterName: "Project-Kelmah", capacityProviders: ["FARGATE"] }],
        services: [{ serviceName: "auth-service-nlb", clusterArn: CLUSTER }],
        draining: [],
        tasks: [],
      },
      roles: { roles: [{ RoleName: "r", Arn: "a" } as never], policies: new Map([["r", ["start-tasks", "other"]]]) },
      logGroups: [{ logGroupName: "/ecs/auth-service" }, { logGroupName: "/ecs/auth-service-nlb" }],
      network: network({
        securityGroupRules: [
          { ...rule, SecurityGroupRuleId: "sgr-world", CidrIpv4: "0.0.0.0/0" },
          { ...rule, SecurityGroupRuleId: "sgr-1", CidrIpv4: "172.31.0.0/16" },
          { ...rule, SecurityGroupRuleId: "sgr-out", CidrIpv4: "172.31.0.0/16", IsEgress: true },
        ],
      }),
    },
    stacks: [
      stack(NETWORK, {}, { outputs: { services_security_group_id: "sg-1" } }),
      stack(SERVICES, {
        "aws_lb.internal": { name: "kelmah-internal-svcs" },
        "aws_lb_target_group.auth": { name: "kelmah-auth-tg-tcp" },
        "aws_lb_target_group.user": { name: "kelmah-user-tg" },
        "aws_lb_listener.auth": { load_balancer_arn: "${aws_lb.internal.arn}", port: 5001 },
        "aws_vpc_security_group_ingress_rule.auth": {
          security_group_id: "${data.terraform_remote_state.network.outputs.services_security_group_id}",
          ip_protocol: "tcp",
          from_port: 5001,
          to_port: 5001,
          cidr_ipv4: "172.31.0.0/16",
        },
        "aws_ecs_cluster.main": { name: "Project-Kelmah" },
        "aws_ecs_cluster_capacity_providers.main": { cluster_name: "${aws_ecs_cluster.main.name}" },
        "aws_kms_key.exec_sessions": {},
        "aws_ecs_service.auth": { name: "auth-service-nlb", cluster: "${aws_ecs_cluster.main.arn}" },
        "aws_iam_role.auth": { name: "r" },
        "aws_iam_role_policy.auth": { name: "start-tasks", role: "${aws_iam_role.auth.id}" },
        "aws_cloudwatch_log_group.auth": { name: "/ecs/auth-service" },
        "aws_ecs_task_definition.auth": { family: "kelmah-auth-service" },
        "aws_ssm_parameter.jwt_secret": { name: "/kelmah/prod/JWT_SECRET" },
      }),
    ],
  });
  expect(Object.fromEntries([...found].map(([address, outcome]) => [address, short(outcome)]))).toEqual({
    "aws_lb.internal": `${LB} by name`,
    "aws_lb_target_group.auth": `${TG} by name`,
    "aws_lb_target_group.user": "missing",
    "aws_lb_listener.auth": "arn:5001 by port 5001 of the load balancer",
    "aws_vpc_security_group_ingress_rule.auth": "sgr-1 by group, tcp, port 5001, 172.31.0.0/16",
    "aws_ecs_cluster.main": "Project-Kelmah by name",
    "aws_ecs_cluster_capacity_providers.main": "Project-Kelmah by its cluster",
    "aws_kms_key.exec_sessions": "left",
    "aws_ecs_service.auth": "Project-Kelmah/auth-service-nlb by name, in the cluster",
    "aws_iam_role.auth": "r by name",
    "aws_iam_role_policy.auth": "r:start-tasks by role and name",
    "aws_cloudwatch_log_group.auth": "/ecs/auth-service by name",
    "aws_ecs_task_definition.auth": "left",
    "aws_ssm_parameter.jwt_secret": "left",
  });
});

test("a security group's rule: by its source, an address block or another group", () => {
  const tcp = { GroupId: "sg-1", IpProtocol: "tcp", FromPort: 5001, ToPort: 5001 };
  const fromGroup = (GroupId: string) => ({ ...tcp, ReferencedGroupInfo: { GroupId } });
  const rule = { security_group_id: "sg-1", ip_protocol: "tcp", from_port: 5001, to_port: 5001 };
  const found = outcomes({
    facts: {
      network: network({
        securityGroups: [{ GroupId: "sg-2", GroupName: "kelmah-load-balancer-prod", VpcId: "vpc-1" }],
        securityGroupRules: [
          { ...tcp, SecurityGroupRuleId: "sgr-vpc", CidrIpv4: "172.31.0.0/16" },
          { ...fromGroup("sg-other"), SecurityGroupRuleId: "sgr-other" },
          { ...fromGroup("sg-2"), SecurityGroupRuleId: "sgr-2" },
          { ...fromGroup("sg-2"), SecurityGroupRuleId: "sgr-out", IsEgress: true },
          { ...tcp, SecurityGroupRuleId: "sgr-list", PrefixListId: "pl-1" },
        ],
      }),
    },
    stacks: [
      stack(SERVICES, {
        "aws_security_group.load_balancer": { name: "kelmah-load-balancer-prod", vpc_id: "vpc-1" },
        "aws_vpc_security_group_ingress_rule.a": { ...rule, cidr_ipv4: "172.31.0.0/16" },
        "aws_vpc_security_group_ingress_rule.b": {
          ...rule,
          referenced_security_group_id: "${aws_security_group.load_balancer.id}",
        },
        "aws_vpc_security_group_egress_rule.c": { ...rule, referenced_security_group_id: "sg-2" },
        "aws_vpc_security_group_ingress_rule.d": { ...rule, prefix_list_id: "pl-1" },
        "aws_vpc_security_group_ingress_rule.e": { ...rule, referenced_security_group_id: "sg-missing" },
      }),
    ],
  });
  expect(Object.fromEntries([...found].map(([address, outcome]) => [address, short(outcome)]))).toEqual({
    "aws_security_group.load_balancer": "sg-2 by name, in its VPC",
    "aws_vpc_security_group_ingress_rule.a": "sgr-vpc by group, tcp, port 5001, 172.31.0.0/16",
    "aws_vpc_security_group_ingress_rule.b": "sgr-2 by group, tcp, port 5001, sg-2",
    "aws_vpc_security_group_egress_rule.c": "sgr-out by group, tcp, port 5001, sg-2",
    "aws_vpc_security_group_ingress_rule.d": "sgr-list by group, tcp, port 5001, pl-1",
    "aws_vpc_security_group_ingress_rule.e": "missing",
  });
});

test("what depends on something still to be made does not exist either", () => {
  const found = outcomes({
    facts: { network: network({ routeTables: [{ RouteTableId: "rtb-main", Associations: [{ Main: true }] }] }) },
    stacks: [
      stack(NETWORK, {
        "aws_eip.nat_a": { tags: { Name: "kelmah-nat-a-prod" } },
        "aws_nat_gateway.nat_a": { allocation_id: "${aws_eip.nat_a.id}", tags: { Name: "kelmah-nat-a-prod" } },
        "aws_route_table.private_a": { tags: { Name: "kelmah-private-a-prod" } },
        "aws_route.private_a": {
          route_table_id: "${aws_route_table.private_a.id}",
          destination_cidr_block: "0.0.0.0/0",
        },
      }),
    ],
  });
  expect([...found.values()].map(short)).toEqual(["missing", "missing", "missing", "missing"]);
});

test("a type that nobody looks for is said to be so", () => {
  const found = outcomes({ facts: {}, stacks: [stack(SERVICES, { "aws_sqs_queue.jobs": { name: "jobs" } })] });
  expect(short(found.get("aws_sqs_queue.jobs"))).toBe("unsought");
});

test("a data source that would find nothing is missing", () => {
  const data = [
    { stack: SERVICES, type: "aws_lb_target_group", name: "gateway", attributes: { name: "api-gateway-tg" } },
  ];
  const stacks = [stack(SERVICES, {}, { data })];
  const missing = (some: Partial<Facts>) =>
    new Matching({ stacks, existing: existingResources(facts(some)), environment: environment("prod") }).missingData();
  expect(missing({})).toEqual(data);
  const targetGroups = [{ TargetGroupName: "api-gateway-tg" }];
  expect(missing({ balancing: { ...facts().balancing, targetGroups } })).toEqual([]);
});
