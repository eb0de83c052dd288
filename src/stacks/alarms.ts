import { Fn, TerraformLocal, type TerraformStack, Token } from "cdktf";
import { Alarms } from "../constructs/alarms";
import type { CanaryService } from "../constructs/canary";
import type { Entrance } from "../constructs/entrance";
import type { GatewayService } from "../constructs/gateway-service";
import type { InternalLoadBalancer } from "../constructs/load-balancer";
import type { GatewayTarget } from "../model/alarms";
import type { Environment } from "../model/environment";
import { natZones } from "../model/subnets";

/** What of a services stack is watched. */
export interface Watched {
  readonly balancer: InternalLoadBalancer;
  /** By service, as CloudWatch calls them. */
  readonly targetGroups: Readonly<Record<string, string>>;
  readonly gateway: GatewayService;
  readonly entrance: Entrance | undefined;
  readonly canary: CanaryService | undefined;
  readonly natGatewayIds: string[];
}

/** The gateway's target groups: the entrance's, that of the load balancer that was there before, and the canary's. */
function gatewayTargets(stack: TerraformStack, { gateway, entrance, canary }: Watched): GatewayTarget[] {
  // Values of their own: the alarms and the dashboard's document are easier to read without the expression.
  const local = (name: string, loadBalancer: string) => new TerraformLocal(stack, name, loadBalancer).asString;
  const targets: GatewayTarget[] = [];
  if (entrance !== undefined) {
    const loadBalancer = local("entrance_load_balancer", entrance.arnSuffix);
    targets.push({ subject: "gateway", behind: "entrance", loadBalancer, targetGroup: entrance.targetGroupArnSuffix });
    if (canary !== undefined) {
      targets.push({ subject: "canary", behind: "entrance", loadBalancer, targetGroup: canary.targetGroupArnSuffix });
    }
  }
  if (gateway.target !== undefined) {
    const { loadBalancer, targetGroup } = gateway.target;
    targets.push({
      subject: entrance === undefined ? "gateway" : "gateway-existing",
      behind: "existing",
      loadBalancer: local("gateway_load_balancer", loadBalancer),
      targetGroup,
    });
  }
  return targets;
}

/** Adds an environment's alarms and dashboard to its services stack; nothing where it has none. */
export function addAlarms(stack: TerraformStack, environment: Environment, watched: Watched): void {
  if (environment.alarms === undefined) return;
  const natGateways = natZones(environment.network).map(
    (zone, index) => [zone, Token.asString(Fn.element(watched.natGatewayIds, index))] as const,
  );
  new Alarms(stack, "Alarms", {
    environment,
    subjects: {
      loadBalancer: watched.balancer.arnSuffix,
      targetGroups: watched.targetGroups,
      gatewayTargets: gatewayTargets(stack, watched),
      natGateways: Object.fromEntries(natGateways),
    },
    gatewayLogGroup: watched.gateway.task.logGroup,
  });
}
