import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { fetchSecret } from "../../../src/ops/verify/fetch/secrets";

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
const VERSIONS = { one: ["AWSPREVIOUS"], two: ["AWSCURRENT"] };

/** A client that answers with a secret and when its versions were made, and says nothing else. */
function answering(secret: object, made: Readonly<Record<string, Date>>): SecretsManagerClient {
  const stages = (secret as { VersionIdsToStages?: Record<string, string[]> }).VersionIdsToStages ?? {};
  const Versions = Object.entries(made).map(([VersionId, CreatedDate]) => ({
    VersionId,
    CreatedDate,
    VersionStages: stages[VersionId],
  }));
  const send = (command: object) =>
    Promise.resolve(command.constructor.name === "DescribeSecretCommand" ? secret : { Versions });
  return Object.assign(new SecretsManagerClient({ region: "eu-north-1" }), { send });
}

test.each<[string, object, Readonly<Record<string, Date>>, Date]>([
  ["when its present version was made", {}, { one: at(8), two: at(10) }, at(10)],
  ["not when its tags were changed", { LastChangedDate: at(11) }, { one: at(8), two: at(10) }, at(10)],
  ["when a rotation put that in its place", { LastRotatedDate: at(11) }, { one: at(8), two: at(10) }, at(11)],
  ["when an older one was taken back, at the latest", { LastChangedDate: at(12) }, { one: at(10), two: at(8) }, at(12)],
])("a secret has its value since %s", async (_, said, made, since) => {
  const client = answering({ VersionIdsToStages: VERSIONS, ...said }, made);
  expect(await fetchSecret(client, "kelmah/prod/X")).toEqual({ state: "set", setAt: since.getTime() });
});

test("one without a present version is empty, and one that is being deleted is told as that", async () => {
  expect(await fetchSecret(answering({ VersionIdsToStages: { one: ["AWSPENDING"] } }, {}), "x")).toEqual({ state: "empty" }); // prettier-ignore
  expect(await fetchSecret(answering({ DeletedDate: at(9) }, {}), "x")).toEqual({ state: "deleted" });
});
