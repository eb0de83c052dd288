import { testBreakages } from "../../helpers/example";

const night = { stop: "20:00", start: "07:00", timeZone: "Africa/Accra" };
const scaled = { min: 2, max: 4, cpuPercent: 60 };

describe("autoscaling", () => {
  const field = "services.auth.autoscaling";
  testBreakages([
    ["no task at least", (e) => (e.services.auth.autoscaling = { ...scaled, min: 0 }), `${field}.min: 0 is no least number of tasks: a whole number, 1 or more; desiredCount 0 parks it`],
    ["more at least than at most", (e) => (e.services.auth.autoscaling = { ...scaled, max: 1 }), `${field}.max: 1 is no greatest number of tasks: a whole number, not less than min (2) and at most 5000`],
    ["nothing to follow", (e) => (e.gateway.autoscaling = { min: 1, max: 2 }), "gateway.autoscaling: (nothing to follow): give cpuPercent, memoryPercent or both"],
    ["an aim too high", (e) => (e.services.auth.autoscaling = { ...scaled, cpuPercent: 91 }), `${field}.cpuPercent: 91 is no average to aim at: 10 to 90 per cent`],
    ["an aim too low", (e) => (e.services.auth.autoscaling = { ...scaled, memoryPercent: 9 }), `${field}.memoryPercent: 9 is no average to aim at: 10 to 90 per cent`],
    [
      "a desired count outside",
      (e) => Object.assign(e.services.auth, { autoscaling: scaled, desiredCount: 5 }),
      "services.auth.desiredCount: 5 is not what autoscaling allows: 2 to 4, or 0 to park it, or leave it out",
    ],
  ]); // prettier-ignore
});

describe("Fargate Spot", () => {
  const rule = "is no share of the tasks: a whole number from 0 to 100";
  testBreakages([
    ["more than all", (e) => (e.fargateSpotPercent = 101), `fargateSpotPercent: 101 ${rule}`],
    ["less than none", (e) => (e.fargateSpotPercent = -1), `fargateSpotPercent: -1 ${rule}`],
    ["half a per cent", (e) => (e.fargateSpotPercent = 0.5), `fargateSpotPercent: 0.5 ${rule}`],
    [
      "in a protected environment",
      (e) => Object.assign(e, { protected: true, fargateSpotPercent: 1 }),
      "fargateSpotPercent: 1: 'test' is protected, and AWS may take Spot tasks back at any time: leave it out",
    ],
  ]);
});

describe("night stop", () => {
  const time = "is no time of day: hours and minutes, 00:00 to 23:59";
  testBreakages([
    ["no time to stop", (e) => (e.nightStop = { ...night, stop: "24:00" }), `nightStop.stop: '24:00' ${time}`],
    ["no time to start", (e) => (e.nightStop = { ...night, start: "7" }), `nightStop.start: '7' ${time}`],
    [
      "one time for both",
      (e) => (e.nightStop = { ...night, start: "20:00" }),
      "nightStop.start: '20:00' is also the time of the stop: give another",
    ],
    [
      "no time zone",
      (e) => (e.nightStop = { ...night, timeZone: "Accra" }),
      "nightStop.timeZone: 'Accra' is no time zone: give IANA's name, such as 'Africa/Accra'",
    ],
    [
      "an offset",
      (e) => (e.nightStop = { ...night, timeZone: "+01:00" }),
      "nightStop.timeZone: '+01:00' is no time zone: give IANA's name, such as 'Africa/Accra'",
    ],
    [
      "in a protected environment",
      (e) => Object.assign(e, { protected: true, nightStop: night }),
      "nightStop: (given): 'test' is protected and has to answer at night as well: leave it out",
    ],
  ]);
});
