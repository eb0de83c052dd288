const { basename } = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;

/** The end-to-end tests that take minutes, the longest first. */
const LONGEST = [
  "options-entrance",
  "adoption-kills",
  "platform",
  "services",
  "rehearse",
  "options-scaling",
  "adoption",
  "options-secrets",
  "options-discovery",
  "options-network",
  "options-alarms",
  "local",
  "bootstrap",
];

/** What takes minutes begins first, so that it is not what is left at the end; then the other end-to-end tests, then the rest. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      if (!path.includes("/e2e/")) return LONGEST.length + 1;
      const index = LONGEST.indexOf(basename(path, ".test.ts"));
      return index === -1 ? LONGEST.length : index;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b));
  }
};
