import type { Route, RouteTable } from "@aws-sdk/client-ec2";
import { isAsFound } from "../../../model/adoption";
import type { Environment } from "../../../model/environment";
import type { NetworkFacts } from "../facts";
import type { Match } from "../match";
import type { Unsettled } from "../problems";
import { giveUp, isGivenUp } from "./problems";

/**
 * Routes that a private subnet would lose with the route table that it follows now: no plan shows them, since a subnet that
 * follows the VPC's main table has no association that would change.
 */
export function leftRoutes(environment: Environment, matches: readonly Match[], network: NetworkFacts): Unsettled[] {
  if (!isAsFound(environment)) return [];
  return matches.flatMap(({ stack, address, type, wanted }) => {
    const { subnet_id: subnet, route_table_id: table } = wanted;
    if (type !== "aws_route_table_association" || typeof subnet !== "string") return [];
    const now = tableOf(subnet, network.routeTables);
    if (now === undefined || now.RouteTableId === table) return [];
    const covered = destinationsOf(table, matches, network);
    const lost = (now.Routes ?? []).filter((route) => {
      const destination = destinationOf(route);
      return route.GatewayId !== "local" && destination !== undefined && !covered.has(destination);
    });
    return lost.flatMap((route) => {
      const destination = destinationOf(route) ?? "";
      if (isGivenUp(environment, address, destination)) return [];
      const message =
        `${subnet} follows ${now.RouteTableId ?? ""} now, and would lose its route to ${destination} (${targetOf(route)}). Where it is ` +
        "needed, give the private subnets a route table of their own that has it (aws ec2 create-route-table, create-route, " +
        `associate-route-table): discovery adopts that. Where it may go: ${giveUp(environment, address, destination)}.`;
      return [{ stack, address, message }];
    });
  });
}

/** The table that a subnet follows: its own, or the VPC's main one. */
function tableOf(subnet: string, tables: readonly RouteTable[]): RouteTable | undefined {
  const has = (test: (association: NonNullable<RouteTable["Associations"]>[number]) => boolean) =>
    tables.find(({ Associations = [] }) => Associations.some(test));
  return has(({ SubnetId }) => SubnetId === subnet) ?? has(({ Main }) => Main === true);
}

/** Where the routes of the table to come lead: those that it has, and those that the stack makes. */
function destinationsOf(table: unknown, matches: readonly Match[], network: NetworkFacts): ReadonlySet<string> {
  const existing = network.routeTables.find(({ RouteTableId }) => RouteTableId === table)?.Routes ?? [];
  const written = matches.flatMap(({ type, wanted }) =>
    type === "aws_route" && wanted.route_table_id === table ? [String(wanted.destination_cidr_block)] : [],
  );
  // A gateway endpoint's route leads to the addresses of its service, whichever endpoint it is.
  const services = matches.flatMap(({ type, wanted }) =>
    type === "aws_vpc_endpoint" && wanted.vpc_endpoint_type === "Gateway" ? [String(wanted.service_name)] : [],
  );
  const endpoints = network.endpoints.filter(({ ServiceName = "" }) => services.includes(ServiceName));
  const ofEndpoints = network.routeTables
    .flatMap(({ Routes = [] }) => Routes)
    .filter(({ GatewayId }) => endpoints.some(({ VpcEndpointId }) => VpcEndpointId === GatewayId));
  return new Set([...written, ...[...existing, ...ofEndpoints].flatMap((route) => destinationOf(route) ?? [])]);
}

function destinationOf(route: Route): string | undefined {
  return route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
}

function targetOf({ State: state, ...route }: Route): string {
  const target =
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.EgressOnlyInternetGatewayId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn ??
    route.InstanceId ??
    route.NetworkInterfaceId ??
    "another target";
  return state === "blackhole" ? `through ${target}, which is gone` : `through ${target}`;
}
