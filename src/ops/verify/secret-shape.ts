import ConnectionString from "mongodb-connection-string-url";
import { PENDING } from "../../model/secrets";

/**
 * What is wrong with the shape of a secret's value: it is `empty`; still `pending`; has blanks or line breaks at an end
 * (`padded`); is no URL that a client could use (`no-url`); or names no database (`no-database`).
 */
export type SecretProblem = "empty" | "pending" | "padded" | "no-url" | "no-database";

/** Secrets whose value is a URL, by their names: `MONGODB_URI`, `REDIS_URL`. */
const URL_NAME = /_UR[IL]$/;

/** Secrets whose value is a MongoDB connection string, by name or by what they begin with. */
const MONGODB_NAME = "MONGO";
const MONGODB_VALUE = /^mongodb(\+srv)?:/i;

/**
 * What is wrong with the shape of a secret's value, if anything. Nothing of the value is in the answer, nor in an error.
 *
 * A connection string without a database's name makes some services write to the database `test` without a word (docs/platform.md,
 * "Configuration the containers read").
 *
 * @param name The environment variable that it is read as.
 */
export function secretProblem(name: string, value: string): SecretProblem | undefined {
  if (value.trim() === "") return "empty";
  if (value.trim() === PENDING) return "pending";
  if (value.trim() !== value) return "padded";
  if (MONGODB_VALUE.test(value) || (name.includes(MONGODB_NAME) && URL_NAME.test(name))) return mongodbProblem(value);
  return URL_NAME.test(name) && !URL.canParse(value) ? "no-url" : undefined;
}

function mongodbProblem(value: string): SecretProblem | undefined {
  let path: string;
  try {
    path = new ConnectionString(value).pathname;
  } catch {
    // Whatever it says, it may say it of the value.
    return "no-url";
  }
  return path.replace(/^\//, "") === "" ? "no-database" : undefined;
}

/** Whether two secrets should have different values: connection strings may be the same, keys and passwords may not. */
export function shouldDiffer(name: string, other: string): boolean {
  return !URL_NAME.test(name) && !URL_NAME.test(other);
}
