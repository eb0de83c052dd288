import { synthesizeStacks } from "../helpers/synth";

// JSON documents are shown as what they encode, and cdktf's own notes are left out. Look at what changes: it is the plan.
test.each(Object.entries(synthesizeStacks()))("%s", (_, json) => {
  expect(json).toMatchSnapshot();
});
