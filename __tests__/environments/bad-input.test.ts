import { existsSync } from "node:fs";
import { runApp } from "../helpers/run-app";
import { temporaryDirectory } from "../helpers/temporary";

// Each test runs the app, on a machine that may be busy.
jest.setTimeout(60_000);

const directory = temporaryDirectory();

/** Runs the app with this inventory of production, and makes sure that it refuses it and writes nothing. */
async function refusal(inventory: string): Promise<string> {
  await directory.write("inventory/prod.json", inventory);
  const { status, stdout, stderr } = await runApp({
    KELMAH_INVENTORY_DIR: directory.path("inventory"),
    CDKTF_OUTDIR: directory.path("out"),
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(existsSync(directory.path("out"))).toBe(false);
  return stderr;
}

const missing = "(missing): an existing VPC is used by its ids; give it in the inventory";
const end = "\nNothing was written. Correct src/environments/ and run the command again.\n";

test("a wrong environment is refused with a message and no stack trace", async () => {
  const inventory = { account: "99235013748", region: "eu-north-1" };
  expect(await refusal(JSON.stringify(inventory))).toBe(`Environment 'prod' has 5 problems:
  inventory.account: '99235013748' is no AWS account id: it has twelve digits
  inventory.vpc: ${missing}
  inventory.publicSubnets: ${missing}
  inventory.servicesSecurityGroup: ${missing}
  inventory.gatewaySecurityGroup: ${missing}
${end}`);
});

test("so is an inventory whose fields are of the wrong shape", async () => {
  const inventory = { account: 992350137489, region: null, vpcs: "vpc-1", existingParameters: [["JWT_SECRET"]] };
  expect(await refusal(JSON.stringify(inventory))).toBe(`Environment 'prod' has 8 problems:
  inventory.account: a number is given: text in quotes is needed
  inventory.region: null is given: text in quotes is needed
  inventory.existingParameters[0]: a list is given: text in quotes is needed
  inventory.vpcs: is not a field that is known here: the nearest is 'vpc'
  inventory.vpc: ${missing}
  inventory.publicSubnets: ${missing}
  inventory.servicesSecurityGroup: ${missing}
  inventory.gatewaySecurityGroup: ${missing}
${end}`);
});

test("cdktf's commands, which print once more what a failed app has written, find no manifest instead", async () => {
  await directory.write("inventory/prod.json", "null");
  const manifest = await directory.write("earlier/manifest.json", "{}");
  const { status, stderr } = await runApp({
    KELMAH_INVENTORY_DIR: directory.path("inventory"),
    CDKTF_OUTDIR: directory.path("earlier"),
    CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true",
  });
  expect({ status, stderr, there: existsSync(manifest) }).toEqual({
    status: 0,
    stderr: expect.stringContaining("inventory: null is given") as unknown,
    there: false,
  });
});

test("so is an inventory that is no JSON", async () => {
  expect(await refusal("{ account: ")).toMatch(
    new RegExp(`^The inventory ${directory.path("inventory/prod.json")} is not valid JSON: [^\\n]*\\n$`),
  );
});
