import fc from "fast-check";
import { capacityShares, isNight, minutesOf, rightNumber, schedules, tasksOf } from "../../src/model/scaling";
import type { NightStop } from "../../src/model/options";

const night: NightStop = { stop: "20:00", start: "07:00", timeZone: "Africa/Accra" };
const count = fc.integer({ min: 1, max: 50 });
const range = fc.tuple(count, count).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b), cpuPercent: 60 }));

describe("tasks", () => {
  test("what is parked stays at 0, whatever would scale it", () => {
    fc.assert(
      fc.property(range, (autoscaling) => {
        expect(tasksOf(0, autoscaling, night)).toEqual({ desiredCount: 0 });
      }),
    );
  });

  test("start within what autoscaling allows, as near as can be to what is wanted", () => {
    fc.assert(
      fc.property(count, range, (wanted, autoscaling) => {
        const { desiredCount } = tasksOf(wanted, autoscaling);
        expect(desiredCount).toBeGreaterThanOrEqual(autoscaling.min);
        expect(desiredCount).toBeLessThanOrEqual(autoscaling.max);
        if (wanted >= autoscaling.min && wanted <= autoscaling.max) expect(desiredCount).toBe(wanted);
      }),
    );
  });

  test("without either, Terraform alone decides", () => {
    expect(tasksOf(3)).toEqual({ desiredCount: 3 });
  });

  test("with a night stop alone, their number is fixed by day and may be none by night", () => {
    const tasks = tasksOf(3, undefined, night);
    expect(rightNumber(tasks, new Date("2026-03-04T12:00Z"))).toEqual({ min: 3, max: 3 });
    expect(rightNumber(tasks, new Date("2026-03-04T23:00Z"))).toEqual({ min: 0, max: 3 });
  });
});

describe("capacity shares", () => {
  test("weigh 100 together, and keep the first task on demand but where all are on Spot", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        const shares = capacityShares(percent);
        expect(shares.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
        expect(shares.every(({ weight }) => weight > 0)).toBe(true);
        expect(shares.some(({ base }) => base === 1)).toBe(percent < 100);
      }),
    );
  });
});

describe("night", () => {
  // 4 March 2026 is a Wednesday; Accra keeps UTC.
  test.each([
    ["2026-03-04T06:59Z", true],
    ["2026-03-04T07:00Z", false],
    ["2026-03-04T19:59Z", false],
    ["2026-03-04T20:00Z", true],
    ["2026-03-07T12:00Z", true],
    ["2026-03-09T06:59Z", true],
    ["2026-03-09T07:00Z", false],
  ])("with weekends %s: %s", (time, expected) => {
    expect(isNight(night, new Date(time))).toBe(expected);
  });

  test("without weekends a Saturday is a day as any other", () => {
    expect(isNight({ ...night, weekends: false }, new Date("2026-03-07T12:00Z"))).toBe(false);
    expect(isNight({ ...night, weekends: false }, new Date("2026-03-07T21:00Z"))).toBe(true);
  });

  test("a stop after midnight ends the day before, Friday's too", () => {
    const late = { ...night, stop: "00:30" };
    expect(schedules(late)).toEqual({ stop: "cron(30 0 ? * TUE-SAT *)", start: "cron(0 7 ? * MON-FRI *)" });
    expect(isNight(late, new Date("2026-03-07T00:15Z"))).toBe(false);
    expect(isNight(late, new Date("2026-03-07T00:30Z"))).toBe(true);
    expect(isNight(late, new Date("2026-03-08T12:00Z"))).toBe(true);
  });

  test("the zone's clock decides, in winter and in summer", () => {
    const stockholm = { ...night, timeZone: "Europe/Stockholm" };
    // 07:00 there is 06:00 UTC before 29 March 2026, and 05:00 UTC after it.
    expect(isNight(stockholm, new Date("2026-03-27T05:30Z"))).toBe(true);
    expect(isNight(stockholm, new Date("2026-03-30T05:30Z"))).toBe(false);
    expect(isNight(stockholm, new Date("2026-03-30T04:30Z"))).toBe(true);
  });

  test("is, every day of the week, from the stop to the start", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const clock = (of: number) => `${String(Math.floor(of / 60)).padStart(2, "0")}:${String(of % 60).padStart(2, "0")}`;
    fc.assert(
      fc.property(minute, minute, minute, fc.integer({ min: 1, max: 28 }), (stop, start, now, day) => {
        fc.pre(stop !== start);
        const within = stop < start ? now >= stop && now < start : now >= stop || now < start;
        const nightStop = { stop: clock(stop), start: clock(start), timeZone: "UTC", weekends: false };
        expect(isNight(nightStop, new Date(Date.UTC(2026, 1, day, 0, now)))).toBe(within);
      }),
    );
  });

  test("schedules say the same in cron", () => {
    expect(schedules(night)).toEqual({ stop: "cron(0 20 ? * MON-FRI *)", start: "cron(0 7 ? * MON-FRI *)" });
    expect(schedules({ ...night, weekends: false }).stop).toBe("cron(0 20 ? * * *)");
  });

  test.each(["24:00", "7:00", "07:60", "noon", "", "07:00:00"])("'%s' is no time of day", (text) => {
    expect(minutesOf(text)).toBeUndefined();
  });
});
