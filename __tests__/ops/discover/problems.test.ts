import { environment, facts, network, stack, tags } from "./facts";
import { existingResources } from "../../../src/ops/discover/existing";
import type { Facts } from "../../../src/ops/discover/facts";
import { Matching } from "../../../src/ops/discover/match";
import { addressProblems, drainingProblems, unsetProblems, unsettled } from "../../../src/ops/discover/problems";
import type { WantedStack } from "../../../src/ops/discover/stacks";

const VPC = "vpc-0dabf8272bd2ef53d";
const LB = { LoadBalancerArn: "arn:lb", LoadBalancerName: "kelmah-internal-svcs" };
const TG = { TargetGroupArn: "arn:tg", TargetGroupName: "kelmah-auth-tg-tcp", Port: 5001 };

/** What has to be settled, as `address: message`. */
function problems(
  some: Partial<Facts>,
  wanted: WantedStack,
  name = "prod",
  state: Readonly<Record<string, string>> = {},
): string[] {
  const states = new Map([[wanted.name, { ids: new Map(Object.entries(state)) }]]);
  const existing = existingResources(facts(some));
  const matches = new Matching({ stacks: [wanted], existing, environment: environment(name) }).all();
  return unsettled(matches, states).map(({ address, message }) => `${address}: ${message}`);
}

function balancing(some: Partial<Facts["balancing"]>): Partial<Facts> {
  return { balancing: { ...facts().balancing, ...some } };
}

const services = (listener: object = {}) =>
  stack("kelmah-prod-services", {
    "aws_lb.internal": { name: "kelmah-internal-svcs" },
    "aws_lb_target_group.auth": { name: "kelmah-auth-tg-tcp", port: 5001 },
    "aws_lb_listener.auth": {
      load_balancer_arn: "${aws_lb.internal.arn}",
      port: 5001,
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.auth.arn}" }],
      ...listener,
    },
  });

const listener = (TargetGroupArn: string) => ({
  ListenerArn: "arn:listener",
  LoadBalancerArn: "arn:lb",
  Port: 5001,
  DefaultActions: [{ Type: "forward" as const, TargetGroupArn }],
});

test("what is as it should be has no problems", () => {
  const some = balancing({
    loadBalancers: [LB],
    targetGroups: [{ ...TG, LoadBalancerArns: ["arn:lb"] }],
    listeners: [listener("arn:tg")],
  });
  expect(problems(some, services())).toEqual([]);
});

test("what was found twice is shown with both ids and what to do", () => {
  const address = (id: string, ip: string) => ({
    AllocationId: id,
    PublicIp: ip,
    Tags: tags({ Name: "kelmah-nat-a-dev", Env: "dev" }),
  });
  const wanted = stack("kelmah-dev-network", { "aws_eip.nat_a": { tags: { Name: "kelmah-nat-a-dev" } } });
  const addresses = [address("eipalloc-1", "192.0.2.1"), address("eipalloc-2", "192.0.2.2")];
  expect(problems({ network: network({ addresses }) }, wanted, "dev")).toEqual([
    "aws_eip.nat_a: found twice, by tags Name=kelmah-nat-a-dev, Env=dev: eipalloc-1 (192.0.2.1) and eipalloc-2 (192.0.2.2). " +
      "Delete what nothing uses, or give the journal of the apply that made it (--journal).",
  ]);
  const third = [...addresses, address("eipalloc-3", "192.0.2.3")];
  expect(problems({ network: network({ addresses: third }) }, wanted, "dev")[0]).toMatch(/found 3 times/);
});

test("a target group that another load balancer uses cannot be used by ours", () => {
  const targetGroups = [{ ...TG, LoadBalancerArns: ["arn:other"] }];
  expect(problems(balancing({ loadBalancers: [LB], targetGroups }), services())).toEqual([
    "aws_lb_target_group.auth: arn:other forwards to it, and AWS lets one load balancer use a target group.",
  ]);
});

