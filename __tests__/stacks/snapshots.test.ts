import { environments } from "../../src/environments";
import type { Environment } from "../../src/model/environment";
import { byOwner, SHARED } from "../helpers/owners";
import { addressesOf, synthesizeStack, synthesizeStacks } from "../helpers/synth";

const [, , prod] = environments() as [Environment, Environment, Environment];
const names = Object.keys(prod.services);
const { "kelmah-prod-services": services = {}, ...others } = synthesizeStacks([prod]);
const parts = byOwner(services, names);

// JSON documents are shown as what they encode, and cdktf's own notes are left out. Look at what changes: it is the plan.
// Of the other environments, development-and-staging.test.ts says what is not as it is here.
test.each(Object.entries(others))("%s", (_, json) => {
  expect(json).toMatchSnapshot();
});

test.each([...parts])("kelmah-prod-services: %s", (_, part) => {
  expect(part).toMatchSnapshot();
});

test("the parts are the whole stack, each address in one of them", () => {
  const addresses = [...parts.values()].flatMap(Object.keys).filter((address) => address.includes("."));
  expect(addresses.sort()).toEqual(addressesOf(services));
  expect([...parts.keys()].sort()).toEqual([...names, SHARED].sort());
});

test("a new service changes a part of its own, and what all share", () => {
  const notification = { ...prod.services.review, port: 5007 } as Environment["services"][string];
  const more = synthesizeStack({ ...prod, services: { ...prod.services, notification } }, "services");
  const after = byOwner(more, [...names, "notification"]);
  const differing = [...after].filter(([owner, part]) => JSON.stringify(part) !== JSON.stringify(parts.get(owner)));
  expect(differing.map(([owner]) => owner).sort()).toEqual(["notification", SHARED]);
});
