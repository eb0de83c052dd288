import { CreateRepositoryCommand, ECRClient, PutLifecyclePolicyCommand } from "@aws-sdk/client-ecr";
import type { Environment } from "../../src/model/environment";
import { lifecyclePolicy } from "../../src/model/repositories";
import { guard } from "../../src/ops/guard/guard";
import { parsePlan } from "../../src/ops/guard/plan";
import { clientConfig } from "../helpers/emulator";
import { optionExample, OptionPlatform } from "../helpers/option-platform";
import { describeEndToEnd } from "../helpers/prerequisites";

async function plansNothing(platform: OptionPlatform, environment: Environment) {
  for (const format of ["json", "hcl"] as const) {
    expect(await platform.plan(environment, "repositories", format)).toMatchObject({ changed: false, changes: [] });
  }
}

// The repositories' stack alone: the services' reads images by name, whoever made their repositories.
describeEndToEnd("the image repositories", ["emulator", "terraform"], () => {
  test("are made, or adopted where they exist, and change in place", async () => {
    const platform = await OptionPlatform.start();
    const ecr = new ECRClient(clientConfig(platform.emulator));
    const repositoryName = "api-gateway";
    const repositories = { immutableTags: false, keepImages: 10 };
    await ecr.send(new CreateRepositoryCommand({ repositoryName, imageScanningConfiguration: { scanOnPush: true } }));
    const lifecyclePolicyText = JSON.stringify(lifecyclePolicy(repositories));
    await ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));

    const environment = { ...optionExample(), repositories };
    const found = { id: repositoryName, evidence: "name" };
    environment.inventory.imports = {
      "kelmah-test-repositories": {
        "aws_ecr_repository.api_gateway": found,
        "aws_ecr_lifecycle_policy.api_gateway": found,
      },
    };
    const { plan } = await platform.applyPart(environment, "repositories");
    const verdict = guard(parsePlan(JSON.stringify(await plan())), { environment, accepted: [] });
    expect(verdict.findings).toEqual([]);
    expect(verdict.counts).toMatchObject({ import: 2, add: 4, destroy: 0 });
    await plansNothing(platform, environment);

    const changed = { ...environment, repositories: { immutableTags: true, keepImages: 20, keepUntaggedDays: 3 } };
    const immutable = await platform.applyPart(changed, "repositories");
    // The provider makes a policy anew, as ECR has no call that changes one; the repositories stay.
    expect(immutable.done.filter((address) => address.startsWith("aws_ecr_repository.")).sort()).toEqual([
      "aws_ecr_repository.api_gateway",
      "aws_ecr_repository.kelmah_auth_service",
      "aws_ecr_repository.kelmah_user_service",
    ]);
    const policies = ["api_gateway", "kelmah_auth_service", "kelmah_user_service"].map(
      (name) => `aws_ecr_lifecycle_policy.${name}`,
    );
    const planned = parsePlan(JSON.stringify(await immutable.plan()));
    const judge = (addresses: readonly string[]) =>
      guard(planned, {
        environment: changed,
        accepted: addresses.map((address) => ({ address, reason: "the preview showed none that runs" })),
      });
    // It has a new rule.
    expect(judge([]).findings.map(({ kind, address }) => [kind, address])).toEqual(
      policies.map((address) => ["acceptance", address]),
    );
    const second = judge(policies);
    expect(second.findings).toEqual([]);
    expect(second.counts).toMatchObject({ change: 3, add: 3, destroy: 3 });
    await plansNothing(platform, changed);
    expect(await platform.emulator.unimplemented()).toEqual([]);
    await platform.stop();
  });
});
