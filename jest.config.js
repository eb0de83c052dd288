// Node.js 20 is fine for the pinned version of the SDK; the warning is about versions to come.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** Unit, snapshot and end-to-end tests in one run; see docs/adr/0005-test-bed.md for what the last need. */
module.exports = {
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }] },
  // Node.js, with what each file took recorded in .cache/tests: npm run bench -- tests.
  testEnvironment: "<rootDir>/__tests__/helpers/recording/environment.ts",
  // Some unit tests start a process of their own, which takes its time on a busy machine.
  testTimeout: 120_000,
  // The end-to-end tests mostly wait, for the provider: more of them at once than jest's one per spare core.
  maxWorkers: 4,
  globalSetup: "<rootDir>/__tests__/helpers/run.js",
  testSequencer: "<rootDir>/__tests__/helpers/sequencer.js",
  reporters: ["default", "<rootDir>/__tests__/helpers/summary-reporter.js"],
};
