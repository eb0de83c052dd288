import { type Example, example, problemLines, testBreakages } from "../../helpers/example";

describe("port, size and number of tasks", () => {
  const port = "is no port: a whole number from 1 to 65535";
  testBreakages([
    ["port 0", (e) => (e.services.auth.port = 0), `services.auth.port: 0 ${port}`],
    ["port 65536", (e) => (e.services.auth.port = 65536), `services.auth.port: 65536 ${port}`],
    ["half a port", (e) => (e.services.auth.port = 80.5), `services.auth.port: 80.5 ${port}`],
    ["no number", (e) => (e.services.auth.port = NaN), `services.auth.port: NaN ${port}`],
    [
      "fewer tasks than none",
      (e) => (e.services.auth.desiredCount = -1),
      "services.auth.desiredCount: -1 is no number of tasks: a whole number from 0 to 5000",
    ],
    [
      "half a task",
      (e) => (e.services.auth.desiredCount = 0.5),
      "services.auth.desiredCount: 0.5 is no number of tasks: a whole number from 0 to 5000",
    ],
    [
      "CPU units that Fargate does not have",
      (e) => (e.services.auth.cpu = 128),
      "services.auth.cpu/memory: 128 CPU units is not a Fargate size: choose one of 256, 512, 1024, 2048, 4096, 8192, 16384",
    ],
    [
      "memory that does not go with the CPU units",
      (e) => (e.gateway.memory = 4096),
      "gateway.cpu/memory: 4096 MiB is not offered with 256 CPU units on Fargate: choose 512, 1024, 2048 MiB",
    ],
  ]);

  test.each([1, 65535])("port %d is a port", (number) => {
    const environment = example();
    environment.services.auth.port = number;
    expect(problemLines(environment)).toEqual([]);
  });

  test("no tasks at all is a number of tasks", () => {
    const environment = example();
    environment.services.auth.desiredCount = 0;
    environment.desiredCount = 0;
    expect(problemLines(environment)).toEqual([]);
  });
});

describe("image", () => {
  const pinned = (parts: object) => (e: Example) =>
    Object.assign(e.services.auth, {
      image: {
        repository: "kelmah-auth-service",
        digest: `sha256:${"0".repeat(64)}`,
        reason: "its tag is gone",
        ...parts,
      },
    });
  const latest =
    "services.auth.image.tag: 'latest' may be another image tomorrow: name a tag, or say in image.reason why 'test' runs it";
  const isLatest = (reason?: string) => (e: Example) => {
    e.protected = true;
    e.services.auth.image = {
      repository: "kelmah-auth-service",
      tag: "latest",
      ...(reason !== undefined && { reason }),
    };
  };
  testBreakages([
    [
      "a repository in capitals",
      (e) => (e.services.auth.image.repository = "Kelmah"),
      "services.auth.image.repository: 'Kelmah' is no name for an ECR repository: it takes lower-case letters and digits, parted by one of ._-/",
    ],
    [
      "a tag with a colon",
      (e) => (e.services.auth.image.tag = "auth:1"),
      "services.auth.image.tag: 'auth:1' is no image tag: up to 128 letters, digits and any of _.-, not one of .- first",
    ],
    [
      "no tag",
      (e) => (e.gateway.image.tag = ""),
      "gateway.image.tag: '' is no image tag: up to 128 letters, digits and any of _.-, not one of .- first",
    ],
    ["latest in a protected environment", isLatest(), latest],
    [
      "a digest that is none",
      pinned({ digest: "sha256:0" }),
      "services.auth.image.digest: 'sha256:0' is no image's digest: 'sha256:' and 64 of 0-9a-f, as aws ecr describe-images shows it",
    ],
    [
      "a digest for no reason",
      pinned({ reason: " " }),
      "services.auth.image.reason: is empty: say why it is pinned, and so when it can be a tag again",
    ],
    [
      "a digest beside a tag",
      pinned({ tag: "1.0.0" }),
      "services.auth.image.tag: is given beside a digest, and it is not clear which of the two is meant: leave one of them out",
    ],
    [
      "a digest without a reason",
      pinned({ reason: undefined }),
      "services.auth.image.reason: (missing): text in quotes is needed",
    ],
    ["latest with a blank reason", isLatest(" "), latest],
  ]);

  test("a digest may run anywhere, where tags are immutable too", () => {
    const environment = example();
    environment.protected = true;
    environment.repositories = { immutableTags: true };
    pinned({})(environment);
    expect(problemLines(environment)).toEqual([]);
  });

  test.each([
    ["in an environment that is not protected", false, undefined],
    ["for a reason", true, "nothing else is pushed yet"],
  ])("latest may run %s", (_, isProtected, reason) => {
    const environment = example();
    environment.protected = isProtected;
    environment.services.auth.image = { repository: "a-b", tag: "latest", ...(reason !== undefined && { reason }) };
    expect(problemLines(environment)).toEqual([]);
  });
});

