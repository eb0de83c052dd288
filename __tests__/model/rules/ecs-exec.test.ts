import { example, problemLines, testBreakages } from "../../helpers/example";

testBreakages([
  [
    "ECS Exec in a protected environment without a reason",
    (e) => Object.assign(e, { protected: true, ecsExec: { reason: " " } }),
    "ecsExec: (given): 'test' is protected: leave it out, or say in ecsExec.reason why shells are needed",
  ],
  [
    "days that CloudWatch Logs does not offer",
    (e) => (e.ecsExec = { sessionLogsRetentionDays: 2 }),
    "ecsExec.sessionLogsRetentionDays: 2 days is not offered by CloudWatch Logs: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
  ],
]);

test("with a reason a protected environment may have it", () => {
  const environment = { ...example(), protected: true, ecsExec: { reason: "an incident" } };
  expect(problemLines(environment)).toEqual([]);
});
