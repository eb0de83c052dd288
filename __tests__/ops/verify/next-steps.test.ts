import type { Environment } from "../../../src/model/environment";
import type { Facts, SecretFact, TaskDefinitionFacts } from "../../../src/ops/verify/facts";
import { expectedOf } from "../../../src/ops/verify/expected-of";
import type { Phase } from "../../../src/model/phase";
import { failed, healthyFacts, inAnswer, known, production, verify, withService } from "./recorded";

// A next step never leads to a worse place, whatever the environment's state is.

const first = (change: (facts: Facts) => Facts, environment?: Environment) => verify(change, environment).findings[0];

describe("a service is set to no tasks by hand", () => {
  const REST = { desiredCount: 1, runningCount: 1 };
  const scale =
    "aws ecs update-service --cluster Project-Kelmah --service user-service --desired-count 0 --region eu-north-1";
  const calling = (url: string) => (facts: Facts): Facts => ({
    ...withService("user-service", REST)(facts),
    taskDefinitions: new Map([...facts.taskDefinitions].map(([arn, answer]) => [
      arn,
      inAnswer(answer, (of) => ({ ...of, containers: of.containers.map((one) => ({
        ...one, urls: new Map([...one.urls, ...(one.urls.size > 0 ? [["USER_SERVICE_URL", url] as const] : [])]),
      })) })),
    ])),
  }); // prettier-ignore
  const mend = (change: (facts: Facts) => Facts) => {
    const { findings } = verify(change, production("retired"));
    const { next, apply } = findings.find(({ code }) => code === "desired-count") ?? {};
    return { next, apply };
  };

  test("only where the gateway is seen to call the other one", () => {
    expect(mend(withService("user-service", REST))).toEqual({ next: [scale], apply: undefined });
    // A URL that nobody knows may be the legacy's.
    for (const url of ["http://user.kelmah.example", "http://user.kelmah.example/api", "http://203.0.113.9:3002"]) {
      expect(mend(calling(url))).toEqual({ next: [], apply: "kelmah-prod-services" });
    }
  });

  test("not where the gateway's variables could not be asked for, whatever the phase says", () => {
    const unseen = (facts: Facts): Facts => ({
      ...withService("user-service", REST)(facts),
      taskDefinitions: new Map([...facts.taskDefinitions].map(([arn]) => [arn, failed("ecs:DescribeTaskDefinition")])),
    });
    expect(mend(unseen)).toEqual({ next: [], apply: "kelmah-prod-services" });
  });
});

test("tasks that somebody has started for a rush are kept if they are needed, and of a range its upper end", () => {
  const more = withService("auth-service-nlb", { desiredCount: 6, runningCount: 6 });
  const scale = (tasks: number) =>
    `aws ecs update-service --cluster Project-Kelmah --service auth-service-nlb --desired-count ${tasks} --region eu-north-1`;
  const keep = (field: string) =>
    `If that many are needed, write it into '${field}' of auth in src/environments, and apply. Else:`;
  expect(first(more)).toMatchObject({ severity: "warning", next: [keep("desiredCount"), scale(1)] });
  const { services, ...rest } = production("internal");
  const auth = services.auth;
  if (auth === undefined) throw new Error("There is no auth");
  const scaled = {
    ...rest,
    services: { ...services, auth: { ...auth, autoscaling: { min: 1, max: 4, cpuPercent: 60 } } },
  };
  expect(first(more, scaled)?.next).toEqual([keep("autoscaling"), scale(4)]);
});

test("a gateway that somebody has pointed back by hand is not led forward again without a word", () => {
  const back = healthyFacts(production("parallel")).taskDefinitions;
  const { findings } = verify((facts) => ({ ...facts, taskDefinitions: back }), production("internal"));
  const urls = findings.filter(({ code, apply }) => code === "gateway-url" && apply === "kelmah-prod-services");
  // The same for all of them, so that a report says it once.
  expect(urls).toHaveLength(expectedOf(production()).urls.length);
  expect([...new Set(urls.flatMap(({ next }) => next))]).toEqual([
    "If somebody has pointed the gateway there on purpose, write phase 'parallel' for it into src/environments/prod.ts, and apply that. Else:",
  ]);
});

