import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { replaceFile } from "../../src/files/replace-file";
import { writeWhole } from "../../src/files/whole-folder";
import { temporaryDirectory } from "../helpers/temporary";

const directory = temporaryDirectory();

/** Every file and folder in the test's folder, with what is in the files. */
function all(): Readonly<Record<string, string | undefined>> {
  const entries = readdirSync(directory.path(), { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(directory.path(), path), entry.isFile() ? readFileSync(path, "utf8") : undefined];
    }),
  );
}

/** Writes files as the app does: folders as they are needed, one file after the other. */
const writing =
  (files: Readonly<Record<string, string>>, end: () => void = () => undefined) =>
  (folder: string) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    end();
  };

describe("a folder that is written whole", () => {
  test("is made where it is not there, and has nothing else in it", () => {
    writeWhole(directory.path("a/out"), writing({ "manifest.json": "{}", "stacks/one/cdk.tf.json": "1" }));
    expect(all()).toEqual({
      a: undefined,
      "a/out": undefined,
      "a/out/manifest.json": "{}",
      "a/out/stacks": undefined,
      "a/out/stacks/one": undefined,
      "a/out/stacks/one/cdk.tf.json": "1",
    });
  });

  test("keeps what is beside the files that are replaced", async () => {
    await directory.write("out/stacks/one/.terraform.lock.hcl", "lock");
    await directory.write("out/stacks/one/cdk.tf.json", "old");
    writeWhole(directory.path("out"), writing({ "stacks/one/cdk.tf.json": "new" }));
    expect(all()).toMatchObject({ "out/stacks/one/.terraform.lock.hcl": "lock", "out/stacks/one/cdk.tf.json": "new" });
    expect(Object.keys(all())).toHaveLength(5);
  });

  test("is as it was when there is no room for the last of its files, which is named where it would be", async () => {
    await directory.write("out/manifest.json", "old");
    const before = all();
    const write = (folder: string) => {
      writing({ "manifest.json": "new", "stacks/one/cdk.tf.json": "1" }, () => {
        // As Node has it: no word of the file.
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { syscall: "write", code: "ENOSPC" });
      })(folder);
    };
    const out = directory.path("out");
    expect(() => {
      writeWhole(out, write);
    }).toThrow(
      `${out}/stacks/one/cdk.tf.json cannot be written: no space is left on the disk. Nothing was written: what ${out} holds is as it was. Make room or give access, and run the command again.`,
    );
    expect(all()).toEqual(before);
  });

  test.each<[string, string, RegExp]>([
    ["a file is where its folder has to be", "out", /\/out cannot be written: a file is where a folder has to be\./],
    ["a file is where a stack's folder has to be", "out/stacks/b", /stacks\/b cannot be written: a file is where a folder/],
    ["a folder is where the last of its files has to be", "out/stacks/c/cdk.tf.json/x", /cdk\.tf\.json cannot be written: a folder is where the file has to be\./],
  ])("is as it was when %s", async (_, path, message) => {
    await directory.write(path, "mine");
    if (path !== "out") await directory.write("out/stacks/a/cdk.tf.json", "old");
    const before = all();
    const write = writing({ "stacks/a/cdk.tf.json": "1", "stacks/b/cdk.tf.json": "2", "stacks/c/cdk.tf.json": "3" });
    expect(() => {
      writeWhole(directory.path("out"), write);
    }).toThrow(message);
    expect(all()).toEqual(before);
  }); // prettier-ignore

  test("is not there when nothing is to be written, and the reason is not changed", () => {
    const refuse = () => {
      throw new TypeError("a mistake");
    };
    expect(() => {
      writeWhole(directory.path("a/out"), writing({ "stacks/a/cdk.tf.json": "1" }, refuse));
    }).toThrow(new TypeError("a mistake"));
    expect(all()).toEqual({});
  });

  test("has nothing left in it of a run that was killed, but what a run is writing that lives", async () => {
    await directory.write("out/.2147483646.new/new/stacks/a/cdk.tf.json", "half");
    await directory.write(`out/.${process.pid}.new/new/stacks/b/cdk.tf.json`, "half");
    await directory.write(`out/.${process.ppid}.new/new/x`, "its own");
    writeWhole(directory.path("out"), writing({ "manifest.json": "{}" }));
    expect(Object.keys(all()).filter((path) => !path.includes(String(process.ppid)))).toEqual(["out", "out/manifest.json"]); // prettier-ignore
    expect(all()[`out/.${process.ppid}.new/new/x`]).toBe("its own");
  });
});

describe("a file that is replaced", () => {
  test("stays, and nothing is left beside it, when a folder is in the place", async () => {
    await directory.write("prod.json/mine", "old");
    const before = all();
    await expect(replaceFile(directory.path("prod.json"), "new")).rejects.toThrow(
      `${directory.path("prod.json")} cannot be written: a folder is where the file has to be. It is as it was: make room or give access, and run the command again.`,
    );
    expect(all()).toEqual(before);
  });

  test("is named when its folder is none", async () => {
    await directory.write("inventory", "a file");
    await expect(replaceFile(directory.path("inventory/prod.json"), "new")).rejects.toThrow(
      /inventory\/prod\.json cannot be written: a file is where a folder has to be\./,
    );
  });
});
