import { UsageError } from "../../../src/ops/command";
import { OperatorError } from "../../../src/model/problem";
import { checkValue, decode, readPipe, readValue } from "../../../src/ops/secret/value";
import { temporaryDirectory } from "../../helpers/temporary";

const directory = temporaryDirectory();
const LEFT_OUT = ["The line end behind the value was left out."];

test.each([
  ["as it stands", Buffer.from("s3cret"), "s3cret", []],
  ["with a line end", Buffer.from("s3cret\n"), "s3cret", LEFT_OUT],
  ["with Windows's", Buffer.from("s3cret\r\n"), "s3cret", LEFT_OUT],
  ["with two", Buffer.from("s3cret\n\n"), "s3cret\n", LEFT_OUT],
  ["of several lines", Buffer.from("a\nb\n"), "a\nb", LEFT_OUT],
  ["with a byte order mark", Buffer.from("\uFEFFs3cret"), "s3cret", []],
  ["as PowerShell's > writes it", Buffer.from("\uFEFFs3cret\r\n", "utf16le"), "s3cret", LEFT_OUT],
])("a value %s", (_, content, text, notes) => {
  expect(decode(content)).toEqual({ text, notes });
});

test("what is no text is refused", () => {
  expect(() => decode(Buffer.from([0x61, 0xff]))).toThrow("The value is no text in UTF-8 or UTF-16. Nothing was set.");
});

test("a file and a pipe are read whole", async () => {
  const file = await directory.write("value", "s3cret\n");
  expect(await readValue(file)).toEqual({ text: "s3cret", notes: LEFT_OUT });
  async function* pipe() {
    yield await Promise.resolve(Buffer.from("s3c"));
    yield "ret";
  }
  expect(await readPipe(pipe())).toEqual({ text: "s3cret", notes: [] });
});

test("a file that is not there is a mistake on the command line", async () => {
  await expect(readValue(directory.path("nowhere"))).rejects.toThrow(UsageError);
  await expect(readValue(directory.path("nowhere"))).rejects.toThrow(
    /^--from-file: .*nowhere cannot be read \(ENOENT\)/,
  );
});

test.each([
  ["", "The value is empty."],
  [" \n\t", "The value is empty."],
  ["pending", "'pending' is what a parameter holds that nobody has set, and no value."],
  [" Pending ", "'pending' is what a parameter holds that nobody has set, and no value."],
  ["s3\0cret", "The value has a NUL character in it: it is no text."],
  ["x".repeat(4097), "The value has 4097 bytes, and 4096 are the most."],
  ["é".repeat(2049), "The value has 4098 bytes, and 4096 are the most."],
])("is refused: %j", (text, message) => {
  const check = () => checkValue({ text, notes: [] }, ["ssm", "secretsmanager"]);
  expect(check).toThrow(OperatorError);
  expect(check).toThrow(`${message} Nothing was set.`);
});

test("is taken as it is, and what looks odd is said", () => {
  expect(checkValue({ text: "x".repeat(4097), notes: [] }, ["secretsmanager"]).notes).toEqual([]);
  expect(checkValue({ text: " s3cret", notes: LEFT_OUT }, ["ssm"])).toEqual({
    text: " s3cret",
    notes: [...LEFT_OUT, "The value begins or ends with a space or a line end, which was kept."],
  });
});
