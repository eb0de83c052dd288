import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { environments } from "../../src/environments";
import { secretsOf } from "../../src/model/environment";
import { stackName, stackNamesOf, stateStackName } from "../../src/model/names";
import { parseArguments as parseBootstrap } from "../../src/ops/bootstrap/arguments";
import { parseArguments as parseDiscover } from "../../src/ops/discover/arguments";
import { parseArguments as parseGuard } from "../../src/ops/guard/arguments";
import { parseArguments as parseLocal } from "../../src/ops/local/arguments";
import { parseArguments as parseNewEnvironment } from "../../src/ops/new-environment/arguments";
import { parseArguments as parseRehearse } from "../../src/ops/rehearse/arguments";
import { parseArguments as parseSecret } from "../../src/ops/secret/arguments";
import { parseArguments as parseVerify } from "../../src/ops/verify/arguments";
import { projectDirectory } from "../helpers/directories";
import { commandsIn, readDocument as read } from "../helpers/documented";
import { anchorOf, sectionsOf } from "../helpers/markdown";
import { typedCommands } from "../helpers/typed-commands";

const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

/** What is said of the options: the overview, and their procedures. */
const OPTIONS: readonly string[] = [
  "docs/options.md",
  ...readdirSync(join(projectDirectory, "docs/options")).map((file) => `docs/options/${file}`),
];

const DOCUMENTS = ["README.md", "docs/runbook.md", "docs/new-environment.md", "docs/services.md", ...OPTIONS];

/** Every command of the documents, with the document. */
const commands = DOCUMENTS.flatMap((document) =>
  commandsIn(read(document)).map((command) => [document, command] as const),
);
/** The environment that docs/new-environment.md makes; the others are there. */
const MADE = "demo";
const stacks = [
  stateStackName({}),
  ...environments().flatMap(stackNamesOf),
  ...(["repositories", "network", "services"] as const).map((part) => stackName(MADE, part)),
];

/** What of the documents no test types as it stands. */
const NOT_TYPED: Readonly<Record<string, string>> = {
  "docs/runbook.md: npm run bootstrap": "it asks at a terminal: bootstrap.test.ts calls what it calls",
  "docs/runbook.md: npm run rehearse -- --env prod": "it takes minutes: rehearse.test.ts takes its steps one by one",
  "docs/runbook.md: cd cdktf.out/stacks/kelmah-prod-services": "another stack is planned and applied by the same words",
  "docs/runbook.md: cd cdktf.out/stacks/kelmah-dev-services": "another stack is planned and applied by the same words",
  'docs/runbook.md: npm --prefix ../../.. run guard -- --plan "$PWD/plan" --env dev':
    "another environment's plan is judged",
  'docs/runbook.md: npm --prefix ../../.. run guard -- --plan "$PWD/plan" --env prod --accept aws_lb_target_group.auth --because "$REASON"':
    "adoption.test.ts in ops/guard accepts the same change",
  "docs/runbook.md: terraform show plan": "it only shows what is applied next",
  "docs/options/pipeline.md: aws iam list-attached-role-policies --role-name <role>":
    "it only lists what AWS has, with AWS's own program",
  "docs/options/pipeline.md: aws iam list-role-policies --role-name <role>":
    "it only lists what AWS has, with AWS's own program",
  "docs/new-environment.md: npm run bootstrap -- --env demo":
    "it asks at a terminal: new-environment.test.ts calls what it calls",
  "docs/new-environment.md: npx cdktf deploy kelmah-demo-repositories":
    "new-environment.test.ts applies the stack with Terraform",
  "docs/new-environment.md: npx cdktf deploy 'kelmah-demo-*'":
    "new-environment.test.ts applies the stacks with Terraform",
  "docs/new-environment.md: npm run local -- --env demo":
    "local.test.ts brings up another environment by the same words",
  "docs/new-environment.md: npx cdktf destroy kelmah-demo-services kelmah-demo-network":
    "new-environment.test.ts destroys the stacks with Terraform",
};

test("every command in the documents is typed by an end-to-end test or is a line of CI's script", () => {
  // CI stops at the first line that fails.
  expect(read(".ci/run")).toContain("\nset -euo pipefail\n");
  const lines = read(".ci/run").split("\n");
  const typed = typedCommands();
  const runs = (document: string, command: string) =>
    typed.has(`${document}: ${command}`) || command.split(" && ").every((part) => lines.includes(part));
  const untyped = commands.filter(([document, command]) => !runs(document, command));
  expect([...new Set(untyped.map(([document, command]) => `${document}: ${command}`))].sort()).toEqual(
    Object.keys(NOT_TYPED).sort(),
  );
});

