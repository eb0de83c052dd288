import { type Example, example, problemLines, testBreakages } from "../../helpers/example";

describe("the services together", () => {
  testBreakages([
    [
      "two on one port",
      (e) => (e.services.user.port = 5001),
      "services.user.port: 5001 is also the port of 'auth': each listener of the load balancer has a port of its own",
    ],
    [
      "more than an NLB has listeners",
      (e) => {
        for (let index = 0; index < 49; index++) {
          e.services[`extra${index}`] = { ...e.services.auth, port: 6000 + index };
        }
      },
      "services: 51 services: a Network Load Balancer carries 50 listeners, one for each",
    ],
    [
      "secrets that differ in case only",
      (e) => (e.services.user.secrets = ["Jwt_Secret"]),
      "secrets: 'JWT_SECRET' and 'Jwt_Secret' differ in case only: call one otherwise",
    ],
    [
      "log retention that is not offered",
      (e) => (e.logRetentionDays = 0),
      "logRetentionDays: 0 days is not offered by CloudWatch Logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
    [
      "a number of tasks below zero",
      (e) => (e.desiredCount = -1),
      "desiredCount: -1 is no number of tasks: a whole number from 0 to 5000",
    ],
    [
      "a number of tasks that is none",
      (e) => (e.desiredCount = NaN),
      "desiredCount: NaN is no number of tasks: a whole number from 0 to 5000",
    ],
  ]);
});

describe("the name of a legacy service", () => {
  const name = (legacyService: string) => (e: Example) => (e.names = { services: { auth: { legacyService } } });
  testBreakages([
    [
      "which is the private one's",
      name("kelmah-auth-test"),
      "names.services.auth.legacyService: 'kelmah-auth-test' is also the ECS service of names.services.auth.service",
    ],
    [
      "which is another private one's",
      name("kelmah-user-test"),
      "names.services.user.service: 'kelmah-user-test' is also the ECS service of names.services.auth.legacyService",
    ],
    [
      "which is none",
      name("auth service"),
      "names.services.auth.legacyService: 'auth service' is no name for an ECS service: it takes letters, digits, '-' and '_'",
    ],
    [
      "which is empty",
      name(""),
      "names.services.auth.legacyService: '' has 0 characters: the name of an ECS service has 1 to 255",
    ],
  ]);
});

describe("one service", () => {
  const rename = (name: string) => (e: Example) => {
    e.services[name] = { ...e.services.auth, port: 6000 };
  };
  testBreakages([
    [
      "an HTTP target group behind the NLB",
      (e) => ((e.services.auth as { protocol?: string }).protocol = "HTTP"),
      "services.auth.protocol: 'HTTP': a target group behind a TCP listener of an NLB must be TCP (AWS: IncompatibleProtocols); its health check may be HTTP",
    ],
    [
      "called gateway",
      rename("gateway"),
      "services.gateway.name: 'gateway' is the API gateway's own: call the service something else",
    ],
    [
      "called with an underscore",
      rename("e_mail"),
      "services.e_mail.name: 'e_mail' is no service's name: lower-case letters, digits and inner '-', a letter first",
      "names.services.e_mail.targetGroup: 'kelmah-e_mail-test' is no name for a target group: it takes letters, digits and inner '-'",
    ],
    [
      "called with a digit first",
      rename("2fa"),
      "services.2fa.name: '2fa' is no service's name: lower-case letters, digits and inner '-', a letter first",
    ],
    [
      "called by a name that is too long for a target group",
      rename("notification-preferences"),
      "names.services.notification-preferences.targetGroup: 'kelmah-notification-preferences-test' has 36 characters: the name of a target group has 1 to 32",
    ],
  ]);
});

describe("names that are kept", () => {
  testBreakages([
    [
      "a cluster's with a dot",
      (e) => (e.names = { cluster: "a.b" }),
      "names.cluster: 'a.b' is no name for a cluster: it takes letters, digits, '-' and '_'",
    ],
    [
      "a load balancer's that AWS keeps for itself",
      (e) => (e.names = { loadBalancer: "internal-kelmah" }),
      "names.loadBalancer: 'internal-kelmah' is no name for a load balancer: AWS keeps the prefix 'internal-' for itself",
    ],
    [
      "a target group's that is another's",
      (e) => (e.names = { services: { user: { targetGroup: "kelmah-auth-test" } } }),
      "names.services.user.targetGroup: 'kelmah-auth-test' is also the target group of names.services.auth.targetGroup",
    ],
    [
      "a role's that is both roles'",
      (e) => (e.names = { gateway: { taskRole: "kelmah-gateway-test-execution" } }),
      "names.gateway.taskRole: 'kelmah-gateway-test-execution' is also the IAM role of names.gateway.executionRole",
    ],
    [
      "of a service that does not exist",
      (e) => (e.names = { services: { review: { targetGroup: "kelmah-review-tg" } } }),
      "names.services.review: 'review' is no service here: auth, user",
    ],
  ]);
});

describe("the gateway", () => {
  testBreakages([
    [
      "a URL of a service that does not exist",
      (e) => (e.gateway.urlAliases = { notification: "messaging" }),
      "gateway.urlAliases.notification: 'messaging' is no service here: auth, user",
    ],
    [
      "a URL of what every object has",
      (e) => (e.gateway.urlAliases = { notification: "constructor" }),
      "gateway.urlAliases.notification: 'constructor' is no service here: auth, user",
    ],
    [
      "two URLs with one variable",
      (e) => (e.gateway.urlAliases = { "push-mail": "auth", push_mail: "user" }),
      "gateway.urlAliases.push_mail: PUSH_MAIL_SERVICE_URL is the variable of the alias 'push-mail': take the alias out",
    ],
    [
      "a URL whose variable has no name that a container could read",
      (e) => (e.gateway.urlAliases = { "push mail": "auth" }),
      "gateway.urlAliases.push mail: 'PUSH MAIL_SERVICE_URL' is no variable's name: lower-case letters, digits and inner '-'",
    ],
    [
      "a URL that is a service's own",
      (e) => (e.gateway.urlAliases = { auth: "user" }),
      "gateway.urlAliases.auth: AUTH_SERVICE_URL is the variable of the service 'auth': take the alias out",
    ],
    [
      "a URL in whose variable a service's own is lost",
      (e) => {
        e.services["search-index"] = { ...e.services.user, port: 5003 };
        e.gateway.urlAliases = { Search_Index: "user" };
      },
      "gateway.urlAliases.Search_Index: SEARCH_INDEX_SERVICE_URL is the variable of the service 'search-index': take the alias out",
    ],
    [
      "a target group's name that is none",
      (e) => (e.gateway.targetGroup = "api_gateway"),
      "gateway.targetGroup: 'api_gateway' is no name for a target group: it takes letters, digits and inner '-'",
    ],
    ["a port", (e) => (e.gateway.port = 0), "gateway.port: 0 is no port: a whole number from 1 to 65535"],
    [
      "a health check without a path",
      (e) => ((e.gateway.healthCheck as { path?: string }).path = ""),
      "gateway.healthCheck.path: '': an HTTP health check needs a path such as /health",
    ],
  ]);
});

test("containers of two services may be called the same: each is named within its task", () => {
  const environment = example();
  environment.names = { services: { auth: { container: "app" }, user: { container: "app" } } };
  expect(problemLines(environment)).toEqual([]);
});
