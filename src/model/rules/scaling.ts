import type { Container, Environment } from "../environment";
import type { NightStop } from "../options";
import { type Problem, quote } from "../problem";
import { MOST_TASKS } from "./containers";
import { isTimeZone, minutesOf } from "../scaling";

/** Percentages that leave room below for scaling in and above for the load that comes while tasks start. */
const AIM = { min: 10, max: 90 };

function autoscalingProblems(path: string, { autoscaling, desiredCount }: Container): Problem[] {
  if (autoscaling === undefined) return [];
  const problems: Problem[] = [];
  const { min, max, cpuPercent, memoryPercent } = autoscaling;
  const field = `${path}.autoscaling`;
  if (!Number.isInteger(min) || min < 1) {
    problems.push({ field: `${field}.min`, message: `${quote(min)} is no least number of tasks: a whole number, 1 or more; desiredCount 0 parks it` }); // prettier-ignore
  }
  if (!Number.isInteger(max) || max < min || max > MOST_TASKS) {
    problems.push({ field: `${field}.max`, message: `${quote(max)} is no greatest number of tasks: a whole number, not less than min (${min}) and at most ${MOST_TASKS}` }); // prettier-ignore
  }
  if (cpuPercent === undefined && memoryPercent === undefined) {
    problems.push({ field, message: "(nothing to follow): give cpuPercent, memoryPercent or both" });
  }
  for (const [name, percent] of Object.entries({ cpuPercent, memoryPercent })) {
    if (percent !== undefined && !(percent >= AIM.min && percent <= AIM.max)) {
      problems.push({
        field: `${field}.${name}`,
        message: `${quote(percent)} is no average to aim at: ${AIM.min} to ${AIM.max} per cent`,
      });
    }
  }
  if (problems.length === 0 && desiredCount !== undefined && desiredCount > 0) {
    if (desiredCount < min || desiredCount > max) {
      problems.push({
        field: `${path}.desiredCount`,
        message: `${quote(desiredCount)} is not what autoscaling allows: ${min} to ${max}, or 0 to park it, or leave it out`,
      });
    }
  }
  return problems;
}

function nightStopProblems(nightStop: NightStop): Problem[] {
  const problems: Problem[] = [];
  for (const name of ["stop", "start"] as const) {
    if (minutesOf(nightStop[name]) === undefined) {
      problems.push({
        field: `nightStop.${name}`,
        message: `${quote(nightStop[name])} is no time of day: hours and minutes, 00:00 to 23:59`,
      });
    }
  }
  if (nightStop.stop === nightStop.start) {
    problems.push({ field: "nightStop.start", message: `${quote(nightStop.start)} is also the time of the stop: give another` }); // prettier-ignore
  }
  if (!isTimeZone(nightStop.timeZone)) {
    problems.push({
      field: "nightStop.timeZone",
      message: `${quote(nightStop.timeZone)} is no time zone: give IANA's name, such as 'Africa/Accra'`,
    });
  }
  return problems;
}

/** Autoscaling, Fargate Spot and the night stop. */
export function scalingProblems(environment: Environment): Problem[] {
  const { fargateSpotPercent: spot, nightStop, services, gateway } = environment;
  const problems = [
    ...Object.entries(services).flatMap(([name, service]) => autoscalingProblems(`services.${name}`, service)),
    ...autoscalingProblems("gateway", gateway),
    ...(nightStop === undefined ? [] : nightStopProblems(nightStop)),
  ];
  if (spot !== undefined && !(Number.isInteger(spot) && spot >= 0 && spot <= 100)) {
    problems.push({ field: "fargateSpotPercent", message: `${quote(spot)} is no share of the tasks: a whole number from 0 to 100` }); // prettier-ignore
  }
  if (environment.protected && spot !== undefined && spot > 0) {
    problems.push({
      field: "fargateSpotPercent",
      message: `${quote(spot)}: ${quote(environment.name)} is protected, and AWS may take Spot tasks back at any time: leave it out`,
    });
  }
  if (environment.protected && nightStop !== undefined) {
    problems.push({
      field: "nightStop",
      message: `(given): ${quote(environment.name)} is protected and has to answer at night as well: leave it out`,
    });
  }
  return problems;
}
