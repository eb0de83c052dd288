import { beforeServices } from "./before-services";
import { lostAddresses, shutIn } from "./checks/egress";
import { commandsOf } from "./commands";
import type { Expected } from "./expected";
import type { Facts } from "./facts";
import type { Finding } from "./finding";
import { notAliveIn } from "./alive";

/** How each stack that findings name is applied: commands to type, one after the other, or sentences. */
export type Procedures = Readonly<Record<string, readonly string[]>>;

/** The ways to apply the stacks that mend these findings. None of them makes what is there already, or a secret that nobody has set. */
export function proceduresOf(expected: Expected, facts: Facts, findings: readonly Finding[]): Procedures {
  const stacks = [...new Set(findings.flatMap(({ apply }) => apply ?? []))].sort();
  return Object.fromEntries(stacks.map((stack) => [stack, procedureOf(expected, facts, findings, stack)]));
}

function procedureOf(expected: Expected, facts: Facts, findings: readonly Finding[], stack: string): string[] {
  const { environment, undiscovered } = expected;
  if (!undiscovered) return [...first(expected, facts, findings, stack), ...steps(expected, stack)];
  // Whoever wants one thing mended at night must not adopt a platform.
  return [
    `${environment} has not been adopted: an apply of ${stack} would adopt everything in it. To mend this alone, do by hand what ` +
      "docs/original-runbook.md did. Else adopt first, the network before the services " +
      '(docs/runbook.md, "Production: adopt what exists"), and look again:',
    ...(stack === expected.networkStack ? lostFirst(expected, facts) : []),
    commandsOf(expected).discover,
  ];
}

function lostFirst(expected: Expected, facts: Facts): string[] {
  const lost = lostAddresses(expected, facts);
  if (lost.length === 0) return [];
  return [`Get ${lost.join(", ")} back first, as said above: this apply would allocate another.`];
}

/** What has to be done before: else the apply would fail, or make a second address, or a parameter that says `pending`. */
function first(expected: Expected, facts: Facts, findings: readonly Finding[], stack: string): string[] {
  if (stack === expected.stack) return beforeServices(expected, facts, findings);
  return stack === expected.networkStack ? beforeNetwork(expected, facts) : [];
}

function beforeNetwork(expected: Expected, facts: Facts): string[] {
  const commands = commandsOf(expected);
  const failed = notAliveIn(facts, "NAT gateway", "failed");
  const going = [...notAliveIn(facts, "NAT gateway", "deleting"), ...failed];
  const isShut = facts.egress.known && shutIn(facts.egress.value).length > 0;
  const isNobodysWord = expected.atlas.kind === "nat-allowlist" && expected.natEips.length === 0;
  return [
    ...lostFirst(expected, facts),
    ...(isShut && isNobodysWord && expected.nat !== "none"
      ? [
          "Nobody has written down which address Atlas lets in ('natEips'). If the plan allocates one, let it in at Atlas " +
            "(Network Access, IP Access List), or no service reaches its database.",
        ]
      : []),
    // Terraform finds one that has failed, and makes none in its place; the address is free once it is gone.
    ...failed.map(({ by }) => commands.deleteNat(by)),
    ...going.map(({ by }) => commands.waitUntilNatDeleted(by)),
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
