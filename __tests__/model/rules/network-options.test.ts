import { type Example, example, exampleInExistingVpc, problemLines, testBreakages } from "../../helpers/example";

describe("interface endpoints", () => {
  testBreakages([
    [
      "the same one twice",
      (e) => (e.network.interfaceEndpoints = ["ecr", "logs", "ecr"]),
      "network.interfaceEndpoints[2]: 'ecr' is given twice: AWS lets one endpoint of a service have its private DNS name",
    ],
  ]);
});

/** An environment without a way to the internet, and with everything that it needs for that. */
function secluded(): Example {
  const environment = example();
  environment.network.nat = "none";
  environment.network.interfaceEndpoints = ["ecr", "logs", "ssm"];
  environment.network.atlas = { kind: "peering", connectionId: "pcx-0123456789abcdef0", cidr: "192.168.248.0/21" };
  return environment;
}

describe("no NAT gateway", () => {
  const missing = "missing: with nat 'none' tasks reach these services of AWS in no other way";
  testBreakages(
    [
      [
        "and no endpoints",
        (e) => delete e.network.interfaceEndpoints,
        `network.interfaceEndpoints: 'ecr', 'logs', 'ssm' ${missing}`,
      ],
      [
        "and none of the store that a secret is in",
        (e) => (e.secrets = { stores: { JWT_SECRET: "secretsmanager" } }),
        `network.interfaceEndpoints: 'secretsmanager' ${missing}`,
      ],
      ["and none of the key of ECS Exec", (e) => (e.ecsExec = {}), `network.interfaceEndpoints: 'kms' ${missing}`],
      [
        "and Atlas by its address",
        (e) => (e.network.atlas = { kind: "nat-allowlist" }),
        "network.atlas.kind: 'nat-allowlist' needs a NAT gateway, and nat is 'none': write 'privatelink' or 'peering'",
      ],
      [
        "and Atlas by nothing else that is said",
        (e) => delete e.network.atlas,
        "network.atlas.kind: 'nat-allowlist' needs a NAT gateway, and nat is 'none': write 'privatelink' or 'peering'",
      ],
      [
        "in place of those that Atlas lets in",
        (e) => (e.inventory.natEips = ["192.0.2.1", "192.0.2.2"]),
        "network.nat: 'none' would give up '192.0.2.1', '192.0.2.2' (inventory.natEips), which MongoDB Atlas lets in: write 'per-az'",
      ],
      [
        "in place of the one that Atlas lets in",
        (e) => (e.inventory.natEips = ["192.0.2.1"]),
        "network.nat: 'none' would give up '192.0.2.1' (inventory.natEips), which MongoDB Atlas lets in: write 'single'",
      ],
    ],
    secluded,
  );

  test("needs no endpoint of a store that no secret is in", () => {
    const environment = secluded();
    environment.network.interfaceEndpoints = ["ecr", "logs", "secretsmanager"];
    environment.secrets = { stores: { JWT_SECRET: "secretsmanager", MONGODB_URI: "secretsmanager" } };
    expect(problemLines(environment)).toEqual([]);
  });
});

describe("the services' ingress", () => {
  const legacy = () => {
    const environment = exampleInExistingVpc();
    environment.names = { services: { auth: { legacyService: "auth-service" } } };
    environment.services.user.phase = "internal";
    return environment;
  };
  const narrow = (phase: NonNullable<Example["phase"]>) => (e: Example) => {
    e.phase = phase;
    e.network.servicesIngress = "load-balancer-subnets";
  };
  const shut =
    "network.servicesIngress: 'load-balancer-subnets' may shut the gateway out of legacy services that it calls, or goes back to (auth): write 'vpc' until they are in phase 'retired'";
  testBreakages(
    [
      [
        "by a security group that an existing load balancer does not have",
        (e) => {
          e.phase = "retired";
          e.network.servicesIngress = "load-balancer-security-group";
        },
        "network.servicesIngress: 'load-balancer-security-group' needs a load balancer that was made with a security group, and an existing VPC's has none: write 'load-balancer-subnets'",
      ],
      ["narrower while the gateway calls the legacy services", narrow("parallel"), shut],
      ["narrower while the way back leads to them", narrow("internal"), shut],
    ],
    legacy,
  );

  test("may be narrower when they are retired", () => {
    const environment = legacy();
    narrow("retired")(environment);
    expect(problemLines(environment)).toEqual([]);
  });

  test("may be the load balancer's group where it is made with one", () => {
    const environment = example();
    environment.network.servicesIngress = "load-balancer-security-group";
    expect(problemLines(environment)).toEqual([]);
  });
});

describe("ports to call out on", () => {
  const ports = () => {
    const environment = example();
    environment.network.egressPorts = [443, 587, 27015, 27016, 27017];
    environment.services.auth.environment.SMTP_PORT = "587";
    return environment;
  };
  testBreakages(
    [
      [
        "without HTTPS",
        (e) => (e.network.egressPorts = [587, 27015, 27016, 27017]),
        "network.egressPorts: 443 missing: tasks pull images and reach services of AWS on it",
      ],
      [
        "without Atlas's",
        (e) => (e.network.egressPorts = [443, 587, 27017]),
        "network.egressPorts: 27015, 27016 missing: MongoDB Atlas answers on it",
      ],
      [
        "without that of mails",
        (e) => (e.network.egressPorts = [443, 27015, 27016, 27017]),
        "network.egressPorts: 587 missing: services.auth sends mails on it (SMTP_PORT)",
      ],
      [
        "without that of the gateway's mails",
        (e) => (e.gateway.environment.SMTP_PORT = "465"),
        "network.egressPorts: 465 missing: gateway sends mails on it (SMTP_PORT)",
      ],
      [
        "twice the same",
        (e) => e.network.egressPorts?.push(443),
        "network.egressPorts[5]: 443 is given twice: AWS refuses the second rule",
      ],
      [
        "that are none",
        (e) => e.network.egressPorts?.push(0, 65536, 1.5),
        "network.egressPorts[5]: 0 is no TCP port: 1 to 65535",
        "network.egressPorts[6]: 65536 is no TCP port: 1 to 65535",
        "network.egressPorts[7]: 1.5 is no TCP port: 1 to 65535",
      ],
    ],
    ports,
  );
  testBreakages(
    [
      [
        "of groups that are not this project's",
        (e) => (e.network.egressPorts = [443]),
        "network.egressPorts: the security groups of an existing VPC are not this project's, and would let out what they do today: leave it out",
      ],
    ],
    exampleInExistingVpc,
  );

  test.each(["", "smtp"])("have nothing to do with a SMTP_PORT '%s' that is none", (port) => {
    const environment = ports();
    environment.services.auth.environment.SMTP_PORT = port;
    expect(problemLines(environment)).toEqual([]);
  });

  test("are none of Atlas's where its endpoint is in the VPC", () => {
    const environment = example();
    environment.network.egressPorts = [443];
    const serviceName = "com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789abcdef0";
    environment.network.atlas = { kind: "privatelink", serviceName };
    expect(problemLines(environment)).toEqual([]);
  });
});
