import type { Emulator } from "../../src/ops/emulator";
import { refusal, startOwnEmulator } from "../helpers/emulator";
import { describeWithEmulator } from "../helpers/prerequisites";
import { World } from "../helpers/world";
import { ec2Scenarios } from "../ops/emulator/ec2-scenarios";
import { ecsScenarios } from "../ops/emulator/ecs-scenarios";
import { elbv2Scenarios } from "../ops/emulator/elbv2-scenarios";
import { otherScenarios } from "../ops/emulator/other-scenarios";
import { s3Scenarios } from "../ops/emulator/s3-scenarios";

const scenarios = [...ec2Scenarios, ...ecsScenarios, ...elbv2Scenarios, ...otherScenarios, ...s3Scenarios];

describeWithEmulator("The emulator's patches", () => {
  let patched: Emulator;
  let plain: Emulator;

  beforeAll(async () => {
    // What plain moto cannot answer is no news here.
    [patched, plain] = await Promise.all([startOwnEmulator(), startOwnEmulator({ without: ["all"], log: undefined })]);
  });

  afterAll(async () => {
    await Promise.all([patched.stop(), plain.stop()]);
  });

  test.each(scenarios)("$patch: as AWS does, where plain moto still departs", async ({ run, aws }) => {
    const observe = async (emulator: Emulator) => {
      const fork = await emulator.fork();
      try {
        const seen: unknown = await run(new World(fork)).catch((error: unknown) => error);
        return { seen, unimplemented: await fork.unimplemented() };
      } finally {
        await fork.stop();
      }
    };
    const [ours, motos] = await Promise.all([observe(patched), observe(plain)]);
    expect(ours).toEqual({ seen: aws, unimplemented: [] });
    // A patch that nobody needs any more is to be removed.
    expect(motos.seen).not.toEqual(aws);
  });

  test("each patch has a test, and a name that does not exist is refused", async () => {
    const message = await refusal(startOwnEmulator({ without: ["nonsense"], log: undefined }));
    expect(message).toContain("No such patch: nonsense. There are: ");
    const names = /There are: (.*)\.$/m.exec(message)?.[1]?.split(", ");
    expect(scenarios.map(({ patch }) => patch).sort()).toEqual(names?.sort());
  });
});
