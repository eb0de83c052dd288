import { canaryExample, entranceExample } from "../../helpers/entrance";
import { awsProvider, findings, judge, protectedEnvironment, resource } from "./plans";

const REMOVED = { action_reason: "delete_because_no_resource_config" };

describe("a canary that starts", () => {
  const SERVICE = "aws_ecs_service.canary";
  const TRAFFIC = "aws_lb_listener_rule.canary_traffic";
  const group = (name: string, weight: number) => ({
    arn: { references: [`aws_lb_target_group.${name}.arn`, `aws_lb_target_group.${name}`] },
    weight: { constant_value: weight },
  });
  const traffic = (...groups: object[]) => ({
    provider_config: { aws: awsProvider() },
    root_module: {
      resources: [
        { address: TRAFFIC, mode: "managed", type: "aws_lb_listener_rule", expressions: { action: [{ forward: [{ target_group: groups }], type: { constant_value: "forward" } }] } }, // prettier-ignore
      ],
    },
  });
  const shared = (weight: number) => traffic(group("gateway", 100 - weight), group("canary", weight));
  const started = (configuration: object, actions = ["create"], environment = canaryExample(10)) =>
    judge(
      { resource_changes: [resource(SERVICE, { actions }), resource(TRAFFIC, { actions: ["create"] })], configuration },
      { environment },
    ).findings.map(({ kind, address, message }) => [kind, address, message].join(" "));
  const refusal = (share: number) =>
    `change ${TRAFFIC} would get ${share} % of the calls in the apply that makes ${SERVICE}, before its tasks pass a health check: start with weight 10 or less, and raise it once npm run verify finds its targets healthy`;

  test("gets few calls, in every environment", () => {
    for (const environment of [canaryExample(10), { ...canaryExample(10), protected: true }]) {
      expect(started(shared(10), ["create"], environment as never)).toEqual([]);
      expect(started(shared(11), ["create"], environment as never)).toEqual([refusal(11)]);
      expect(started(shared(100), ["create"], environment as never)).toEqual([refusal(100)]);
    }
  });

  test("may get more once it is there", () => {
    expect(started(shared(100), ["no-op"])).toEqual([]);
    expect(started(shared(100), ["update"])).toEqual([]);
  });

  test("is not called without a rule, and may get every call where its share cannot be read", () => {
    expect(started({})).toEqual([]);
    expect(started(traffic())).toEqual([refusal(100)]);
    expect(started(traffic({ ...group("canary", 1), weight: { references: ["local.weight"] } }))).toEqual([
      refusal(100),
    ]);
  });
});

describe("pointing the domain at the entrance", () => {
  const made = (address: string) => resource(address, { actions: ["create"] });
  const both = [made("aws_lb.entrance"), made("aws_route53_record.entrance")];

  test("takes a plan of its own where the environment is protected", () => {
    expect(findings(both)).toEqual([
      "change aws_route53_record.entrance would move callers to aws_lb.entrance in the apply that makes it: apply gateway.entrance.certificate.pointDomain: false first, look, then point the domain",
    ]);
    expect(findings(both, { environment: entranceExample() })).toEqual([]);
    expect(findings([made("aws_route53_record.entrance")])).toEqual([]);
    expect(findings([made("aws_lb.entrance"), made("aws_route53_record.entrance_validation")])).toEqual([]);
  });
});

describe("a load balancer that AWS protects from deletion", () => {
  const gone = (address: string, isProtected: boolean) =>
    resource(address, { actions: ["delete"], before: { enable_deletion_protection: isProtected } }, REMOVED);

  test("stays until that is off, whatever the environment", () => {
    const environment = entranceExample();
    expect(findings([gone("aws_lb.entrance", false)], { environment })).toEqual([]);
    expect(findings([gone("aws_lb.entrance", true)], { environment })).toEqual([
      "destroy aws_lb.entrance is protected from deletion in AWS, which refuses it when the listeners are gone already: apply gateway.entrance.deletionProtection: false first",
    ]);
    expect(findings([gone("aws_lb.internal", true)], { environment })).toEqual([
      "destroy aws_lb.internal would be destroyed: nothing in the configuration describes it any more",
      "destroy aws_lb.internal is protected from deletion in AWS, which refuses it when the listeners are gone already: turn that off first",
    ]);
    expect(findings([gone("aws_lb.entrance", true)], { environment: protectedEnvironment() })).toHaveLength(2);
  });
});
