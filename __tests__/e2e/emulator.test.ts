import { DescribeAddressesCommand, DescribeVpcsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ECSClient, ListServicesByNamespaceCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import type { Emulator } from "../../src/ops/emulator";
import { control } from "../../src/ops/emulator/controls";
import { clientConfig, refusal, startOwnEmulator } from "../helpers/emulator";
import { eventually } from "../helpers/eventually";
import { describeWithEmulator } from "../helpers/prerequisites";
import { defined, World } from "../helpers/world";

describeWithEmulator("The emulator", () => {
  let emulator: Emulator;
  const log: string[] = [];

  beforeAll(async () => {
    emulator = await startOwnEmulator({ log: (line) => log.push(line) });
  });

  afterAll(async () => {
    await emulator.stop();
  });

  /** Runs a test on a fork, so that no test sees what another did. */
  async function onFork(test: (world: World) => Promise<void>): Promise<void> {
    const fork = await emulator.fork();
    try {
      await test(new World(fork));
    } finally {
      await fork.stop();
    }
  }

  test("plays the account and region it was told, on the loopback interface only", async () => {
    const { Account } = await new STSClient(clientConfig(emulator)).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe("992350137489");
    expect(emulator.endpoint).toBe(`http://127.0.0.1:${emulator.port}`);
    expect(await control(emulator.endpoint, "GET", "health")).toMatchObject({ status: "ready" });
  });

  test("a fork has a copy of the state, and neither sees what the other does afterwards", async () => {
    await onFork(async (world) => {
      const before = await world.vpc();
      const copy = await world.emulator.fork();
      const other = new World(copy);
      const here = await world.vpc();
      const there = await other.vpc();

      expect(await vpcIds(world.ec2)).toEqual(expect.arrayContaining([before, here]));
      expect(await vpcIds(world.ec2)).not.toContain(there);
      expect(await vpcIds(other.ec2)).toEqual(expect.arrayContaining([before, there]));
      expect(await vpcIds(other.ec2)).not.toContain(here);
    });
  });

  test("a fork is made in milliseconds", async () => {
    const times: number[] = [];
    for (let count = 0; count < 5; count++) {
      const start = performance.now();
      const fork = await emulator.fork();
      times.push(performance.now() - start);
      await fork.stop();
    }
    expect(Math.min(...times)).toBeLessThan(100);
  });

  test("a fork made while calls are under way is whole", async () => {
    await onFork(async (world) => {
      const [copies] = await Promise.all([
        Promise.all(Array.from({ length: 4 }, () => world.emulator.fork())),
        Promise.all(Array.from({ length: 40 }, () => vpcIds(world.ec2))),
      ]);
      for (const copy of copies) expect(await vpcIds(new World(copy).ec2)).toHaveLength(1);
    });
  });

  test("a stopped fork is gone and leaves its origin alone", async () => {
    const fork = await emulator.fork();
    const ofFork = await fork.fork();
    await fork.stop();
    expect(await refusal(fork.calls())).toMatch(/^EmulatorError: The emulator at .* does not answer/);
    await eventually(async () => {
      await expect(ofFork.calls()).rejects.toThrow("does not answer");
    });
    await expect(emulator.calls()).resolves.toBeDefined();
  });

  test("the next resources get the chosen ids, so that production's own can exist", async () => {
    await onFork(async (world) => {
      await world.emulator.chooseIds({
        vpc: ["vpc-0dabf8272bd2ef53d"],
        subnet: ["subnet-0dd46e5972b0e31a7", "subnet-0e5fed10308075b94"],
        eipAllocation: ["eipalloc-0a1b2c3d4e5f60718"],
        publicIp: ["13.62.68.130"],
        natGateway: ["nat-0a1b2c3d4e5f60718"],
        internetGateway: ["igw-0a1b2c3d4e5f60718"],
      });
      const vpc = await world.vpc();
      expect(vpc).toBe("vpc-0dabf8272bd2ef53d");
      expect(await world.internetGateway(vpc)).toBe("igw-0a1b2c3d4e5f60718");
      const subnet = await world.subnet(vpc);
      expect(subnet).toBe("subnet-0dd46e5972b0e31a7");
      expect(await world.subnet(vpc, "10.0.1.0/24")).toBe("subnet-0e5fed10308075b94");

      await world.emulator.chooseIds({ securityGroup: ["sg-081fd7b767b7ed905"] });
      expect(await world.securityGroup(vpc)).toBe("sg-081fd7b767b7ed905");

      const allocation = await world.address();
      expect(allocation).toBe("eipalloc-0a1b2c3d4e5f60718");
      const gateway = await world.natGateway(subnet, allocation);
      expect(gateway.NatGatewayId).toBe("nat-0a1b2c3d4e5f60718");
      const { Addresses } = await world.ec2.send(new DescribeAddressesCommand({}));
      expect(Addresses?.map(({ PublicIp }) => PublicIp)).toEqual(["13.62.68.130"]);

      // The queues are empty again.
      expect(await world.vpc()).not.toBe(vpc);
    });
  });

  test("a kind of id that does not exist is refused", async () => {
    expect(await refusal(control(emulator.endpoint, "POST", "ids", { bucket: ["b"] }))).toMatch(
      /^EmulatorError: No such kind of id: bucket\. There are: vpc, subnet, /,
    );
  });

  test("a service runs its tasks behind its target group, follows updates and takes its targets away", async () => {
    await onFork(async (world) => {
      const { targetGroup } = await serve(world);
      expect((await world.targets(targetGroup)).map(({ TargetHealth }) => TargetHealth?.State)).toEqual([
        "healthy",
        "healthy",
      ]);
      const update = { cluster: "kelmah", service: "auth" };
      await world.ecs.send(new UpdateServiceCommand({ ...update, desiredCount: 3 }));
      expect(await world.targets(targetGroup)).toHaveLength(3);
      await world.ecs.send(new UpdateServiceCommand({ ...update, desiredCount: 0 }));
      expect(await world.targets(targetGroup)).toEqual([]);
      expect(await world.describeService()).toMatchObject({ desiredCount: 0, runningCount: 0, pendingCount: 0 });
    });
  });

  test("target health is what a test sets, for one target or for all", async () => {
    await onFork(async (world) => {
      const { targetGroup } = await serve(world);
      const states = async () => (await world.targets(targetGroup)).map(({ TargetHealth }) => TargetHealth?.State);

      await world.emulator.setTargetHealth({ target: "*", state: "initial", reason: "Elb.RegistrationInProgress" });
      expect(await states()).toEqual(["initial", "initial"]);
      await world.emulator.setTargetHealth({ target: "10.0.0.4", state: "unhealthy" });
      expect(await states()).toEqual(["unhealthy", "initial"]);
      await world.emulator.setTargetHealth({ target: "*", state: "healthy" });
      await world.emulator.setTargetHealth({ target: "10.0.0.4", state: "healthy" });
      expect(await states()).toEqual(["healthy", "healthy"]);
    });
  });

  test("a roll-out ends as a test sets, now and later, until it takes that back", async () => {
    await onFork(async (world) => {
      await serve(world);
      const rollout = { cluster: "kelmah", service: "auth" };
      const seen = async () => {
        const { runningCount, pendingCount, deployments } = await world.describeService();
        return [runningCount, pendingCount, deployments?.[0]?.rolloutState, deployments?.[0]?.failedTasks];
      };
      const outcome = { runningCount: 1, rolloutState: "FAILED", failedTasks: 3 } as const;
      await world.emulator.setRollout({ ...rollout, outcome });
      expect(await seen()).toEqual([1, 1, "FAILED", 3]);
      await world.ecs.send(new UpdateServiceCommand({ ...rollout, forceNewDeployment: true }));
      expect(await seen()).toEqual([1, 1, "FAILED", 3]);
      await world.emulator.setRollout(rollout);
      expect(await seen()).toEqual([2, 0, "COMPLETED", 0]);
    });
  });

  test("the journal has every API call with its status, until it is cleared", async () => {
    await onFork(async (world) => {
      expect(await world.emulator.calls()).toEqual([]);
      await world.vpc();
      await refusal(world.subnet("vpc-00000000000000000"));
      await world.cluster();
      const calls = await world.emulator.calls();
      expect(calls.map(({ service, action, status }) => [service, action, status])).toEqual([
        ["ec2", "CreateVpc", 200],
        ["ec2", "CreateSubnet", 400],
        ["ecs", "CreateCluster", 200],
      ]);
      expect(Math.abs(defined(calls[0]).time - Date.now() / 1000)).toBeLessThan(10);
      await world.emulator.clearCalls();
      expect(await world.emulator.calls()).toEqual([]);
    });
  });

  test("a client that lost its answer gets it again, and its work is not done twice", async () => {
    await onFork(async ({ emulator: fork }) => {
      const attempt = async (invocation: string, count: number) => {
        const response = await fetch(fork.endpoint, {
          method: "POST",
          headers: {
            "Content-Type": "application/x-www-form-urlencoded",
            Authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/eu-north-1/ec2/aws4_request",
            "amz-sdk-invocation-id": invocation,
            "amz-sdk-request": `attempt=${count}; max=3`,
          },
          body: "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0/16",
        });
        return /<vpcId>(vpc-[0-9a-f]+)/.exec(await response.text())?.[1];
      };
      const made = await attempt("a", 1);
      expect(made).toBeDefined();
      expect(await attempt("a", 2)).toBe(made);
      expect(await attempt("b", 2)).not.toBe(made);
    });
  });

  test("a call that moto has not implemented is refused at once and reported", async () => {
    await onFork(async (world) => {
      expect(await world.emulator.unimplemented()).toEqual([]);
      // Three attempts: an answer of 500 would be tried again.
      const client = new ECSClient({ ...clientConfig(world.emulator), maxAttempts: 3 });
      expect(await refusal(client.send(new ListServicesByNamespaceCommand({ namespace: "kelmah" })))).toMatch(
        /^NotImplemented: The emulator cannot answer ecs ListServicesByNamespace: /,
      );
      expect(await world.emulator.calls()).toMatchObject([{ action: "ListServicesByNamespace", status: 501 }]);
      expect(await world.emulator.unimplemented()).toEqual([
        {
          service: "ecs",
          action: "ListServicesByNamespace",
          reason: "NotImplementedError: The list_services_by_namespace action has not been implemented",
        },
      ]);
    });
    expect(log.join("\n")).toContain("The emulator cannot answer ecs ListServicesByNamespace");
  });
});

/** Runs two tasks of a service behind a network load balancer. */
async function serve(world: World) {
  await world.cluster();
  await world.taskDefinition();
  const { subnet, targetGroup } = await world.balanced();
  const loadBalancers = [{ targetGroupArn: targetGroup, containerName: "auth", containerPort: 5001 }];
  await world.service(subnet, { loadBalancers });
  return { targetGroup };
}

async function vpcIds(ec2: EC2Client): Promise<string[]> {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  return Vpcs.map(({ VpcId }) => defined(VpcId));
}