describe("what ran before", () => {
  const BEFORE = "api-gateway-task:6";
  const GATEWAY = "kelmah-api-gateway-service-gg6bf9h1";
  const legacyUrls = healthyFacts(production("parallel")).taskDefinitions;
  const privateUrls = healthyFacts(production("internal")).taskDefinitions;
  const gatewayOf = (from: Facts["taskDefinitions"]): TaskDefinitionFacts => {
    const found = [...from].find(([arn]) => arn.endsWith("/gateway:7"))?.[1];
    if (found?.known !== true) throw new Error("There is no gateway");
    return found.value;
  };

  /** The gateway's last revision does not come up; the one before is this. */
  function offered(phase: Phase, before: Facts["taskDefinitions"], more: (facts: Facts) => Facts = (facts) => facts) {
    const found = first((facts) => {
      const down = withService(GATEWAY, { runningCount: 0, events: [] }, ["Essential container in task exited"])(
        more(facts),
      );
      return {
        ...down,
        services: inAnswer(down.services, (value) => ({ ...value, earlier: new Map([[GATEWAY, known(BEFORE)]]) })),
        taskDefinitions: new Map([...down.taskDefinitions, [BEFORE, known(gatewayOf(before))]]),
      };
    }, production(phase));
    return found?.next.some((line) => line.includes(`--task-definition ${BEFORE}`));
  }

  test("is offered where what it calls still runs", () => {
    expect(offered("internal", legacyUrls)).toBe(true);
    expect(offered("retired", privateUrls)).toBe(true);
  });

  test("is not where it calls legacy services that run no more: everybody would be cut off", () => {
    expect(offered("retired", legacyUrls)).toBe(false);
  });

  test("is not where its image is gone, or where nobody can say what it calls", () => {
    const gone = (facts: Facts): Facts => ({
      ...facts,
      images: new Map([...facts.images, ["api-gateway@sha256:gateway", known({ missing: "image" as const })]]),
    });
    expect(offered("internal", legacyUrls, gone)).toBe(false);
    const elsewhere = new Map([["/gateway:7", known({
      ...gatewayOf(privateUrls),
      containers: gatewayOf(privateUrls).containers.map((one) => ({ ...one, urls: new Map([["USER_SERVICE_URL", "http://x.example"]]) })),
    })]]); // prettier-ignore
    expect(offered("internal", elsewhere)).toBe(false);
  });
});

describe("before an apply", () => {
  const gone = (facts: Facts): Facts => ({
    ...facts,
    balancing: { ...facts.balancing, loadBalancer: known(undefined) },
  });
  const services = (change: (facts: Facts) => Facts, environment?: Environment) =>
    verify((facts) => change(gone(facts)), environment).procedures["kelmah-prod-services"];
  const network = (change: (facts: Facts) => Facts, environment?: Environment) =>
    verify(change, environment).procedures["kelmah-prod-network"];

  test("secrets that still say 'pending' are set: tasks would start with them", () => {
    const pending = (facts: Facts): Facts => ({
      ...facts,
      parameters: inAnswer(facts.parameters, (value) => new Map([...value, ["/kelmah/prod/SMTP_PASS", { version: 1, pending: known(true) }]])),
    }); // prettier-ignore
    expect(services(pending)?.slice(0, 2)).toEqual(["npm run secret -- --env prod SMTP_PASS", "npm run synth"]);
  });

  test("secrets of Secrets Manager that are empty are set, and those that are being deleted are had back", () => {
    const environment: Environment = {
      ...production(),
      secrets: { stores: { SMTP_PASS: "secretsmanager", SMTP_USER: "secretsmanager" } },
    };
    const states = (facts: Facts): Facts => ({
      ...facts,
      managedSecrets: new Map([
        ["kelmah/prod/SMTP_PASS", known<SecretFact>({ state: "empty" })],
        ["kelmah/prod/SMTP_USER", known<SecretFact>({ state: "deleted" })],
      ]),
    });
    expect(services(states, environment)?.slice(0, 3)).toEqual([
      "aws secretsmanager restore-secret --secret-id kelmah/prod/SMTP_USER --region eu-north-1",
      "npm run secret -- --env prod SMTP_PASS",
      "npm run synth",
    ]);
  });

  test("what every plan reads is seen to: an image's tag, a target group that is none of ours", () => {
    const images = (facts: Facts): Facts => ({
      ...facts,
      images: new Map([...facts.images].map(([name, image]) =>
        [name, name === "kelmah-auth-service:project-fix" ? known({ missing: "image" as const }) : image])),
    }); // prettier-ignore
    expect(services(images)?.[0]).toBe(
      "See to kelmah-auth-service:project-fix first, as said above: no plan goes on without.",
    );
    const name = expectedOf(production()).gateway.targetGroup ?? "";
    const groups = (facts: Facts): Facts => ({
      ...facts,
      balancing: {
        ...facts.balancing,
        targetGroups: inAnswer(facts.balancing.targetGroups, (value) => new Map([...value].filter(([group]) => group !== name))),
      },
    }); // prettier-ignore
    expect(services(groups)?.[0]).toBe(`See to ${name} first, as said above: no plan goes on without.`);
    const missing = verify(groups).findings.find(({ code }) => code === "target-group-missing");
    expect(missing?.next[0]).toMatch(/^This project does not manage it, and no plan goes on without it/);
    expect(missing).not.toHaveProperty("apply");
  });

  test("what the gateway is pointed at is well, as long as what it calls now is", () => {
    const internal = production("internal");
    const legacy = healthyFacts(production("parallel")).taskDefinitions;
    const down = (facts: Facts) =>
      withService("auth-service-nlb", { runningCount: 0, events: [] }, ["Essential container in task exited"])({
        ...facts,
        taskDefinitions: legacy,
      });
    expect(verify(down, internal).procedures["kelmah-prod-services"]?.[0]).toBe(
      "Mend first what is said of auth above: this apply points the gateway there, away from what it calls now.",
    );
    // What runs is not in the way.
    const well = verify((facts) => ({ ...facts, taskDefinitions: legacy }), internal);
    expect(well.procedures["kelmah-prod-services"]?.[0]).toBe("npm run synth");
  });

  const nat = (State: "failed" | "deleting" | "deleted", held = ["13.62.68.130"]) => (facts: Facts): Facts => ({
    ...facts,
    egress: inAnswer(facts.egress, (value) => ({ ...value, held, natGateways: value.natGateways.map((one) => ({ ...one, State })) })),
  }); // prettier-ignore
  const WAIT = "aws ec2 wait nat-gateway-deleted --nat-gateway-ids nat-1 --region eu-north-1";

  test("a NAT gateway that has failed or is on its way out is gone: else Terraform finds it, and its address is taken", () => {
    expect(network(nat("deleted"))?.[0]).toBe("npm run synth");
    expect(network(nat("deleting"))?.slice(0, 2)).toEqual([WAIT, "npm run synth"]);
    expect(network(nat("failed"))?.slice(0, 3)).toEqual([
      "aws ec2 delete-nat-gateway --nat-gateway-id nat-1 --region eu-north-1",
      WAIT,
      "npm run synth",
    ]);
  });

  test("the address that Atlas lets in is had back, in an environment of any kind", () => {
    for (const isProtected of [true, false]) {
      const steps = network(nat("deleted", []), { ...production(), protected: isProtected });
      expect(steps?.[0]).toMatch(/^Get 13\.62\.68\.130 back first/);
    }
  });

  test("where nobody has written down which address that is, another one is let in at Atlas", () => {
    const { natEips: _, ...inventory } = production().inventory;
    expect(_).toBeDefined();
    expect(network(nat("deleted"), { ...production(), inventory })?.[0]).toMatch(/^Nobody has written down which address Atlas lets in/); // prettier-ignore
    const open = verify((facts) => facts, { ...production(), inventory });
    expect(open.procedures).toEqual({});
  });

  test("in an environment that has not been adopted nobody adopts a platform to mend one thing", () => {
    const { learnt: _, ...inventory } = production().inventory;
    expect(_).toBeDefined();
    const steps = network(nat("deleted", []), { ...production(), inventory });
    expect(steps).toEqual([
      expect.stringMatching(/^prod has not been adopted: .*docs\/original-runbook\.md/),
      expect.stringMatching(/^Get 13\.62\.68\.130 back first/),
      "npm run discover -- --env prod --write",
    ]);
  });
});

