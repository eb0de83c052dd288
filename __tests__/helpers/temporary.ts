import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder for each test, which is gone after it; `write` puts files in it. */
export function temporaryDirectory() {
  let path = "";
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), "kelmah-test-"));
  });
  afterEach(async () => {
    await rm(path, { recursive: true, force: true });
  });
  return {
    path: (...parts: string[]) => join(path, ...parts),
    write: async (name: string, content: string | Uint8Array, mode = 0o644) => {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, { mode });
      return file;
    },
  };
}