test("a listener that forwards elsewhere is taken", () => {
  const listeners = [listener("arn:other-tg")];
  const loadBalancers = [LB];
  expect(problems(balancing({ loadBalancers, listeners, targetGroups: [TG] }), services())).toEqual([
    "aws_lb_listener.auth: port 5001 is taken: it forwards to 'arn:other-tg', and would be turned to 'arn:tg'.",
  ]);
  expect(problems(balancing({ loadBalancers, listeners }), services())).toEqual([
    "aws_lb_listener.auth: port 5001 is taken: it forwards to 'arn:other-tg', and would be turned to a target group still to be made.",
  ]);
});

test("a route table that other subnets follow keeps its default route", () => {
  const wanted = stack("kelmah-prod-network", {
    "aws_subnet.private_a": { vpc_id: VPC, tags: {} },
    "aws_nat_gateway.nat_a": { allocation_id: "eipalloc-1", tags: {} },
    "aws_route_table.private_a": { tags: {} },
    "aws_route_table_association.private_a": {
      subnet_id: "${aws_subnet.private_a.id}",
      route_table_id: "${aws_route_table.private_a.id}",
    },
    "aws_route.private_a": {
      route_table_id: "${aws_route_table.private_a.id}",
      destination_cidr_block: "0.0.0.0/0",
      nat_gateway_id: "${aws_nat_gateway.nat_a.id}",
    },
  });
  const own = "subnet-006406d535a30911f";
  const shared = (route: object) =>
    network({
      subnets: [{ SubnetId: own, VpcId: VPC }],
      natGateways: [{ NatGatewayId: "nat-1", NatGatewayAddresses: [{ AllocationId: "eipalloc-1" }] }],
      routeTables: [
        {
          RouteTableId: "rtb-1",
          Associations: [{ SubnetId: own }, { SubnetId: "subnet-public" }, { Main: true }],
          Routes: [{ DestinationCidrBlock: "0.0.0.0/0", ...route }],
        },
      ],
    });
  expect(problems({ network: shared({ GatewayId: "igw-1" }) }, wanted)).toEqual([
    "aws_route_table.private_a: subnet-public, every subnet without a route table of its own would follow its changed " +
      "default route: give the private subnets one of their own.",
  ]);
  expect(problems({ network: shared({ NatGatewayId: "nat-1" }) }, wanted)).toEqual([]);
});