/** What PowerShell reads otherwise than `sh`, by what the runbook calls it; and what it has no form for. */
const OTHERWISE = new Map([
  ["`--` behind a command's name", / -- /],
  ['`"$NAME"`', /\$(?!PWD\b)[A-Z_]+/],
  ["`&&` between two commands", / && /],
  ["`>` into a file for Terraform", / > /],
]);
const NO_FORM = /^[A-Z_]+=|\$\(|`|\\$|<\(|<<|\|\| |2>|;| -[\w-]+=\S*\.(?!.*["'])/;

test("every command has a form in PowerShell, which the runbook says where it differs", () => {
  const [, table = ""] = /In PowerShell they are the same[^\n]*\n\n(\|[^]*?)\n\n/.exec(read("docs/runbook.md")) ?? [];
  const rows = table.split("\n").slice(2).map((row) => row.split("|").map((cell) => cell.trim())); // prettier-ignore
  expect(rows.map(([, here]) => here)).toEqual([...OTHERWISE.keys()]);
  expect(rows.filter(([, , form = ""]) => form === "")).toEqual([]);
  expect(commands.filter(([, command]) => NO_FORM.test(command))).toEqual([]);
  const typed = commands.map(([, command]) => command);
  const met = [...OTHERWISE].filter(([, pattern]) => typed.some((command) => pattern.test(command)));
  expect(met.map(([name]) => name)).toEqual([...OTHERWISE.keys()].slice(0, 3));
});

/** How the commands of this project read what is typed after them. */
const PARSERS: Readonly<Record<string, (words: readonly string[]) => unknown>> = {
  discover: parseDiscover,
  guard: parseGuard,
  bootstrap: parseBootstrap,
  local: parseLocal,
  "new-environment": parseNewEnvironment,
  rehearse: parseRehearse,
  secret: parseSecret,
  verify: parseVerify,
};

test.each(commands)("%s: %s can be typed: the command takes it, and what it names is there", (_, command) => {
  for (const part of command.split(" && ")) {
    const [, script, words = ""] = /^npm (?:--prefix \S+ )?run ([\w:-]+)(?: -- (.*))?$/.exec(part) ?? [];
    if (script !== undefined) {
      expect(scripts).toHaveProperty([script]);
      // What stands for a person's own value is no word of an option.
      const given = words.split(" ").filter((word) => word !== "").map((word) => word.replace(/<\w+>/, "example.com")); // prettier-ignore
      if (given.length > 0) expect(PARSERS[script]?.(given)).toBeDefined();
    }
    const [, stack = ""] = /^(?:cd cdktf\.out\/stacks\/|npx cdktf \w+ )(\S+)/.exec(part) ?? [];
    const pattern = new RegExp(`^${stack.replaceAll("'", "").replace("*", ".*")}$`);
    if (stack !== "") expect(stacks.filter((name) => pattern.test(name))).not.toEqual([]);
    const [, place = "", secret = ""] = /\/kelmah\/(\w+)\/(\w+)/.exec(part) ?? [];
    const environment = environments().find(({ name }) => name === place);
    if (place !== "") expect(environment && secretsOf(environment)).toContain(secret);
  }
});

test("every npm script is in the help, and every npm command in the documents is a script", () => {
  const help = read("help");
  // `check:types` and its like are the parts of `check`.
  const known = Object.keys(scripts).filter((script) => !script.startsWith("check:") && script !== "help");
  for (const script of known) expect(help).toMatch(new RegExp(`npm (run )?${script}\\b`));
  for (const file of ["help", ...DOCUMENTS]) {
    for (const [, script = ""] of read(file).matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([script]);
  }
});

/** The anchors of a document's headings. */
const anchors = (markdown: string) => sectionsOf(markdown).map(({ heading }) => anchorOf(heading));

test("links in the documents lead somewhere", () => {
  for (const file of [...DOCUMENTS, "docs/platform.md", "docs/original-runbook.md"]) {
    for (const [, target = "", anchor] of read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
      const linked = target === "" ? file : join(dirname(file), target);
      const there = existsSync(join(projectDirectory, linked));
      const known = anchor === undefined || (there && anchors(read(linked)).includes(anchor));
      expect({ file, target, anchor, there, known }).toMatchObject({ there: true, known: true });
    }
  }
});

test("places that the code and its messages name are in the documents", () => {
  const sources = readdirSync(join(projectDirectory, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `src/${file}`);
  const named = /(docs\/(?:options(?:\/[\w-]+)?|services)\.md)(?:, \\?"([^"\\]+)\\?"(?:, step (\d+))?)?/g;
  for (const file of [...sources, ".github/workflows/terraform.yml"]) {
    for (const [place, document = "", heading, step] of read(file).matchAll(named)) {
      const there = existsSync(join(projectDirectory, document));
      const [, section] = there ? read(document).split(new RegExp(`^#+ ${heading ?? ".*"}$`, "m")) : [];
      const steps: readonly string[] = section?.split(/^#/m)[0]?.match(/^\d+(?=\. )/gm) ?? [];
      const known = section !== undefined && (step === undefined || steps.includes(step));
      expect({ file, place, known }).toMatchObject({ known: true });
    }
  }
});

/** What the code cites: a document of facts, and its sections, by number or by heading. */
const CITED =
  /docs\/(?:original-runbook|platform)\.md(?:, (?:sections? )?((?:"[^"]+"|\d+(?: and | to |, )?)+(?: and "[^"]+")?))?/g;

/** The code's comments as one text: a citation may go on in the next line. */
function commentsOf(file: string): string {
  return read(file).replace(/\n\s*(?:\*|\/\/)/g, "");
}

test("facts that the code cites are where it says", () => {
  const files = ["src", "__tests__"].flatMap((folder) =>
    readdirSync(join(projectDirectory, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${folder}/${file}`),
  );
  const cited = files.flatMap((file) =>
    [...commentsOf(file).matchAll(CITED)].map(([place, sections = ""]) => ({ file, place, sections })),
  );
  expect(cited.length).toBeGreaterThan(50);
  for (const { file, place, sections } of cited) {
    const headings = [...read(place.split(",")[0] ?? "").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
    const named = [...sections.matchAll(/"([^"]+)"|(\d+)/g)].map(
      ([, heading, number]) => heading ?? `${number ?? ""})`,
    );
    const missing = named.filter((name) => !headings.some((heading) => heading === name || heading.startsWith(name)));
    expect({ file, place, missing }).toEqual({ file, place, missing: [] });
  }
});

test("no comment cites facts that are not in the repository", () => {
  const sources = readdirSync(join(projectDirectory, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `src/${file}`);
  const uncited = /platform facts|(?<!original-)\brunbook(?:,|:|;| says|'s) ?(?:sections?\b|")/i;
  expect(sources.filter((file) => uncited.test(commentsOf(file)))).toEqual([]);
});
