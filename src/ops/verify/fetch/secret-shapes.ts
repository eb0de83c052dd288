import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { createHmac, randomBytes } from "node:crypto";
import { type SecretProblem, secretProblem, shouldDiffer } from "../secret-shape";
import type { ExpectedSecret } from "../expected";
import type { Answer, SecretShape, SecretShapes } from "../facts";
import { askEach, ifThere } from "./answer";

/** The stores, and what is read in each. */
interface SecretSources {
  readonly ssm: SSMClient;
  readonly secretsManager: SecretsManagerClient;
  readonly parameters: readonly ExpectedSecret[];
  readonly managedSecrets: readonly ExpectedSecret[];
}

/** What is kept of a value while the others are read. */
interface Seen {
  readonly problem: SecretProblem | undefined;
  /** Differs from run to run: it tells nothing to whoever finds it. */
  readonly mark: string;
}

/** Reads each secret, looks at its shape, and lets go of its value. */
export async function fetchSecretShapes(sources: SecretSources): Promise<SecretShapes> {
  const { ssm, secretsManager, parameters, managedSecrets } = sources;
  const all = new Map([...parameters, ...managedSecrets].map(({ name, secret }) => [name, secret]));
  const key = randomBytes(32);
  const look = (name: string, value: string | undefined): Seen | undefined =>
    value === undefined
      ? undefined
      : {
          problem: secretProblem(all.get(name) ?? "", value),
          mark: createHmac("sha256", key).update(value).digest("hex"),
        };
  const names = (secrets: readonly ExpectedSecret[]) => secrets.map(({ name }) => name);
  const seen = new Map([
    ...(await askEach(names(parameters), async (name) => look(name, await readParameter(ssm, name)))),
    ...(await askEach(names(managedSecrets), async (name) => look(name, await readManaged(secretsManager, name)))),
  ]);
  return shapesOf(seen, all);
}

function shapesOf(seen: ReadonlyMap<string, Answer<Seen | undefined>>, all: ReadonlyMap<string, string>): SecretShapes {
  const marks = [...seen].flatMap(([name, answer]) =>
    answer.known && answer.value !== undefined ? [[name, answer.value.mark] as const] : [],
  );
  const shapes = [...seen].flatMap(([name, answer]): [string, Answer<SecretShape>][] => {
    if (!answer.known) return [[name, answer]];
    if (answer.value === undefined) return [];
    const { problem, mark } = answer.value;
    const secret = all.get(name) ?? "";
    const same = marks.filter(
      ([other, otherMark]) => other !== name && otherMark === mark && shouldDiffer(secret, all.get(other) ?? ""),
    );
    const sameAs = problem === undefined ? same.map(([other]) => other) : [];
    return [[name, { known: true, value: { ...(problem && { problem }), sameAs } }]];
  });
  return new Map(shapes);
}

/** One by one, by an action that nothing else asks for: who may look at shapes is said by a policy of its own. */
async function readParameter(client: SSMClient, Name: string): Promise<string | undefined> {
  const answer = await ifThere(client.send(new GetParameterCommand({ Name, WithDecryption: true })), {
    ParameterNotFound: undefined,
  });
  return answer === undefined ? undefined : (answer.Parameter?.Value ?? "");
}

async function readManaged(client: SecretsManagerClient, SecretId: string): Promise<string | undefined> {
  const answer = await ifThere(client.send(new GetSecretValueCommand({ SecretId })), {
    ResourceNotFoundException: undefined,
    // It is to be deleted; said where that is asked.
    InvalidRequestException: undefined,
  });
  return answer === undefined ? undefined : (answer.SecretString ?? "");
}
