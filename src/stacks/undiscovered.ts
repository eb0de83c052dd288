import { Op, TerraformVariable, type TerraformStack, Token } from "cdktf";
import type { Environment } from "../model/environment";

/**
 * Makes every plan of a stack fail, and so every `cdktf deploy`, as long as nobody has looked what of it exists: without
 * imports it would be made a second time beside what runs. It is a variable and no resource, so that nothing is ever in a
 * state of it, and `-target` does not pass it by; the next synthesis after discovery is without it.
 */
export function stopUntilDiscovered(stack: TerraformStack, { name }: Pick<Environment, "name">): void {
  // Text, since cdktf 0.21 leaves a default of false out of the HCL.
  const discovered = new TerraformVariable(stack, "discovered", {
    type: "string",
    default: "no",
    description: `Nobody has recorded yet what of '${name}' exists in AWS: npm run discover -- --env ${name} --write`,
  });
  discovered.addValidation({
    condition: Token.asString(Op.eq(discovered.value, "yes")),
    errorMessage:
      `'${name}' describes what exists in AWS, and nobody has looked yet what that is: this plan would make a second NAT gateway ` +
      `and load balancer beside those that run. Run npm run discover -- --env ${name} --write, commit the inventory that it ` +
      "writes, synthesize and plan again (docs/runbook.md, Production: adopt what exists).",
  });
}