describe("what was made by hand under a name that Terraform's state has already", () => {
  const some = balancing({ loadBalancers: [LB], targetGroups: [TG], listeners: [listener("arn:tg")] });

  test("is said with both ids and what to do", () => {
    expect(problems(some, services(), "prod", { "aws_lb.internal": "arn:old", "aws_lb_listener.auth": "" })).toEqual([
      "aws_lb.internal: Terraform's state has 'arn:old', which is not found any more; AWS has 'arn:lb' instead (by name). " +
        "If that was made in its place: terraform state rm aws_lb.internal, in cdktf.out/stacks/kelmah-prod-services, " +
        "and discover again.",
    ]);
  });

  test("is no problem when it is what the state has, nor once the state has let go", () => {
    const state = { "aws_lb.internal": "arn:lb", "aws_lb_target_group.auth": "arn:tg" };
    expect(problems(some, services(), "prod", state)).toEqual([]);
    expect(problems(some, services())).toEqual([]);
  });

  test("is not told by ids that Terraform makes up: a route has none in AWS", () => {
    const wanted = stack("kelmah-prod-network", {
      "aws_route.private_a": { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0" },
    });
    const routeTables = [
      { RouteTableId: "rtb-1", Routes: [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1" }] },
    ];
    const state = { "aws_route.private_a": "r-rtb-11080289494" };
    expect(problems({ network: network({ routeTables }) }, wanted, "prod", state)).toEqual([]);
  });
});

describe("a parameter that says 'pending' and that no state knows", () => {
  const prod = (existingParameters: string[]) => environment("prod", { existingParameters });
  const unset = ["/kelmah/prod/SMTP_USER", "/kelmah/prod/OLD_NAME"];

  test("was made by an apply that was cut off: it is set before anything refers to it", () => {
    expect(unsetProblems(prod(["JWT_SECRET", "SMTP_USER", "OLD_NAME"]), { unset })).toEqual([
      {
        stack: "kelmah-prod-services",
        address: "aws_ssm_parameter.smtp_user",
        message:
          "/kelmah/prod/SMTP_USER is in no state, and says 'pending': an apply that was cut off has made it, and nobody has set " +
          "its value. Set it: npm run secret -- --env prod SMTP_USER, and discover again.",
      },
    ]);
  });

  test("is no problem while Terraform manages it, as it does where it is not recorded", () => {
    expect(unsetProblems(prod(["JWT_SECRET"]), { unset })).toEqual([]);
  });
});

describe("a service that is being deleted", () => {
  const wanted = stack("kelmah-prod-services", { "aws_ecs_service.auth": { name: "auth-service-nlb", cluster: "arn" } });
  const matches = new Matching({ stacks: [wanted], existing: existingResources(facts()), environment: environment("prod") }).all();

  test("keeps its name: nothing is planned before it is gone", () => {
    const draining = ["auth-service-nlb", "another"];
    expect(drainingProblems(environment("prod"), matches, { draining })).toEqual([
      {
        stack: "kelmah-prod-services",
        address: "aws_ecs_service.auth",
        message:
          "auth-service-nlb is being deleted (DRAINING), and AWS takes no other of its name until it is gone. Wait for it: " +
          "aws ecs wait services-inactive --cluster Project-Kelmah --services auth-service-nlb, and discover again.",
      },
    ]);
  });

  test("is no problem when it is another's", () => {
    expect(drainingProblems(environment("prod"), matches, { draining: ["another"] })).toEqual([]);
  });
}); // prettier-ignore

test("a service that CodeDeploy deploys cannot be adopted as it is", () => {
  const wanted = stack("kelmah-prod-services", { "aws_ecs_service.auth": { name: "auth", cluster: "arn:cluster/c" } });
  const run = (deploymentController?: { type: "CODE_DEPLOY" | "ECS" }) =>
    problems(
      {
        containers: {
          ...facts().containers,
          services: [{ serviceName: "auth", clusterArn: "arn:cluster/c", ...(deploymentController && { deploymentController }) }],
        },
      },
      wanted,
    );
  expect(run({ type: "CODE_DEPLOY" })).toEqual([
    "aws_ecs_service.auth: it is deployed by CODE_DEPLOY, and takes no revision from Terraform (ECS API reference, UpdateService). Make a " +
      "service with the deployment controller ECS beside it, move its calls there, delete auth, and discover again.",
  ]);
  expect([run({ type: "ECS" }), run()]).toEqual([[], []]);
}); // prettier-ignore

test("a NAT gateway's address in the state that is not among natEips is settled before any plan", () => {
  const wanted = stack("kelmah-prod-network", { "aws_eip.nat_a": { tags: {} } });
  const addresses = [{ AllocationId: "eipalloc-2", PublicIp: "192.0.2.2" }];
  const found = (natEips: string[]) => {
    const of = environment("prod", { natEips });
    const hints = new Map([[wanted.name, [{ source: "Terraform's state", ids: new Map([["aws_eip.nat_a", "eipalloc-2"]]) }]]]);
    const existing = existingResources(facts({ network: network({ addresses }) }));
    return addressProblems(of, new Matching({ stacks: [wanted], existing, environment: of, hints }).all());
  };
  expect(found(["192.0.2.2"])).toEqual([]);
  expect(found([])).toEqual([]);
  expect(found(["13.62.68.130"]).map(({ message }) => message)).toEqual([
    "192.0.2.2 (eipalloc-2, by Terraform's state) is not among the inventory's natEips (13.62.68.130), which MongoDB Atlas lets in. " +
      "If it is the right one, let it in at Atlas and write it into natEips in src/environments/inventory/prod.json. If not: " +
      "terraform state rm aws_eip.nat_a, in cdktf.out/stacks/kelmah-prod-network, and discover again.",
  ]);
}); // prettier-ignore
