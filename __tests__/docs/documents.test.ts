import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectDirectory } from "../helpers/directories";

const read = (file: string) => readFileSync(join(projectDirectory, file), "utf8");

/** What is said of the options: the overview, and their procedures. */
const OPTIONS: readonly string[] = [
  "docs/options.md",
  ...readdirSync(join(projectDirectory, "docs/options")).map((file) => `docs/options/${file}`),
];

/** Where each command of the README is run: in CI's script as it stands, or by an end-to-end test. */
const RUN_BY: Readonly<Record<string, string>> = {
  "npm ci && npm run local": "__tests__/e2e/local.test.ts",
  "npm ci && npm test": ".ci/run",
  "npx cdktf list": ".ci/run",
  "npx cdktf diff kelmah-dev-services": "__tests__/e2e/platform.test.ts",
  "npx cdktf deploy 'kelmah-dev-*'": "__tests__/e2e/platform.test.ts",
  "npm run synth": ".ci/run",
  "npm run synth:hcl": ".ci/run",
  "npm run check": ".ci/run",
  "npm run help": ".ci/run",
};

/** What a command looks like where it is run: without npx's, npm's and the shell's own words. */
const CORE: Readonly<Record<string, string>> = {
  // As package.json has it: a test sends its signals to the command itself, and not to npm.
  "npm ci && npm run local": '["--import", "tsx", "src/ops/local/main.ts"',
  "npm ci && npm test": "npm test",
  "npx cdktf list": "cdktf list",
  "npx cdktf diff kelmah-dev-services": '"diff"',
  "npx cdktf deploy 'kelmah-dev-*'": '"deploy"',
  "npm run help": "npm run --silent help",
};

function shellCommands(markdown: string): string[] {
  return [...markdown.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));
}

test("every command in the README is run by a test or by CI", () => {
  const commands = shellCommands(read("README.md"));
  expect(commands).toEqual(Object.keys(RUN_BY));
  for (const command of commands) expect(read(RUN_BY[command] ?? "")).toContain(CORE[command] ?? command);
});

/** The runbook's commands, each with the test that runs it, or what stands for it there. */
const RUNBOOK_RUN_BY: readonly (readonly [command: RegExp, test: string, words: string])[] = [
  [/^npm run bootstrap$/, "__tests__/helpers/bootstrap-run.ts", "await bootstrap({"],
  [/^npm run discover /, "__tests__/e2e/recovery.test.ts", "commandsOf("],
  [/^npm run verify /, "__tests__/e2e/verify.test.ts", "ops/verify/main.ts"],
  [/^npm run rehearse /, "__tests__/e2e/rehearse.test.ts", "ops/rehearse/main.ts"],
  [/^npm --prefix \S+ run guard /, "__tests__/helpers/adoption.ts", 'this.command("guard"'],
  [/^npm run synth$/, ".ci/run", "npm run synth"],
  [/^npx cdktf (diff|deploy) /, "__tests__/e2e/platform.test.ts", '"deploy"'],
  [/^cd cdktf\.out\/stacks\//, "__tests__/helpers/adoption.ts", "cwd: this.file(part"],
  [/^terraform init$/, "src/ops/terraform/terraform.ts", 'this.events("init"'],
  [/^terraform plan -out=plan$/, "src/ops/terraform/terraform.ts", "-out="],
  [/^terraform (show|apply) plan$/, "src/ops/terraform/terraform.ts", '"apply"'],
  [/^terraform force-unlock -force /, "__tests__/e2e/adoption-kills.test.ts", '"force-unlock", "-force"'],
  [/^npm run secret /, "__tests__/e2e/secret.test.ts", "ops/secret/main.ts"],
  [/^aws ecs describe-task-definition /, "__tests__/e2e/secret.test.ts", "describe-task-definition"],
  [/^aws ecs (list-task-definitions|update-service) /, "__tests__/e2e/recovery.test.ts", 'commandsOf("Roll back")'],
  [
    /^(terraform state |terraform plan$|aws s3api |aws ec2 allocate-address )/,
    "__tests__/e2e/recovery.test.ts",
    "commandsOf(",
  ],
];

test("every command in the runbook is run by a test", () => {
  for (const command of shellCommands(read("docs/runbook.md")).map((line) => line.trim())) {
    const [row] = RUNBOOK_RUN_BY.filter(([pattern]) => pattern.test(command));
    expect({ command, known: row !== undefined }).toEqual({ command, known: true });
    const [, file = "", words = ""] = row ?? [];
    expect(read(file)).toContain(words);
  }
});

test("every option is in the options' documents", () => {
  const document = OPTIONS.map(read).join("\n");
  const types = read("src/model/options.ts");
  const fields = [...types.matchAll(/^ {2,}readonly (\w+)\??:/gm)].map(([, field = ""]) => field);
  expect(fields.length).toBeGreaterThan(30);
  expect([...new Set(fields)].filter((field) => !document.includes(field))).toEqual([]);
});

test("every command in the options' documents is run by a test", () => {
  const test = read("__tests__/e2e/options-secrets.test.ts");
  const commands = OPTIONS.flatMap((file) => shellCommands(read(file))).map((line) => line.trim());
  // The test types the blocks as they stand, and names each of their commands.
  expect(commands.map((command) => command.split(" ").slice(0, 3).join(" "))).toEqual(
    [...test.matchAll(/^ {2}"((?:aws|terraform|npm) [^"]+)",$/gm)].map(([, command]) => command),
  );
});

test("every npm script is in the help, and every npm command in the documents is a script", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const help = read("help");
  // `check:types` and its like are the parts of `check`.
  const commands = Object.keys(scripts).filter((script) => !script.startsWith("check:") && script !== "help");
  for (const script of commands) expect(help).toMatch(new RegExp(`npm (run )?${script}\\b`));
  for (const file of ["README.md", "help", "docs/runbook.md", ...OPTIONS]) {
    for (const [, script = ""] of read(file).matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script]);
  }
});

/** The anchors of a document's headings, as GitHub makes them. */
function anchors(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading.toLowerCase());
  return headings.map((heading) => heading.replace(/[^\w\- ]/g, "").replaceAll(" ", "-"));
}

test("links in the documents lead somewhere", () => {
  for (const file of ["README.md", "docs/runbook.md", ...OPTIONS]) {
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
  const named = /(docs\/options(?:\/[\w-]+)?\.md)(?:, \\?"([^"\\]+)\\?"(?:, step (\d+))?)?/g;
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
