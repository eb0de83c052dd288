import { stackName } from "../../model/names";
import type { Step, StepReporter } from "../display/steps";
import { emulatorCheck } from "../emulator";
import { VerdictError } from "../exit-status";
import { guard, type Counts } from "../guard/guard";
import { parsePlan } from "../guard/plan";
import { renderCounts } from "../guard/render";
import { checkPrerequisites, nodeCheck, terraformCheck, terraformVersion } from "../prerequisites";
import type { TerraformEvent } from "../terraform/events";
import { renderProgress } from "../terraform/progress";
import { renderChanges } from "../terraform/render";
import { orderProblems } from "./order";
import { allIn, type ServicePhases, type Walk, walkSteps } from "./walk";
import { Workplace, type WorkplaceOptions } from "./workplace";

const PLAN_FILE = "rehearsal.tfplan";

/** What came of one step: a row of the table at the end. */
export interface Row {
  readonly step: string;
  /** What the plan does. */
  readonly counts: Counts;
  readonly guard: "passes" | "refuses";
  /** @default not verified: it was not applied, or it is the network alone */
  readonly verify?: "healthy" | "wrong";
  readonly seconds: number;
}

/** What to rehearse and where. */
export interface RehearsalOptions extends WorkplaceOptions {
  readonly services: readonly string[];
  readonly walk: Walk;
  /** Looks whether all is well, as `npm run verify` does; returns what is not. */
  readonly verify: (workplace: Workplace) => Promise<readonly string[]>;
}

/** The whole rehearsal: its steps, and what came of them. */
export class Rehearsal {
  /** What came of the steps that were made so far. */
  readonly rows: Row[] = [];
  private opened: Workplace | undefined;

  constructor(private readonly options: RehearsalOptions) {}

  /** The steps, in order; each needs those before it. */
  steps(): Step[] {
    const { services, walk, name } = this.options;
    const network = stackName(name, "network");
    // What was made by hand (docs/original-runbook.md, sections 1 to 6): the services run beside the legacy ones.
    const found = allIn(services, "parallel");
    return [
      { title: "Prerequisites", run: () => this.checkPrerequisites() },
      { title: "AWS emulator", run: ({ phase }) => this.open(phase) },
      { title: "Production by hand", run: () => this.workplace.build() },
      { title: "Discovery", run: () => this.discover(found) },
      { title: "adopt the network", run: (reporter) => this.apply("adopt the network", network, found, reporter) },
      this.move("adopt the services", found),
      ...walkSteps(services, walk).map(({ title, phases }) => this.move(title, phases)),
      { title: "Second plan", run: () => this.planAgain() },
    ];
  }

  /** Ends whatever still runs. */
  async stop(): Promise<void> {
    await this.opened?.stop();
  }

  private get workplace(): Workplace {
    if (this.opened === undefined) throw new Error("The emulator has not been started");
    return this.opened;
  }

  private async checkPrerequisites(): Promise<string> {
    const { env, cacheDirectory } = this.options;
    await checkPrerequisites([
      nodeCheck(process.versions.node),
      terraformCheck(env),
      emulatorCheck({ env, cacheDirectory }),
    ]);
    return `Node.js ${process.versions.node}, Terraform ${(await terraformVersion(env)) ?? ""}`;
  }

  private async open(onProgress: (text: string) => void): Promise<string> {
    this.opened = await Workplace.open(this.options, onProgress);
    return this.opened.description;
  }

  private async discover(phases: ServicePhases): Promise<string> {
    await this.workplace.setPhases(phases);
    return this.workplace.discover();
  }

  private move(title: string, phases: ServicePhases): Step {
    const stack = stackName(this.options.name, "services");
    return { title, run: (reporter) => this.apply(title, stack, phases, reporter) };
  }

  /** Plans, asks the guard, applies and verifies, as an engineer does; every step leaves a row, also one that fails. */
  private async apply(step: string, stack: string, phases: ServicePhases, reporter: StepReporter): Promise<string> {
    const start = Date.now();
    await this.workplace.setPhases(phases);
    reporter.phase("planning");
    const terraform = await this.workplace.terraform(stack);
    await terraform.plan({ out: PLAN_FILE });
    const plan = parsePlan(JSON.stringify(await terraform.show(PLAN_FILE)));
    const { counts, findings } = guard(plan, { environment: this.workplace.environment(), accepted: [] });
    const row = (rest: Pick<Row, "guard" | "verify">) =>
      this.rows.push({ step, counts, ...rest, seconds: (Date.now() - start) / 1000 });
    if (findings.length > 0) {
      row({ guard: "refuses" });
      const reasons = findings.map(({ address = "", message }) => `  ${address} ${message}`.trimEnd());
      throw new VerdictError(`${step}: the guard refuses the plan:\n${reasons.join("\n")}`);
    }
    reporter.phase(`applying: ${renderCounts(counts)}`);
    const events: TerraformEvent[] = [];
    await terraform.apply(
      PLAN_FILE,
      (state) => {
        reporter.progress(renderProgress(state));
      },
      (event) => events.push(event),
    );
    if (stack === stackName(this.options.name, "network")) {
      row({ guard: "passes" });
      return renderCounts(counts);
    }
    reporter.phase("verifying");
    const problems = [...orderProblems(events, phases), ...(await this.options.verify(this.workplace))];
    row({ guard: "passes", verify: problems.length > 0 ? "wrong" : "healthy" });
    if (problems.length > 0) {
      throw new VerdictError(`${step}: not all is well:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    }
    return renderCounts(counts);
  }

  private async planAgain(): Promise<string> {
    const stacks = [stackName(this.options.name, "network"), stackName(this.options.name, "services")];
    for (const stack of stacks) {
      const { changed, changes } = await (await this.workplace.terraform(stack)).plan();
      if (changed) throw new VerdictError(`The second plan of ${stack} is not empty:\n${renderChanges(changes)}`);
    }
    const unimplemented = await this.workplace.emulator.unimplemented();
    const lines = unimplemented.map(({ service, action, reason }) => `  ${service} ${action}: ${reason}`);
    if (lines.length > 0) throw new VerdictError(`The emulator does not know:\n${lines.join("\n")}`);
    return `empty for ${stacks.length} stacks`;
  }
}
