import { readLock, readState } from "../../../src/ops/discover/fetch/states";

const state = (...resources: object[]) => JSON.stringify({ version: 4, resources });
const managed = (name: string, ...instances: object[]) => ({ mode: "managed", type: "aws_lb", name, instances });

test("a state gives the ids of what it manages, not of what it has read", () => {
  const read = { mode: "data", type: "aws_vpc", name: "main", instances: [{ attributes: { id: "vpc-1" } }] };
  const text = state(managed("internal", { attributes: { id: "arn:lb" } }), read);
  expect([...readState("kelmah-prod-services", text)]).toEqual([["aws_lb.internal", "arn:lb"]]);
});

test("what a failed replacement left behind is not the resource's id", () => {
  const text = state(
    managed("internal", { attributes: { id: "arn:now" } }, { deposed: "a1b2c3d4", attributes: { id: "arn:before" } }),
  );
  expect(readState("kelmah-prod-services", text).get("aws_lb.internal")).toBe("arn:now");
});

test("there is no state yet, or there is no reading it", () => {
  expect(readState("kelmah-prod-services", undefined).size).toBe(0);
  expect(() => readState("kelmah-prod-services", "{")).toThrow(
    "The state of kelmah-prod-services is not valid JSON. Restore an earlier version of it in S3 first.",
  );
});

describe("a lock", () => {
  test("is somebody's", () => {
    const text = JSON.stringify({ ID: "1-2", Who: "ama@laptop", Created: "2026-03-01T12:00:00Z", Operation: "apply" });
    const lock = { id: "1-2", who: "ama@laptop", created: "2026-03-01T12:00:00Z", operation: "apply" };
    expect(readLock("kelmah-prod-network", text)).toEqual(lock);
  });

  test.each(["", "{", "null", "[]", "{}"])("is none of Terraform's: %j", (text) => {
    expect(() => readLock("kelmah-prod-network", text)).toThrow(
      "The lock of kelmah-prod-network, kelmah-prod-network/terraform.tfstate.tflock in the bucket of the states, is none that",
    );
  });
});
