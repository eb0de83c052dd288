import { secretsOf } from "../../src/model/environment";
import { addedVariables, serviceUrlVariable, serviceUrlVariables } from "../../src/model/variables";
import { example } from "../helpers/example";

test.each([
  ["auth", "AUTH_SERVICE_URL"],
  ["search-index", "SEARCH_INDEX_SERVICE_URL"],
])("the gateway finds %s in %s", (service, variable) => {
  expect(serviceUrlVariable(service)).toBe(variable);
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
  expect(addedVariables()).toEqual(["NODE_ENV", "PORT"]);
  expect(addedVariables(example())).toEqual(["NODE_ENV", "API_GATEWAY_PORT", "AUTH_SERVICE_URL", "USER_SERVICE_URL"]);
});

test("the secrets of an environment are those of its services and its gateway, once each, in order", () => {
  const environment = example();
  environment.gateway.secrets = ["INTERNAL_API_KEY", "JWT_SECRET"];
  expect(secretsOf(environment)).toEqual(["INTERNAL_API_KEY", "JWT_SECRET", "MONGODB_URI"]);
});
