import { DescribeServicesCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { ECSClient } from "@aws-sdk/client-ecs";
import { clientConfig } from "../helpers/emulator";
import { describeEndToEnd } from "../helpers/prerequisites";
import { optionExample, OptionPlatform } from "../helpers/option-platform";
import type { Environment } from "../../src/model/environment";

// Autoscaling, Fargate Spot, the night stop and ECS Exec. What the emulator lacks: load that a policy could follow, Spot
// tasks that are taken back, and shells.

const auth = "aws_ecs_service.auth";
const target = "aws_appautoscaling_target.auth";

describeEndToEnd("scaling and ECS Exec", ["emulator", "terraform"], () => {
  test("every step is in place, ends with the tasks it should, and leaves nothing to do", async () => {
    const platform = await OptionPlatform.applied();
    const ecs = new ECSClient(clientConfig(platform.emulator));
    const described = async (service = "kelmah-auth-test") => {
      const { services = [] } = await ecs.send(
        new DescribeServicesCommand({ cluster: "kelmah-test", services: [service] }),
      );
      return services[0];
    };
    const nothingMore = async (environment: Environment, format: "json" | "hcl" = "json") => {
      expect(await platform.plan(environment, "services", format)).toMatchObject({ changed: false, changes: [] });
    };
    const step = async (environment: Environment) => {
      const { done, changes } = await platform.applyPart(environment, "services");
      expect(changes.filter(({ address, action }) => address.startsWith("aws_ecs_") && action !== "update" && !/capacity|task_definition/.test(address))).toEqual([]); // prettier-ignore
      await nothingMore(environment);
      return done;
    };
    const environment = optionExample();

    // Autoscaling on, ECS Exec on.
    environment.services.auth.autoscaling = { min: 2, max: 4, cpuPercent: 60, memoryPercent: 70 };
    environment.ecsExec = {};
    await step(environment);
    expect(await described()).toMatchObject({ desiredCount: 2, runningCount: 2, enableExecuteCommand: true });
    await nothingMore(environment, "hcl");

    // What autoscaling decides is no drift.
    await ecs.send(new UpdateServiceCommand({ cluster: "kelmah-test", service: "kelmah-auth-test", desiredCount: 4 }));
    await nothingMore(environment);

    // Parked: nothing raises it any more by the time that it goes to 0.
    environment.services.auth.desiredCount = 0;
    const parked = await step(environment);
    expect(parked.indexOf(target)).toBeGreaterThanOrEqual(0);
    expect(parked.indexOf(target)).toBeLessThan(parked.indexOf(auth));
    expect((await described())?.desiredCount).toBe(0);

    // Back, with a night stop for everything.
    delete environment.services.auth.desiredCount;
    environment.nightStop = { stop: "20:00", start: "07:00", timeZone: "Africa/Accra" };
    await step(environment);
    expect((await described())?.desiredCount).toBe(2);
    await nothingMore(environment, "hcl");

    // By night.
    for (const service of ["auth", "user", "gateway"]) {
      const name = `kelmah-${service}-test`;
      await setTarget(platform, name, 0, 0);
      expect((await described(name))?.desiredCount).toBe(0);
    }
    await nothingMore(environment);

    // Everything off again.
    delete environment.nightStop;
    environment.ecsExec = { enabled: false };
    delete environment.services.auth.autoscaling;
    await step(environment);
    expect(await described()).toMatchObject({ desiredCount: 1, enableExecuteCommand: false });

    // Without the field the record of shells goes too, and the cluster's word for them is no difference.
    delete environment.ecsExec;
    const { changes } = await platform.applyPart(environment, "services");
    expect(changes.filter(({ action }) => action !== "read").map(({ address, action }) => `${action} ${address}`)).toEqual([
      "delete aws_cloudwatch_log_group.exec_sessions",
      "delete aws_kms_key.exec_sessions",
    ]); // prettier-ignore
    await nothingMore(environment);

    // Spot in services that run: first with the CLI, then in the environment (docs/options/spot.md).
    environment.fargateSpotPercent = 100;
    const early = await platform.plan(environment, "services");
    expect(early.changes.filter(({ action }) => action === "replace").map(({ address }) => address).sort()).toEqual([
      auth,
      "aws_ecs_service.gateway",
      "aws_ecs_service.user",
    ]); // prettier-ignore
    for (const service of ["auth", "user", "gateway"]) {
      await ecs.send(
        new UpdateServiceCommand({
          cluster: "kelmah-test",
          service: `kelmah-${service}-test`,
          capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 100 }],
          forceNewDeployment: true,
        }),
      );
    }
    await step(environment);
    environment.fargateSpotPercent = 0;
    await step(environment);
    expect((await described())?.capacityProviderStrategy).toMatchObject([{ capacityProvider: "FARGATE" }]);
    await nothingMore(environment, "hcl");
    expect(await platform.emulator.unimplemented()).toEqual([]);
    await platform.stop();
  });
});

/** What a scheduled action does to a scalable target. */
async function setTarget(platform: OptionPlatform, service: string, min: number, max: number): Promise<void> {
  const { region, endpoint } = platform.emulator;
  const response = await fetch(endpoint, {
    method: "POST",
    body: JSON.stringify({
      ServiceNamespace: "ecs",
      ResourceId: `service/kelmah-test/${service}`,
      ScalableDimension: "ecs:service:DesiredCount",
      MinCapacity: min,
      MaxCapacity: max,
    }),
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": "AnyScaleFrontendService.RegisterScalableTarget",
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20250101/${region}/application-autoscaling/aws4_request, SignedHeaders=host, Signature=0`,
    },
  });
  expect(response.status).toBe(200);
}
