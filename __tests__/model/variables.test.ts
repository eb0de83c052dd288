import { secretsOf } from "../../src/model/environment";
import {
  addedVariables,
  plainVariables,
  servicePortVariable,
  serviceUrlVariable,
  serviceUrlVariables,
  unlearntVariables,
} from "../../src/model/variables";
import { example, exampleInExistingVpc } from "../helpers/example";
import { movingExample } from "../helpers/moving";

test.each([
  ["auth", "AUTH_SERVICE_URL"],
  ["search-index", "SEARCH_INDEX_SERVICE_URL"],
])("the gateway finds %s in %s", (service, variable) => {
  expect(serviceUrlVariable(service)).toBe(variable);
});

test("a service is told its port by a name of its own", () => {
  expect(servicePortVariable("search-index")).toBe("SEARCH_INDEX_SERVICE_PORT");
});

test("there is a URL for every service and for every alias", () => {
  const { services, gateway } = example();
  gateway.urlAliases = { "e-mail": "user" };
  expect(Object.fromEntries(serviceUrlVariables({ services, gateway }))).toEqual({
    AUTH_SERVICE_URL: "auth",
    USER_SERVICE_URL: "user",
    E_MAIL_SERVICE_URL: "user",
  });
});

test("a service's URL is its own, though an alias of that name stood in for it before", () => {
  const { services, gateway } = example();
  gateway.urlAliases = { auth: "user" };
  expect(serviceUrlVariables({ services, gateway }).get("AUTH_SERVICE_URL")).toBe("auth");
});

test("the project sets a service's port, and the gateway's URLs", () => {
  expect(addedVariables(example(), "auth")).toEqual(["NODE_ENV", "PORT", "AUTH_SERVICE_PORT"]);
  expect(addedVariables(example(), "gateway")).toEqual([
    ...["NODE_ENV", "API_GATEWAY_PORT", "AUTH_SERVICE_URL", "USER_SERVICE_URL"],
  ]);
});

describe("the plain variables of a container", () => {
  test("are its own, and both names of its port", () => {
    const port = { PORT: "5001", AUTH_SERVICE_PORT: "5001" };
    expect(plainVariables(example(), "auth", "nlb")).toEqual({ LOG_LEVEL: "info", NODE_ENV: "production", ...port });
  });

  test("are the gateway's port, and where each service is as its phase says", () => {
    expect(plainVariables(movingExample({ auth: "internal" }), "gateway", "nlb")).toEqual({
      NODE_ENV: "production",
      API_GATEWAY_PORT: "3000",
      AUTH_SERVICE_URL: "http://nlb:5001",
      SEARCH_INDEX_SERVICE_URL: "http://search-index.legacy.example:8080",
      USER_SERVICE_URL: "http://nlb:3002",
    });
  });

  describe("that are to be as they run", () => {
    const asItRuns = { fromRunning: true } as const;
    const { learnt } = movingExample().inventory;
    if (learnt === undefined) throw new Error("The example has not been discovered");
    const running = (variables?: Record<string, { set: Record<string, string>; unset: string[] }>) => {
      const environment = exampleInExistingVpc();
      environment.services.user.environment = { CACHE: asItRuns, toString: asItRuns };
      if (variables !== undefined) environment.inventory.learnt = { ...learnt, variables };
      return environment;
    };

    test("stand for nothing that could run until they are learnt", () => {
      expect(plainVariables(running(), "user", "nlb")).toMatchObject({
        CACHE: "not-discovered",
        toString: "not-discovered",
      });
      expect(unlearntVariables(running(), "user")).toEqual(["CACHE", "toString"]);
      expect(unlearntVariables(running({}), "user")).toEqual(["CACHE", "toString"]);
    });

    test("are what was learnt, an empty text too, and left out where what runs does not have them", () => {
      const found = running({ user: { set: { CACHE: "" }, unset: ["toString"] } });
      expect(Object.entries(plainVariables(found, "user", "nlb"))).toContainEqual(["CACHE", ""]);
      expect(Object.keys(plainVariables(found, "user", "nlb"))).not.toContain("toString");
      expect(unlearntVariables(found, "user")).toEqual([]);
    });

    test("are not what another container has", () => {
      expect(unlearntVariables(running({ auth: { set: { CACHE: "1" }, unset: ["toString"] } }), "user")).toHaveLength(
        2,
      );
    });
  });
});

test("the secrets of an environment are those of its services and its gateway, once each, in order", () => {
  const environment = example();
  environment.gateway.secrets = ["INTERNAL_API_KEY", "JWT_SECRET"];
  expect(secretsOf(environment)).toEqual(["INTERNAL_API_KEY", "JWT_SECRET", "MONGODB_URI"]);
});
