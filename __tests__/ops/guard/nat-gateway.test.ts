import type { Environment } from "../../../src/model/environment";
import { planJson, protectedEnvironment, questions, resource } from "./plans";
import { guard } from "../../../src/ops/guard/guard";
import { parsePlan } from "../../../src/ops/guard/plan";

const ADDRESS = "13.62.68.130";

/** A protected environment whose address Atlas lets in. */
function environment(): Environment {
  const made = protectedEnvironment();
  return { ...made, inventory: { ...made.inventory, natEips: [ADDRESS] } };
}

/** A route whose NAT gateway was deleted by hand, and the one that the plan makes for it. */
function asked(publicIp: string, gateway: readonly string[] = ["create"]): string[] {
  const route = {
    actions: ["update"],
    before: { nat_gateway_id: "nat-1" },
    after: {},
    after_unknown: { nat_gateway_id: true },
  };
  const address = { actions: ["no-op"], before: { public_ip: publicIp }, after: { public_ip: publicIp } };
  const made = { actions: gateway, ...(gateway[0] === "create" ? {} : { before: {} }), after: {} };
  const refers = (type: string, name: string, attribute: string, ...references: string[]) => ({
    address: `${type}.${name}`, mode: "managed", type, name, expressions: { [attribute]: { references } },
  }); // prettier-ignore
  const plan = planJson({
    resource_changes: [
      resource("aws_route.private_a", route),
      resource("aws_nat_gateway.nat_a", made),
      resource("aws_eip.nat_a", address),
    ],
    configuration: {
      root_module: {
        resources: [
          refers("aws_route", "private_a", "nat_gateway_id", "aws_nat_gateway.nat_a.id", "aws_nat_gateway.nat_a"),
          refers("aws_nat_gateway", "nat_a", "allocation_id", "aws_eip.nat_a.id", "aws_eip.nat_a"),
        ],
      },
    },
  });
  const { findings } = guard(parsePlan(JSON.stringify(plan)), { environment: environment(), accepted: [] });
  return findings.map(({ address: of = "" }) => of).filter((of) => of === "aws_route.private_a");
}

test("a route goes to the NAT gateway that is made anew on the address that Atlas lets in", () => {
  expect(asked(ADDRESS)).toEqual([]);
});

test("to one on another address, to one that is there, and to whatever nobody knows it needs a word", () => {
  expect(asked("203.0.113.9")).toEqual(["aws_route.private_a"]);
  expect(asked(ADDRESS, ["update"])).toEqual(["aws_route.private_a"]);
  const change = { actions: ["update"], before: { nat_gateway_id: "nat-1" }, after: { nat_gateway_id: "nat-2" } };
  expect(questions([resource("aws_route.private_a", change)])).not.toEqual([]);
});
