import { DEFAULT_ERROR_PATTERN, errorFilter, errorPatternProblem, errorQuery } from "../../src/model/error-pattern";

// CloudWatch Logs' regular expressions are a part of JavaScript's: what is written here means the same in both.
const counts = (line: string) => new RegExp(DEFAULT_ERROR_PATTERN).test(line);
const combined = (status: number, bytes: number | string) =>
  `::1 - - [01/Mar/2025:12:00:00 +0000] "GET /api/jobs?page=500 HTTP/1.1" ${status} ${bytes} "-" "curl/8.5.0"`;

test.each([
  combined(500, 21),
  combined(503, "-"),
  "GET /api/jobs 502 21 - 4.211 ms",
  "2025-03-01 12:00:00 ERROR cannot reach auth",
  '{"level":"error","message":"cannot reach auth"}',
  '{"message":"cannot reach auth","level": "error"}',
  '{"level":50,"time":1740830400000,"msg":"cannot reach auth"}',
  '{"level":60,"time":1740830400000,"msg":"cannot go on"}',
])("%s is an error", (line) => {
  expect(counts(line)).toBe(true);
});

test.each([
  combined(200, 500),
  combined(404, 503),
  "GET /api/jobs 200 500 - 4.211 ms",
  "GET /api/jobs/500 200 21 - 4.211 ms",
  "took 500 ms",
  "SERVICE took 500 ms",
  '{"level":"info","message":"no error"}',
  '{"level":30,"time":1740830400000,"msg":"ready","ms":500}',
])("%s is none", (line) => {
  expect(counts(line)).toBe(false);
});

test("the default is a pattern that CloudWatch Logs takes", () => {
  expect(errorPatternProblem(DEFAULT_ERROR_PATTERN)).toBeUndefined();
});

test("what is shown is what is counted", () => {
  expect(errorFilter("FATAL")).toBe("%FATAL%");
  expect(errorQuery("/ecs/gateway", "FATAL")).toContain(
    "SOURCE '/ecs/gateway' | fields @timestamp, @logStream, @message | filter @message like /FATAL/ |",
  );
  expect(errorQuery("/ecs/gateway", String.raw`/api\/jobs`)).toContain(String.raw`like /\x2Fapi\x2Fjobs/`);
});
