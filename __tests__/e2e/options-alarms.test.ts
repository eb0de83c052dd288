// CloudWatch's evaluation of alarms, SNS's encryption and EventBridge's delivery are not emulated: what is proved is what is written.
import { type Example } from "../helpers/example";
import { optionExample, OptionPlatform } from "../helpers/option-platform";
import { describeEndToEnd } from "../helpers/prerequisites";

function withAlarms(): Example {
  const environment = optionExample();
  environment.containerInsights = true;
  environment.alarms = { subscriptions: [{ protocol: "email", endpoint: "ops@example.com" }] };
  return environment;
}

describeEndToEnd("an environment with alarms", ["emulator", "terraform"], () => {
  test("gets them without another apply of its network, plans nothing afterwards, and can be without them again", async () => {
    const platform = await OptionPlatform.start();
    const environment = withAlarms();
    environment.services.user.desiredCount = 0;
    const { alarms, ...off } = environment;
    expect(alarms).toBeDefined();
    await platform.apply(off);
    const { done } = await platform.applyPart(environment, "services");
    expect(done).toEqual(
      expect.arrayContaining([
        "aws_cloudwatch_metric_alarm.auth_running",
        "aws_cloudwatch_metric_alarm.user_running",
        "aws_cloudwatch_metric_alarm.nat_a_packet_drops",
        "aws_cloudwatch_metric_alarm.deployment_failed_untold",
        "aws_cloudwatch_event_target.deployment_failed",
        "aws_cloudwatch_log_metric_filter.gateway_errors",
        "aws_cloudwatch_dashboard.platform",
      ]),
    );
    for (const part of ["network", "services"] as const) {
      for (const format of ["json", "hcl"] as const) {
        expect(await platform.plan(environment, part, format)).toMatchObject({ changed: false, changes: [] });
      }
    }
    expect(await platform.emulator.unimplemented()).toEqual([]);
    const without = await platform.plan(off, "services");
    expect(without.counts).toMatchObject({ add: 0, change: 0 });
    expect(without.counts.destroy).toBe(done.length);
    await platform.stop();
  });
});
