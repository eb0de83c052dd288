import { type Example, example, problemLines, testBreakages } from "../../helpers/example";

function watched(): Example {
  const environment = example();
  environment.containerInsights = true;
  environment.alarms = { subscriptions: [{ protocol: "email", endpoint: "ops@example.com" }] };
  return environment;
}

function change(alarms: Partial<NonNullable<Example["alarms"]>>) {
  return (environment: Example) => {
    environment.alarms = { subscriptions: [], ...alarms };
  };
}

testBreakages(
  [
    [
      "Container Insights off",
      (environment) => (environment.containerInsights = false),
      "containerInsights: false: the alarms on running tasks read Container Insights; set it to true, or leave out `alarms`",
    ],
    [
      "no e-mail address",
      change({ subscriptions: [{ protocol: "email", endpoint: "ops" }] }),
      "alarms.subscriptions[0].endpoint: 'ops' is no e-mail address: name@example.com, one for each subscription",
    ],
    [
      "plain http",
      change({ subscriptions: [{ protocol: "https", endpoint: "http://example.com" }] }),
      "alarms.subscriptions[0].endpoint: 'http://example.com' is no https URL: SNS would send alarms in the open",
    ],
    [
      "a password in the URL",
      change({ subscriptions: [{ protocol: "https", endpoint: "https://me:pass@example.com/x" }] }),
      "alarms.subscriptions[0].endpoint: (not shown) has credentials or a query in it, which would be in the code and the state: use an endpoint that checks SNS's signature",
    ],
    [
      "someone told twice",
      change({
        subscriptions: [
          { protocol: "email", endpoint: "ops@example.com" },
          { protocol: "email", endpoint: "OPS@example.com" },
        ],
      }),
      "alarms.subscriptions[1].endpoint: 'OPS@example.com' is also subscription 0, or too like it: leave one out",
    ],
    [
      "a share of 100",
      change({ utilizationPercent: 100 }),
      "alarms.utilizationPercent: 100 is no share of a task to ring at: a whole number, 1 to 99",
    ],
    [
      "half an error",
      change({ gatewayErrors: 0.5 }),
      "alarms.gatewayErrors: 0.5 is no number of errors: a whole number, 0 to 1000000",
    ],
    [
      "an empty pattern",
      change({ gatewayErrorPattern: "" }),
      "alarms.gatewayErrorPattern: '' is empty, and would count every line: leave it out",
    ],
    [
      "a pattern that is too long",
      change({ gatewayErrorPattern: "E".repeat(1023) }),
      expect.stringMatching(/1025 characters with the % around it: a filter pattern has at most 1024$/),
    ],
    [
      "a filter pattern of the other kind",
      change({ gatewayErrorPattern: '?"ERROR"' }),
      String.raw`alarms.gatewayErrorPattern: '?"ERROR"' has a character that CloudWatch Logs takes in no regular expression, such as a space, ( or ": write it as \s, \x28 or \x22`,
    ],
    [
      "a pattern that is not closed",
      change({ gatewayErrorPattern: "[Ee" }),
      "alarms.gatewayErrorPattern: '[Ee' is no regular expression: something in it is opened and never closed, or repeats nothing",
    ],
  ],
  watched,
);

test("nobody has to be told", () => {
  const environment = watched();
  environment.alarms = { subscriptions: [] };
  expect(problemLines(environment)).toEqual([]);
});
