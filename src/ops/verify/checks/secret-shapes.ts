import type { SecretProblem } from "../secret-shape";
import type { Expected, ExpectedSecret } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";
import { restartReaders, setEach } from "./parameters";
import { isPending } from "./pending";

const WHAT: Readonly<Record<SecretProblem, string>> = {
  empty: "is empty",
  pending: "still says 'pending'",
  padded: "begins or ends with a blank or a line break",
  "no-url": "is no URL that a client could use",
  "no-database": "is a connection string without a database's name",
};

const WHY: Readonly<Partial<Record<SecretProblem, string>>> = {
  "no-database": "messaging, review and payment would use the database 'test', and not say so",
};

/** What the shapes of secrets say, where they were asked for. Values are in none of it. */
export function secretShapeFindings(expected: Expected, facts: Facts): Finding[] {
  const { secretShapes, parameters } = facts;
  if (secretShapes === undefined) return [];
  const make = findingsOf("parameters", expected.environment);
  const secrets = [...expected.parameters, ...expected.managedSecrets];
  return secrets.flatMap((secret): Finding[] => {
    const { name } = secret;
    const answer = secretShapes.get(name);
    if (answer === undefined) return [];
    if (!answer.known) return [make.unknown("secret-shape-unknown", `the shape of ${name}`, answer.failure)];
    const { problem, sameAs } = answer.value;
    if (problem !== undefined) {
      // That nobody has set it is said where that is asked of every parameter.
      if (problem === "pending" && parameters.known && isPending(parameters.value.get(name))) return [];
      const why = WHY[problem] ?? "tasks that read it start with a wrong secret";
      return [
        make.wrong(`secret-${problem}`, { what: `${name} ${WHAT[problem]}`, why, next: mend(expected, facts, secret) }),
      ];
    }
    // Of two that are the same, the first in order is told of.
    const others = sameAs.filter((other) => other > name);
    if (others.length === 0) return [];
    const what = `${name} has the same value as ${others.join(", ")}`;
    const why = "who learns one of them has the other";
    const quiet =
      "At a quiet time: until all that reads it has started again, its readers do not understand each other " +
      "(a new JWT_SECRET signs everybody out).";
    return [make.wrong("secret-same", { what, why, next: [quiet, ...mend(expected, facts, secret)] })];
  });
}

function mend(expected: Expected, facts: Facts, secret: ExpectedSecret): string[] {
  return [...setEach(expected, [secret]), ...restartReaders(expected, facts, [secret])];
}
