import {
  GetParametersCommand,
  paginateDescribeParameters,
  type ParameterMetadata,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { createHash, timingSafeEqual } from "node:crypto";
import { isUnset, PENDING } from "../../../model/secrets";
import { collect, inParts } from "../../aws/collect";
import type { Answer, ParameterFact } from "../facts";
import { ask } from "./answer";

/** The most that GetParameters takes. */
const PARAMETERS_AT_ONCE = 10;

function hash(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}

/**
 * The parameters of an environment by name. Their versions tell which have been set; only for those at version 1 that are among
 * `ours`, or say that Terraform made them, the value is asked for, compared by its hash here, and let go.
 */
export async function fetchParameters(
  client: SSMClient,
  environment: string,
  ours: readonly string[],
): Promise<ReadonlyMap<string, ParameterFact>> {
  const folder = { Key: "Path", Option: "Recursive", Values: [`/kelmah/${environment}`] };
  const found = await collect(
    paginateDescribeParameters({ client, pageSize: 50 }, { ParameterFilters: [folder] }),
    (page) => page.Parameters,
  );
  const byName = new Map(found.map((parameter) => [parameter.Name ?? "", parameter]));
  // One that an apply made before it was cut off may be recorded as a person's.
  const isMade = ({ Description: description, Version: version }: ParameterMetadata) =>
    isUnset({ description, version });
  const made = [...byName].flatMap(([name, parameter]) => (isMade(parameter) ? [name] : []));
  const first = [...new Set([...ours.filter((name) => byName.get(name)?.Version === 1), ...made])];
  const pending = await fetchPending(client, first);
  return new Map([...byName].map(([name, parameter]) => [name, factOf(parameter, pending.get(name) ?? SET)]));
}

const SET: Answer<boolean> = { known: true, value: false };

function factOf(
  { Version: version = 0, KeyId: keyId, LastModifiedDate: setAt, Type: type }: ParameterMetadata,
  pending: Answer<boolean>,
): ParameterFact {
  return {
    version,
    pending,
    ...(keyId !== undefined && { keyId }),
    ...(setAt && { setAt: setAt.getTime() }),
    ...(type && { type }),
  };
}

/** How many names a filter of DescribeParameters takes (Systems Manager API reference, ParameterStringFilter). */
const NAMES_AT_ONCE = 50;

/** Parameters of these names, wherever they are: of what somebody else made only what is said of it is asked for. */
export async function fetchNamedParameters(
  client: SSMClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, ParameterFact>> {
  const found = await Promise.all(
    inParts(names, NAMES_AT_ONCE).map((Values) =>
      collect(
        paginateDescribeParameters(
          { client, pageSize: 50 },
          { ParameterFilters: [{ Key: "Name", Option: "Equals", Values }] },
        ),
        (page) => page.Parameters,
      ),
    ),
  );
  return new Map(found.flat().map((parameter) => [parameter.Name ?? "", factOf(parameter, SET)]));
}

async function fetchPending(client: SSMClient, names: readonly string[]): Promise<Map<string, Answer<boolean>>> {
  const wanted = hash(PENDING);
  const parts = await Promise.all(
    inParts(names, PARAMETERS_AT_ONCE).map(async (Names) => {
      const answer = await ask(async () => {
        const { Parameters = [] } = await client.send(new GetParametersCommand({ Names, WithDecryption: true }));
        return new Map(Parameters.map(({ Name = "", Value = "" }) => [Name, timingSafeEqual(hash(Value), wanted)]));
      });
      return Names.map((name): [string, Answer<boolean>] => [
        name,
        answer.known ? { known: true, value: answer.value.get(name) ?? false } : answer,
      ]);
    }),
  );
  return new Map(parts.flat());
}
