import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { S3State } from "../../../model/environment";
import { stateKey } from "../../../model/names";
import { OperatorError } from "../../../model/problem";
import { isDenied } from "../../credentials";
import type { StateFacts, StateLock } from "../facts";
import { collect } from "../../aws/collect";

/** What stacks have in their states and who has locked them. Discovery does without where it may not read them. */
export async function fetchStates(
  client: S3Client,
  { bucket }: S3State,
  stacks: readonly string[],
): Promise<Map<string, StateFacts>> {
  try {
    const keys = await listKeys(client, bucket, commonPrefix(stacks));
    const read = async (Key: string) =>
      keys.includes(Key)
        ? await (await client.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body?.transformToString()
        : undefined;
    const states = stacks.map(async (stack) => {
      const [state, lock] = await Promise.all([read(stateKey(stack)), read(`${stateKey(stack)}.tflock`)]);
      const facts: StateFacts = {
        ids: readState(stack, state),
        ...(lock !== undefined && { lock: readLock(stack, lock) }),
      };
      return [stack, facts] as const;
    });
    return new Map(await Promise.all(states));
  } catch (error) {
    if (!isDenied((error as Error).cause ?? error)) throw error;
    return new Map(stacks.map((stack) => [stack, { ids: undefined }]));
  }
}

async function listKeys(client: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  try {
    return await collect(paginateListObjectsV2({ client }, { Bucket, Prefix }), (page) =>
      page.Contents?.flatMap(({ Key }) => Key ?? []),
    );
  } catch (error) {
    if ((error as Error).name === "NoSuchBucket") return []; // The account has not been bootstrapped.
    throw error;
  }
}

function commonPrefix([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}

interface RawState {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      /** The key of an object that a replacement which failed half-way left behind. */
      readonly deposed?: string;
      readonly attributes?: { readonly id?: string };
    }[];
  }[];
}

/**
 * Ids by address of what a state manages.
 *
 * @throws OperatorError when it is no state.
 */
export function readState(stack: string, text: string | undefined): ReadonlyMap<string, string> {
  if (text === undefined) return new Map();
  try {
    const managed = ((JSON.parse(text) as RawState).resources ?? []).filter(({ mode }) => mode === "managed");
    return new Map(
      managed.flatMap(({ type, name, instances }) =>
        instances
          .filter(({ deposed }) => deposed === undefined)
          .map(({ attributes }) => [`${type}.${name}`, attributes?.id ?? ""] as const),
      ),
    );
  } catch {
    throw new OperatorError(`The state of ${stack} is not valid JSON. Restore an earlier version of it in S3 first.`);
  }
}

/**
 * Who has locked a state.
 *
 * @throws OperatorError when it is no lock of Terraform's.
 */
export function readLock(stack: string, text: string): StateLock {
  let lock: unknown;
  try {
    lock = JSON.parse(text);
  } catch {
    lock = undefined;
  }
  const { ID: id, Who = "", Created = "", Operation = "" } = (lock ?? {}) as Record<string, string | undefined>;
  if (id !== undefined) return { id, who: Who, created: Created, operation: Operation };
  throw new OperatorError(
    `The lock of ${stack}, ${stateKey(stack)}.tflock in the bucket of the states, is none that Terraform has written. ` +
      "See that nobody applies, delete it there, and discover again.",
  );
}