describe("variables", () => {
  const own = "is set by this project from the rest of the environment: leave it out";
  testBreakages([
    [
      "a name with a dash",
      (e) => (e.services.auth.environment["LOG-LEVEL"] = "info"),
      "services.auth.environment.LOG-LEVEL: 'LOG-LEVEL' is no environment variable: letters, digits and '_'",
    ],
    ["the port's", (e) => (e.services.auth.environment.PORT = "1"), `services.auth.environment.PORT: ${own}`],
    [
      "the port's by the service's own name",
      (e) => (e.services.user.environment.USER_SERVICE_PORT = "1"),
      `services.user.environment.USER_SERVICE_PORT: ${own}`,
    ],
    [
      "the gateway's port's",
      (e) => (e.gateway.environment.API_GATEWAY_PORT = "1"),
      `gateway.environment.API_GATEWAY_PORT: ${own}`,
    ],
    [
      "a service's URL in the gateway",
      (e) => (e.gateway.environment.AUTH_SERVICE_URL = "http://auth"),
      `gateway.environment.AUTH_SERVICE_URL: ${own}`,
    ],
    [
      "a connection string with a password",
      (e) => (e.services.auth.environment.CACHE = "redis://:hunter2@cache.example.com"),
      "services.auth.environment.CACHE: its value is a connection string with a password: name it in 'secrets', where only Parameter Store holds its value",
    ],
    [
      "an issued key",
      (e) => (e.services.auth.environment.PAYSTACK = "sk_live_hunter2"),
      "services.auth.environment.PAYSTACK: its value has the shape of an issued key: name it in 'secrets', where only Parameter Store holds its value",
    ],
    [
      "a credential by its name",
      (e) => (e.gateway.environment.INTERNAL_API_KEY = "hunter2"),
      "gateway.environment.INTERNAL_API_KEY: its name says that it is a credential: name it in 'secrets', where only Parameter Store holds its value",
    ],
  ]);
});

describe("secrets", () => {
  const alsoPlain = "is also a plain environment variable: keep the secret only";
  testBreakages([
    [
      "a name with a dash",
      (e) => (e.services.user.secrets = ["JWT-SECRET"]),
      "services.user.secrets[0]: 'JWT-SECRET' is no environment variable: letters, digits and '_'",
    ],
    [
      "one that is also given as plain environment",
      (e) => {
        e.services.user.environment = { MONGODB_URI: "mongodb://localhost" };
      },
      `services.user.secrets[0]: 'MONGODB_URI' ${alsoPlain}`,
    ],
    [
      "one that this project sets",
      (e) => (e.services.user.secrets = ["NODE_ENV"]),
      `services.user.secrets[0]: 'NODE_ENV' ${alsoPlain}`,
    ],
    [
      "one given twice",
      (e) => (e.services.user.secrets = ["JWT_SECRET", "MONGODB_URI", "JWT_SECRET"]),
      "services.user.secrets[2]: 'JWT_SECRET' is given twice",
    ],
    [
      "a secret's value in its name's place",
      (e) => (e.services.user.secrets = ["sk_live_hunter2"]),
      "services.user.secrets[0]: (not shown: it looks like a credential): give the secret's name here, never its value",
    ],
  ]);

  test("a name that is too long for a parameter", () => {
    const environment = example();
    const name = "A".repeat(1000);
    environment.services.user.secrets = [name];
    expect(problemLines(environment)).toEqual([
      `services.user.secrets[0]: '/kelmah/test/${name.slice(0, 286)}…' has 1013 characters: the name of an SSM parameter has 1 to 1011`,
    ]);
  });

  test("what every object has is no plain variable", () => {
    const environment = example();
    environment.services.user.secrets = ["constructor"];
    expect(problemLines(environment)).toEqual([
      "services.user.secrets[0]: 'constructor' is what every object of JavaScript has already: call it something else",
    ]);
  });
});

