import { commandsOf } from "../commands";
import type { Expected, ExpectedSecret } from "../expected";
import type { Facts } from "../facts";
import { type Finding, findingsOf } from "../finding";
import { isPlain, restartReaders, setEach } from "./parameters";

/** Secrets that are in Parameter Store as plain text: whoever may list parameters' values reads them, and no key stands before them. */
export function plainParameterFindings(expected: Expected, facts: Facts): Finding[] {
  const { parameters } = facts;
  if (!parameters.known) return [];
  return expected.parameters.flatMap((secret): Finding[] => {
    const fact = parameters.value.get(secret.name);
    if (fact === undefined || !isPlain(fact)) return [];
    const what = `parameter ${secret.name} holds a secret as plain text: its type is ${fact.type ?? ""}`;
    const why =
      "whoever may read parameters has read it: a new value is safer than the same one, put again as SecureString";
    const next = [...putAgain(expected, secret), ...restartReaders(expected, facts, [secret])];
    return [
      findingsOf("parameters", expected.environment).wrong("parameter-plain", { what, why, group: "tidy-up", next }),
    ];
  });
}

/** AWS may refuse to change the type of a parameter that is there (Systems Manager API reference, HierarchyTypeMismatchException). */
function putAgain(expected: Expected, secret: ExpectedSecret): string[] {
  return [
    "Have the value at hand, new or the same, and put it as SecureString:",
    ...setEach(expected, [secret]),
    "If AWS refuses with HierarchyTypeMismatchException, delete it, and put it at once: in between no task that reads it starts.",
    commandsOf(expected).deleteParameter(secret.name),
  ];
}
