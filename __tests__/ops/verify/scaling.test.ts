import type { ScalableTarget } from "@aws-sdk/client-application-auto-scaling";
import type { Environment } from "../../../src/model/environment";
import type { Facts } from "../../../src/ops/verify/facts";
import { failed, known, lines, production, verify } from "./recorded";

const retired = production("retired");

function withTarget(service: string, target: Partial<ScalableTarget>) {
  const whole = { MinCapacity: 1, MaxCapacity: 4, ...target } as ScalableTarget;
  return (facts: Facts): Facts => ({ ...facts, scalableTargets: known(new Map([[service, whole]])) });
}

test("a target made by hand starts a retired service again", () => {
  const found = verify(withTarget("auth-service", {}), retired);
  expect(lines(found)).toEqual([
    "wrong scaled-all-the-same auth: auth-service is to run no task, and Application Auto Scaling may start 1 to 4 of it",
  ]);
  expect(found.findings[0]?.next).toEqual([
    "aws application-autoscaling deregister-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/Project-Kelmah/auth-service --region eu-north-1",
  ]);
});

test("a target made by hand of a service that runs is said", () => {
  expect(lines(verify(withTarget("auth-service-nlb", {}), retired))).toEqual([
    "warning scaled-all-the-same auth: Application Auto Scaling keeps auth-service-nlb between 1 and 4 tasks, and the environment says nothing of it",
  ]);
});

test("one that is suspended changes nothing, and one that is half suspended does", () => {
  const all = { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true, ScheduledScalingSuspended: true };
  expect(lines(verify(withTarget("auth-service", { SuspendedState: all }), retired))).toEqual([]);
  const half = { ...all, DynamicScalingOutSuspended: false };
  expect(lines(verify(withTarget("auth-service", { SuspendedState: half }), retired))).toHaveLength(1);
});

test("a service that is to be scaled needs its target", () => {
  const environment: Environment = {
    ...retired,
    services: Object.fromEntries(
      Object.entries(retired.services).map(([name, service]) => [
        name,
        name === "auth" ? { ...service, autoscaling: { min: 1, max: 4, cpuPercent: 60 } } : service,
      ]),
    ),
  };
  expect(lines(verify(undefined, environment))).toEqual([]);
  expect(lines(verify((facts) => ({ ...facts, scalableTargets: known(new Map()) }), environment))).toEqual([
    "wrong scaling-missing auth: auth-service-nlb has no scalable target: its number of tasks follows nothing",
  ]);
});

test("what could not be asked is not known", () => {
  const denied = failed("application-autoscaling:DescribeScalableTargets");
  expect(lines(verify((facts) => ({ ...facts, scalableTargets: denied }), retired))).toEqual([
    "unknown scaling-unknown prod: the scalable targets",
  ]);
});
