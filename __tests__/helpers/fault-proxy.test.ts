import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ListClustersCommand, ECSClient } from "@aws-sdk/client-ecs";
import { DescribeLoadBalancersCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Emulator } from "../../src/ops/emulator";
import { clientConfig, refusal, startTestEmulator } from "./emulator";
import { type Fault, FaultProxy } from "./fault-proxy";
import { describeWithEmulator } from "./prerequisites";

describeWithEmulator("the fault proxy", () => {
  let emulator: Emulator;
  let proxy: FaultProxy;

  beforeAll(async () => {
    emulator = await startTestEmulator();
    proxy = await FaultProxy.start(emulator.endpoint);
  }, 60_000);

  afterAll(async () => {
    await proxy.stop();
    await emulator.stop();
  });

  function calls(): Record<string, () => Promise<unknown>> {
    const config = { ...clientConfig(emulator), endpoint: proxy.endpoint };
    return {
      DescribeVpcs: () => new EC2Client(config).send(new DescribeVpcsCommand({})),
      ListClusters: () => new ECSClient(config).send(new ListClustersCommand({})),
      DescribeLoadBalancers: () => new ElasticLoadBalancingV2Client(config).send(new DescribeLoadBalancersCommand({})),
    };
  }

  test("passes on what it has no fault for", async () => {
    proxy.setFaults({ action: "DescribeSubnets", kind: "error" });
    for (const call of Object.values(calls())) await expect(call()).resolves.toBeDefined();
    expect(proxy.calls).toEqual(["DescribeVpcs", "ListClusters", "DescribeLoadBalancers"]);
  });

  test.each<[Fault["kind"], string]>([
    ["throttled", "ThrottlingException: Rate exceeded"],
    ["error", "InternalFailure: An internal error has occurred"],
    ["denied", "AccessDenied: User: arn:aws:iam::992350137489:user/engineer is not authorized to perform: "],
    ["expired", "ExpiredTokenException: The security token included in the request is expired"],
  ])("lets a call of each protocol be %s, and the next one through", async (kind, message) => {
    for (const [action, call] of Object.entries(calls())) {
      proxy.setFaults({ action, kind, times: 1 });
      expect(await refusal(call())).toContain(message);
      await expect(call()).resolves.toBeDefined();
    }
  });

  test("answers late, or not at all", async () => {
    const { ListClusters } = calls();
    proxy.setFaults({ action: "*", kind: "slow", milliseconds: 100, times: 1 }, { action: "*", kind: "dropped" });
    const start = Date.now();
    await expect(ListClusters?.()).resolves.toBeDefined();
    expect(Date.now() - start).toBeGreaterThanOrEqual(99);
    await expect(ListClusters?.()).rejects.toThrow(/socket hang up|ECONNRESET/);
  });
});
