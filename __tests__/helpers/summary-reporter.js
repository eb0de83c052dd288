/** Ends a run with one line that a script can read: "N passed, N failed", and how many were skipped. */
module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    // A file that does not even load has no tests of its own to fail, and must not pass unseen.
    const failed = results.numFailedTests + results.testResults.filter((file) => file.testExecError).length;
    const skipped = results.numPendingTests + results.numTodoTests;
    const summary = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    // After jest's own summary, which is written to standard error.
    process.on("exit", () => process.stdout.write(`${summary}\n`));
  }
};
