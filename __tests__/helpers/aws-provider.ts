import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RequiredProvider } from "../../src/ops/terraform/required-providers";
import { projectDirectory } from "./directories";

interface Bindings {
  readonly cdktf: { readonly provider: { readonly version: string } };
}

const bindings = join(projectDirectory, "node_modules/@cdktf/provider-aws/package.json");

/** The provider that every stack requires: the one that its bindings were made for. */
export const AWS_PROVIDER: RequiredProvider = {
  address: "registry.terraform.io/hashicorp/aws",
  version: (JSON.parse(readFileSync(bindings, "utf8")) as Bindings).cdktf.provider.version,
};
