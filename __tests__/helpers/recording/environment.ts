import type { EnvironmentContext, JestEnvironmentConfig } from "@jest/environment";
import { TestEnvironment } from "jest-environment-node";
import { Recorder } from "./recorder";

/** What jest says of a run: of its events, those that are of interest here. */
type RunEvent =
  | { readonly name: "test_done"; readonly test: { readonly errors: readonly unknown[] } }
  | { readonly name: "test_skip" | "run_finish" };

/** Node.js as jest has it for every test file, measured: see {@link Recorder}. */
export default class RecordingEnvironment extends TestEnvironment {
  private readonly recorder: Recorder;
  private readonly path: string;
  private passed = 0;
  /** Tests that failed or were skipped, and errors outside of any. */
  private others = 0;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    // The tests get a copy of the process's environment, made by the constructor of the super class.
    const recorder = new Recorder({
      project: config.projectConfig.rootDir,
      path: context.testPath,
      env: process.env,
    });
    super(config, context);
    this.recorder = recorder;
    this.path = context.testPath;
  }

  handleTestEvent(event: RunEvent, { unhandledErrors }: { readonly unhandledErrors: readonly unknown[] }): void {
    switch (event.name) {
      case "test_done":
        if (event.test.errors.length === 0) this.passed += 1;
        else this.others += 1;
        break;
      case "test_skip":
        this.others += 1;
        break;
      case "run_finish":
        this.others += unhandledErrors.length;
    }
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    try {
      this.recorder.finish(this.passed > 0 && this.others === 0);
    } catch (error) {
      // A checkout that cannot be written to is no reason for a test to fail.
      process.stderr.write(`What ${this.path} took is not recorded: ${(error as Error).message}\n`);
    }
  }
}
