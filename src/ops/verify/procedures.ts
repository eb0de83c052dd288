import { lostAddresses } from "./checks/egress";
import { missingParameters } from "./checks/parameters";
import { commandsOf } from "./commands";
import type { Expected } from "./expected";
import type { Facts } from "./facts";
import type { Finding } from "./finding";

/** How each stack that findings name is applied: commands to type, one after the other, or sentences. */
export type Procedures = Readonly<Record<string, readonly string[]>>;

/** The ways to apply the stacks that mend these findings. None of them makes what is there already, or a secret that nobody has set. */
export function proceduresOf(expected: Expected, facts: Facts, findings: readonly Finding[]): Procedures {
  const stacks = [...new Set(findings.flatMap(({ apply }) => apply ?? []))].sort();
  return Object.fromEntries(
    stacks.map((stack) => [stack, [...first(expected, facts, stack), ...steps(expected, stack)]]),
  );
}

/** What has to be done before: else the apply would make a second address, or a parameter that says `pending`. */
function first(expected: Expected, facts: Facts, stack: string): string[] {
  const commands = commandsOf(expected);
  const missing = stack === expected.stack ? missingParameters(expected, facts) : [];
  const lost = stack === expected.networkStack ? lostAddresses(expected, facts) : [];
  return [
    ...(lost.length === 0
      ? []
      : [`Get ${lost.join(", ")} back first, as said above: this apply would allocate another.`]),
    ...missing.map(({ secret }) => commands.setSecret(secret)),
    ...(expected.undiscovered || missing.length > 0 ? [commands.discover] : []),
  ];
}

/** In quotes, since PowerShell takes `-chdir=a.b` apart at the dot. */
function steps({ environment, protected: isProtected }: Expected, stack: string): string[] {
  if (!isProtected) {
    return [`npx cdktf diff ${stack}`, `npx cdktf deploy ${stack} --ignore-missing-stack-dependencies`];
  }
  const folder = `cdktf.out/stacks/${stack}`;
  const terraform = (command: string) => `terraform "-chdir=${folder}" ${command}`;
  return [
    "npm run synth",
    terraform("init"),
    terraform('plan "-out=plan"'),
    `npm run guard -- --plan ${folder}/plan --env ${environment}`,
    terraform("apply plan"),
  ];
}
