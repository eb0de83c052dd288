import { orderProblems } from "../../../src/ops/rehearse/order";
import type { Phase } from "../../../src/model/phase";
import type { TerraformEvent } from "../../../src/ops/terraform/events";

const OWN = "aws_ecs_service.auth";
const LEGACY = "aws_ecs_service.auth_legacy";
const GATEWAY = "aws_ecs_service.gateway";

/** Events in the order of a text such as `+own -own +gateway -gateway`: `+` begins, `-` is done. */
function events(text: string): TerraformEvent[] {
  const addresses: Record<string, string> = { own: OWN, legacy: LEGACY, gateway: GATEWAY };
  return text.split(" ").map((word) => ({
    type: word.startsWith("+") ? "started" : "done",
    address: addresses[word.slice(1)] ?? "",
    seconds: 0,
  }));
}

test.each<[Phase, string]>([
  ["retired", "+own -own +gateway -gateway +legacy -legacy"],
  ["legacy", "+legacy -legacy +gateway -gateway +own -own"],
  ["internal", "+own +legacy -legacy -own +gateway -gateway"],
  ["retired", "+legacy -legacy"],
  ["internal", "+gateway -gateway"],
])("%s is reached in order by %s", (phase, order) => {
  expect(orderProblems(events(order), { auth: phase })).toEqual([]);
});

test.each<[Phase, string, string]>([
  ["internal", "+own +gateway -own -gateway", `${GATEWAY} was begun before ${OWN} was steady`],
  ["internal", "+gateway -gateway +own -own", `${GATEWAY} was begun before ${OWN} was steady`],
  ["retired", "+gateway +legacy -gateway -legacy", `${LEGACY} was begun before ${GATEWAY} was steady`],
  ["parallel", "+gateway -gateway +legacy -legacy", `${GATEWAY} was begun before ${LEGACY} was steady`],
  ["legacy", "+own -own +gateway -gateway", `${OWN} was begun before ${GATEWAY} was steady`],
  ["internal", "+own +gateway", `${GATEWAY} was begun before ${OWN} was steady`],
])("%s is not reached in order by %s", (phase, order, problem) => {
  expect(orderProblems(events(order), { auth: phase })).toEqual([problem]);
});
