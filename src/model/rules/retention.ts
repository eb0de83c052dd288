import { type Problem, quote } from "../problem";

/** Days that CloudWatch Logs can keep a log group's events (API reference, PutRetentionPolicy). */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Whether CloudWatch Logs offers that many days of retention. */
export function retentionProblem(field: string, days: number): Problem[] {
  if (RETENTION_DAYS.includes(days)) return [];
  return [{ field, message: `${quote(days)} days is not offered by CloudWatch Logs: ${RETENTION_DAYS.join(", ")}` }];
}
