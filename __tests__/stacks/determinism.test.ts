import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDirectory } from "../helpers/directories";
import { runApp } from "../helpers/run-app";

// Four runs of the app, on a machine that may be busy.
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), "kelmah-determinism-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Everything that the app writes, by its path in the output folder. */
async function synthesize(outdir: string, cwd: string, hcl: boolean): Promise<Readonly<Record<string, string>>> {
  const path = join(folder, outdir);
  const outcome = await runApp({ CDKTF_OUTDIR: path, SYNTH_HCL_OUTPUT: String(hcl) }, cwd);
  expect(outcome).toEqual({ status: 0, stdout: "", stderr: "" });
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(path.length + 1), readFileSync(file, "utf8")];
    }),
  );
}

test.each([
  ["JSON", false, "cdk.tf.json"],
  ["HCL", true, "cdk.tf"],
])("%s is the same to the byte, wherever and whenever it is written", async (_, hcl, name) => {
  const [one, other] = await Promise.all([
    synthesize(`one-${name}`, projectDirectory, hcl),
    synthesize(`another-place-${name}`, folder, hcl),
  ]);
  expect(Object.keys(one).filter((file) => file.endsWith(`/${name}`))).toHaveLength(7);
  expect(other).toEqual(one);
  for (const place of [folder, projectDirectory]) {
    const tellTales = Object.entries(one).filter(([, content]) => content.includes(place));
    expect(tellTales.map(([file]) => `${file} holds ${place}`)).toEqual([]);
  }
});
