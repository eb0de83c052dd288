import { PassThrough } from "node:stream";
import { Interrupted } from "../../../src/ops/command";
import { askHidden } from "../../../src/ops/secret/ask";

/** Asks, types what is given, and returns what was answered and what was shown. */
async function ask(...typed: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const answer = askHidden("Value: ", { input, output });
  for (const text of typed) input.write(text);
  if (typed.length === 0) input.end();
  try {
    return { value: await answer, shown: String(output.read()) };
  } catch (error) {
    return { error: error as Error, shown: String(output.read()) };
  }
}

test("shows the question and nothing of what is typed", async () => {
  expect(await ask("s3c", "rex\u007ft", "\r")).toEqual({ value: { text: "s3cret", notes: [] }, shown: "Value: \n" });
});

test("takes what is pasted with its line end", async () => {
  expect(await ask("s3cret\n")).toMatchObject({ value: { text: "s3cret" } });
});

test("takes no several lines: the second would be a command in the shell", async () => {
  const { error, shown } = await ask("-----BEGIN\nMIIB\nEND-----\n");
  expect(error?.message).toBe("The value has several lines: put it into a file, and use --from-file. Nothing was set.");
  expect(shown).toBe("Value: \n");
});

test("ends with Ctrl-C, and with an input that ends", async () => {
  expect((await ask("s3c", "\u0003")).error).toBeInstanceOf(Interrupted);
  expect((await ask()).error?.message).toBe("No value was given. Nothing was set.");
});
