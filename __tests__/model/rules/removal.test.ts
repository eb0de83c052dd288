import { example, problemLines, testBreakages } from "../../helpers/example";
import { movingExample } from "../../helpers/moving";
import { serviceUrlVariables } from "../../../src/model/variables";
import { serviceTasks } from "../../../src/model/scaling";

const leaving = (removal: "uncalled" | "stopped") => {
  const environment = example();
  environment.services.user.removal = removal;
  return environment;
};

test("the gateway does not know a service on its way out, whose tasks run until it is stopped", () => {
  for (const removal of ["uncalled", "stopped"] as const) {
    const environment = leaving(removal);
    expect(problemLines(environment)).toEqual([]);
    expect([...serviceUrlVariables(environment).keys()]).toEqual(["AUTH_SERVICE_URL"]);
    expect(serviceTasks(environment, "user")).toEqual({ desiredCount: removal === "stopped" ? 0 : 1 });
  }
});

test("another service may be called in its place, by its variable", () => {
  const environment = leaving("uncalled");
  environment.gateway.urlAliases = { user: "auth" };
  expect(problemLines(environment)).toEqual([]);
  expect(serviceUrlVariables(environment).get("USER_SERVICE_URL")).toBe("auth");
});

testBreakages([
  [
    "an alias of a service on its way out",
    (e) => {
      e.services.user.removal = "stopped";
      e.gateway.urlAliases = { profile: "user" };
    },
    "gateway.urlAliases.profile: 'user' is on its way out (removal: 'stopped'): point it at a service that stays, or take it out",
  ],
  [
    "a word that is none",
    (e) => ((e.services.user as { removal?: string }).removal = "gone"),
    "services.user.removal: 'gone' is neither 'uncalled' nor 'stopped'",
  ],
]);

testBreakages(
  [
    [
      "a legacy service that runs",
      (e) => (e.services.auth.removal = "uncalled"),
      "services.auth.removal: 'uncalled': its legacy service still runs, in phase 'internal': go to phase 'retired' first",
    ],
  ],
  () => movingExample({ auth: "internal" }),
);

test("goes where its legacy service is retired", () => {
  const environment = movingExample({ auth: "retired" });
  environment.services.auth.removal = "stopped";
  expect(problemLines(environment)).toEqual([]);
});
