import { lets, mayAssume, mayDo } from "./iam";

const role = "arn:aws:iam::111122223333:role/reader";
const bucket = "arn:aws:s3:::bucket";
const policy = (effect: string, action: string, resource: string, more = {}) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: effect, Action: [action], Resource: [resource], ...more }],
});
const read = { action: "s3:GetObject", resource: `${bucket}/key` };

test("a role may do what a policy allows and none denies", async () => {
  const allow = policy("Allow", "s3:GetObject", `${bucket}/*`);
  expect(await mayDo(role, [allow], read)).toBe(true);
  expect(await mayDo(role, [], read)).toBe(false);
  expect(await mayDo(role, [allow], { ...read, action: "s3:PutObject" })).toBe(false);
  expect(await mayDo(role, [allow, policy("Deny", "s3:*", "*")], read)).toBe(false);
});

test("what IAM does not know is an error and not a denial", async () => {
  await expect(mayDo(role, [], { ...read, action: "s3:GetObjekt" })).rejects.toThrow(/s3:GetObjekt/);
  await expect(
    mayDo(role, [], { ...read, resource: "arn:aws:ssm:eu-north-1:111122223333:parameter/a" }),
  ).rejects.toThrow();
  await expect(mayDo(role, [{ Statement: [{ Effect: "Permit" }] }], read)).rejects.toThrow();
});

test("a role may be taken by those that its trust policy names", async () => {
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  expect(await mayAssume(role, trust, "ec2.amazonaws.com")).toBe(true);
  expect(await mayAssume(role, trust, "ecs-tasks.amazonaws.com")).toBe(false);
  expect(await mayAssume(role, trust, "arn:aws:iam::111122223333:role/admin")).toBe(false);
});

test("a resource's policy may deny what an administrator may do", async () => {
  const deny = policy("Deny", "s3:GetObject", `${bucket}/*`, { Principal: "*" });
  expect(await lets(deny, role, read)).toBe(false);
  expect(await lets(deny, role, { ...read, action: "s3:PutObject" })).toBe(true);
});
