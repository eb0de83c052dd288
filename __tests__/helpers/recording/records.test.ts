import { temporaryDirectory } from "../temporary";
import { type FileRecord, knownSeconds, nameOf, readRecords, writeRecord } from "./records";

const project = temporaryDirectory();
const record = (file: string, seconds: number): FileRecord => ({ file, ended: "2026-01-01", seconds, calls: [] });

test("each file has one record, its last, and the others keep theirs", () => {
  expect(readRecords(project.path())).toEqual([]);
  writeRecord(project.path(), record("__tests__/a.test.ts", 1));
  writeRecord(project.path(), record("__tests__/e2e/b.test.ts", 2));
  writeRecord(project.path(), record("__tests__/a.test.ts", 3));
  const records = readRecords(project.path()).sort((a, b) => b.seconds - a.seconds);
  expect(records).toEqual([record("__tests__/a.test.ts", 3), record("__tests__/e2e/b.test.ts", 2)]);
});

test("what is half written is not read", async () => {
  await project.write(".cache/tests/__tests__/a.test.ts.json.123.tmp", '{"file": "__tes');
  expect(readRecords(project.path())).toEqual([]);
});

test("what is recorded here counts for more than what the project says", async () => {
  expect(knownSeconds(project.path())).toEqual(new Map());
  await project.write("__tests__/times.json", '{ "__tests__/a.test.ts": 10, "__tests__/b.test.ts": 20 }');
  writeRecord(project.path(), record("__tests__/a.test.ts", 1.5));
  expect(Object.fromEntries(knownSeconds(project.path()))).toEqual({
    "__tests__/a.test.ts": 1.5,
    "__tests__/b.test.ts": 20,
  });
});

test("a file is named from the project's folder", () => {
  expect(nameOf(project.path(), project.path("__tests__", "e2e", "a.test.ts"))).toBe("__tests__/e2e/a.test.ts");
});