describe("the health check of the target group", () => {
  const needsPath = "an HTTP health check needs a path such as /health";
  testBreakages([
    [
      "of an unknown protocol",
      (e) => ((e.services.auth.healthCheck as { protocol: string }).protocol = "UDP"),
      "services.auth.healthCheck.protocol: 'UDP' is neither 'TCP' nor 'HTTP'",
    ],
    [
      "HTTP without a path",
      (e) => (e.services.auth.healthCheck = { protocol: "HTTP" } as never),
      "services.auth.healthCheck.path: (missing): text such as '/health' is needed",
    ],
    [
      "HTTP with a path that does not begin with a slash",
      (e) => (e.services.auth.healthCheck = { protocol: "HTTP", path: "health" }),
      `services.auth.healthCheck.path: 'health': ${needsPath}`,
    ],
    [
      "HTTP with a path that Terraform would interpolate",
      (e) => (e.services.auth.healthCheck = { protocol: "HTTP", path: "/${path.module}" }),
      "services.auth.healthCheck.path: '/${path.module}': " + needsPath,
    ],
    [
      "TCP with a path",
      (e) => (e.services.auth.healthCheck = { protocol: "TCP", path: "/health" } as never),
      "services.auth.healthCheck.path: belongs to protocol 'HTTP', and protocol is 'TCP' here: leave it out",
    ],
  ]);
});

describe("second names of secrets", () => {
  const taken = "is a variable of it already: keep one of the two";
  testBreakages([
    [
      "a name with a dash",
      (e) => (e.services.user.secretAliases = { "DATABASE-URL": "MONGODB_URI" }),
      "services.user.secretAliases.DATABASE-URL: 'DATABASE-URL' is no environment variable: letters, digits and '_'",
    ],
    [
      "of what the container does not read",
      (e) => (e.services.user.secretAliases = { DATABASE_URL: "JWT_SECRET" }),
      "services.user.secretAliases.DATABASE_URL: 'JWT_SECRET' is no secret of it: name it in 'secrets' too",
    ],
    [
      "one that is a plain variable too",
      (e) => (e.services.auth.secretAliases = { LOG_LEVEL: "MONGODB_URI" }),
      `services.auth.secretAliases.LOG_LEVEL: 'LOG_LEVEL' ${taken}`,
    ],
    [
      "one that is a secret too",
      (e) => (e.services.auth.secretAliases = { JWT_SECRET: "MONGODB_URI" }),
      `services.auth.secretAliases.JWT_SECRET: 'JWT_SECRET' ${taken}`,
    ],
    [
      "one that this project sets",
      (e) => (e.gateway.secretAliases = { AUTH_SERVICE_URL: "JWT_SECRET" }),
      `gateway.secretAliases.AUTH_SERVICE_URL: 'AUTH_SERVICE_URL' ${taken}`,
    ],
  ]);

  test("may be several of one secret", () => {
    const environment = example();
    environment.services.user.secretAliases = { DATABASE_URL: "MONGODB_URI", MONGO_URL: "MONGODB_URI" };
    expect(problemLines(environment)).toEqual([]);
  });
});