test("what somebody has made by hand is not left to an apply, which would not see it", () => {
  const { network, ...rest } = production();
  const secluded: Environment = {
    ...rest,
    network: { ...network, nat: "none", atlas: { kind: "peering", connectionId: "pcx-1", cidr: "192.168.248.0/21" } },
  };
  const way = verify((facts) => facts, secluded).findings.find(({ code }) => code === "way-out");
  expect(way).not.toHaveProperty("apply");
  expect(way?.next[0]).toMatch(/^No plan takes away a route that somebody has made by hand\./);

  const target = { MinCapacity: 1, MaxCapacity: 4 };
  const scaled = first((facts) => ({ ...facts, scalableTargets: known(new Map([["auth-service-nlb", target as never]])) })); // prettier-ignore
  expect(scaled).toMatchObject({
    code: "scaled-all-the-same",
    next: [
      expect.stringMatching(/^If somebody has made it by hand/),
      expect.stringMatching(/^aws application-autoscaling deregister-scalable-target /),
    ],
  });
});

test("an endpoint of Atlas's that was refused is made anew, and Atlas is given its new id", () => {
  const serviceName = "com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0";
  const { network, ...rest } = production("internal");
  const environment: Environment = { ...rest, network: { ...network, atlas: { kind: "privatelink", serviceName } } };
  const endpoints = [{ VpcEndpointId: "vpce-1", ServiceName: serviceName, State: "Rejected" as const }];
  const finding = first((facts) => ({ ...facts, connections: known({ endpoints }) }), environment);
  expect(finding).toMatchObject({ code: "atlas-endpoint-state", apply: "kelmah-prod-network", passes: false });
  expect(finding?.next).toEqual([
    "aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-1 --region eu-north-1",
    "When the apply has made another, give Atlas its id (Network Access, Private Endpoint).",
  ]);
});
