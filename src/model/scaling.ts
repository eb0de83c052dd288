// How many tasks run, on what and when: autoscaling, Fargate Spot and the night stop.
import type { Environment } from "./environment";
import { privateDesiredCount } from "./move";
import type { Autoscaling, NightStop } from "./options";

/** Between how many tasks something may run. */
export interface TaskRange {
  readonly min: number;
  readonly max: number;
}

/** What decides on the tasks of one service or of the gateway, beside Terraform. */
export interface Scaling extends TaskRange {
  /** What they follow. @default none: they are only stopped at night */
  readonly autoscaling?: Autoscaling;
  /** @default they run day and night */
  readonly nightStop?: NightStop;
}

/** How many tasks something starts with, and what changes their number afterwards. */
export interface Tasks {
  /** What Terraform asks for; with `scaling` only when the service is made. 0 is a number too: it is parked. */
  readonly desiredCount: number;
  /** @default Terraform alone decides. Never of what is parked: it has to stay at 0 */
  readonly scaling?: Scaling;
}

/** The tasks of something that would run `wanted` of them if nothing scaled it. */
export function tasksOf(wanted: number, autoscaling?: Autoscaling, nightStop?: NightStop): Tasks {
  if (wanted === 0 || (autoscaling === undefined && nightStop === undefined)) return { desiredCount: wanted };
  const { min, max } = autoscaling ?? { min: wanted, max: wanted };
  return {
    desiredCount: Math.min(Math.max(wanted, min), max),
    scaling: { min, max, ...(autoscaling && { autoscaling }), ...(nightStop && { nightStop }) },
  };
}

/** The tasks of a private service: none before the phase `parallel`. */
export function serviceTasks(environment: Environment, service: string): Tasks {
  const wanted = privateDesiredCount(environment, service);
  return tasksOf(wanted, environment.services[service]?.autoscaling, environment.nightStop);
}

/** The tasks of the gateway. */
export function gatewayTasks(environment: Pick<Environment, "gateway" | "desiredCount" | "nightStop">): Tasks {
  const { gateway, desiredCount, nightStop } = environment;
  return tasksOf(gateway.desiredCount ?? desiredCount ?? 1, gateway.autoscaling, nightStop);
}

/** How many tasks are right at a time. */
export function rightNumber({ desiredCount, scaling }: Tasks, time: Date): TaskRange {
  if (scaling === undefined) return { min: desiredCount, max: desiredCount };
  const { min, max, nightStop } = scaling;
  // Somebody may have woken it for the night.
  return { min: nightStop !== undefined && isNight(nightStop, time) ? 0 : min, max };
}

/** One of the providers that a Fargate service's tasks are spread over. */
export interface CapacityShare {
  readonly capacityProvider: "FARGATE" | "FARGATE_SPOT";
  /** Tasks that run on it before the weights count. */
  readonly base?: number;
  readonly weight: number;
}

/**
 * What tasks run on when a share of them is to run on Spot: with less than all of them the first task of each service
 * stays on demand.
 */
export function capacityShares(spotPercent: number): readonly CapacityShare[] {
  const shares: CapacityShare[] = [
    { capacityProvider: "FARGATE", ...(spotPercent < 100 && { base: 1 }), weight: 100 - spotPercent },
    { capacityProvider: "FARGATE_SPOT", weight: spotPercent },
  ];
  return shares.filter(({ weight }) => weight > 0);
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAY_MINUTES = 24 * 60;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes from midnight of `20:00`, or `undefined` for what is no time of day. */
export function minutesOf(time: string): number | undefined {
  const match = CLOCK.exec(time);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

/** Whether the JavaScript engine's time zone database, which is IANA's, knows a name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    // It takes offsets as well, which Application Auto Scaling does not.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** One day of the week on which tasks stop or start; Monday is 0. */
interface Turn {
  readonly minute: number;
  readonly runs: boolean;
}

/** The days on which tasks stop and start, Monday is 0. A stop after midnight ends the day before. */
function daysOf({ stop, start, weekends = true }: NightStop): { stops: readonly number[]; starts: readonly number[] } {
  const everyDay = [0, 1, 2, 3, 4, 5, 6];
  if (!weekends) return { stops: everyDay, starts: everyDay };
  const afterMidnight = (minutesOf(stop) ?? 0) < (minutesOf(start) ?? 0);
  const starts = everyDay.slice(0, 5);
  return { starts, stops: afterMidnight ? starts.map((day) => day + 1) : starts };
}

/** The schedules of Application Auto Scaling, in the night stop's own time zone (its user guide, "Scheduled scaling"). */
export function schedules(nightStop: NightStop): { readonly stop: string; readonly start: string } {
  const { stops, starts } = daysOf(nightStop);
  const cron = (time: string, days: readonly number[]) => {
    const minutes = minutesOf(time) ?? 0;
    const names = [days[0], days.at(-1)].map((day) => WEEKDAYS[day ?? 0]?.toUpperCase());
    return `cron(${minutes % 60} ${Math.floor(minutes / 60)} ? * ${days.length === 7 ? "*" : names.join("-")} *)`;
  };
  return { stop: cron(nightStop.stop, stops), start: cron(nightStop.start, starts) };
}

/** Whether tasks are stopped at a time: whether the last turn before it was a stop. The zone's clock decides, summer and winter. */
export function isNight(nightStop: NightStop, time: Date): boolean {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: nightStop.timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  const now = WEEKDAYS.indexOf(part("weekday")) * DAY_MINUTES + Number(part("hour")) * 60 + Number(part("minute"));
  const { stops, starts } = daysOf(nightStop);
  const turns = (days: readonly number[], clock: string, runs: boolean): Turn[] =>
    days.map((day) => ({ minute: day * DAY_MINUTES + (minutesOf(clock) ?? 0), runs }));
  const all = [...turns(stops, nightStop.stop, false), ...turns(starts, nightStop.start, true)].sort(
    (a, b) => a.minute - b.minute,
  );
  // Before the week's first turn it is as the last one of the week before left it.
  const last = all.filter(({ minute }) => minute <= now).at(-1) ?? all.at(-1);
  return last?.runs === false;
}
