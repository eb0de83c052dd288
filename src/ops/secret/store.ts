import { DescribeSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Environment } from "../../model/environment";
import { parameterName, secretName, secretsKeyAlias } from "../../model/names";
import type { SecretStore } from "../../model/options";
import { OperatorError } from "../../model/problem";
import { VerdictError } from "../command";
import { secretsIn } from "../../model/secrets";
import type { Clients } from "../aws/clients";
import { isDenied } from "../credentials";
import { explainFailure, type FailedCall } from "../discover/errors";

/** Where a secret's value is kept. */
export interface Place {
  readonly store: SecretStore;
  readonly name: string;
  /** The key that a parameter is put under. @default AWS's own for parameters; a secret of Secrets Manager has its own */
  readonly keyId?: string;
}

/** What came of setting a value in a place. */
export interface Set {
  readonly place: Place;
  /** Whether nothing was there before. */
  readonly isNew: boolean;
}

/** Every place that an environment keeps a secret in: two while it moves from one store to the other. */
export function placesOf(environment: Environment, secret: string): Place[] {
  const { name, secrets } = environment;
  const isIn = (store: SecretStore) => secretsIn(environment, store).includes(secret);
  const key = secrets?.key === undefined ? {} : { keyId: secretsKeyAlias(name) };
  return [
    ...(isIn("ssm") ? [{ store: "ssm", name: parameterName(name, secret), ...key } as const] : []),
    ...(isIn("secretsmanager") ? [{ store: "secretsmanager", name: secretName(name, secret) } as const] : []),
  ];
}

/**
 * Makes sure that a value can be put into these places: Terraform makes the secrets of Secrets Manager, without a value.
 *
 * @throws VerdictError saying what has to happen first.
 */
export async function checkPlaces({ secretsManager }: Clients, places: readonly Place[]): Promise<void> {
  for (const { store, name } of places) {
    if (store !== "secretsmanager") continue;
    let deleted: Date | undefined;
    try {
      ({ DeletedDate: deleted } = await secretsManager.send(new DescribeSecretCommand({ SecretId: name })));
    } catch (error) {
      if ((error as Error).name !== "ResourceNotFoundException") throw error;
      throw new VerdictError(
        `There is no ${name} in Secrets Manager yet: Terraform makes it, without a value. Plan and apply first ` +
          "(docs/options/secrets.md), then set it. Nothing was set.",
      );
    }
    if (deleted === undefined) continue;
    throw new VerdictError(
      `${name} is being deleted. Have it back first: aws secretsmanager restore-secret --secret-id ${name}. Nothing was set.`,
    );
  }
}

/**
 * Sets a value in a place.
 *
 * @throws OperatorError with what AWS has against it.
 */
export async function setValue({ ssm, secretsManager }: Clients, place: Place, value: string): Promise<Set> {
  const { store, name, keyId } = place;
  try {
    if (store === "secretsmanager") {
      await secretsManager.send(new PutSecretValueCommand({ SecretId: name, SecretString: value }));
      return { place, isNew: false };
    }
    // Without a key it would be under AWS's own (Systems Manager API reference, PutParameter).
    const key = keyId === undefined ? {} : { KeyId: keyId };
    const { Version } = await ssm.send(
      new PutParameterCommand({ Name: name, Type: "SecureString", Value: value, Overwrite: true, ...key }),
    );
    return { place, isNew: Version === 1 };
  } catch (error) {
    const { message } = error as Error;
    if (!message.includes(value)) throw error;
    // Not repeated, nor what caused it: AWS has said the value back.
    throw new OperatorError(`AWS refuses to set ${name}, with words that hold the value. Nothing was set there.`);
  }
}

/** What a call of this command has failed with, in a sentence. */
export function explainCall(error: unknown, call: FailedCall): Error {
  const { action } = call;
  if (isDenied(error)) {
    return new OperatorError(
      `AWS denies ${action} to these credentials. Setting secrets needs ssm:PutParameter, or secretsmanager:DescribeSecret and ` +
        "secretsmanager:PutSecretValue, and the use of their key. Nothing was set there.",
    );
  }
  const { message } = explainFailure(error, call);
  return new OperatorError(message.replace(/ Nothing was written\.$/, " Nothing was set there."));
}
