import type { Expected, ExpectedSecret } from "../expected";
import type { Facts } from "../facts";
import { missingParameters, pendingParameters } from "./parameters";

/** Secrets with which no task should start. */
export interface UnsetSecrets {
  /** Parameters that an apply would make, holding `pending`. */
  readonly missing: readonly ExpectedSecret[];
  /** Those that are there, that nobody has set, and that tasks read. */
  readonly unset: readonly ExpectedSecret[];
  /** Those of Secrets Manager that are scheduled for deletion: AWS makes none of the same name. */
  readonly deleted: readonly ExpectedSecret[];
}

/** The secrets that have to be seen to before an apply lets tasks start. */
export function unsetSecrets(expected: Expected, facts: Facts): UnsetSecrets {
  const { managedSecrets } = facts;
  const inState = (state: string) =>
    expected.managedSecrets.filter(({ name }) => {
      const fact = managedSecrets.get(name);
      return fact?.known === true && fact.value.state === state;
    });
  const isRead = ({ readers }: ExpectedSecret) => readers.length > 0;
  return {
    missing: missingParameters(expected, facts),
    unset: [...pendingParameters(expected, facts), ...inState("empty")].filter(isRead),
    deleted: inState("deleted"),
  };
}
