import { describeEndToEnd } from "../helpers/prerequisites";
import { optionExample, OptionPlatform } from "../helpers/option-platform";

describeEndToEnd("an environment without options", ["emulator", "terraform"], () => {
  test("is applied, and plans nothing afterwards, in JSON and in HCL", async () => {
    const platform = await OptionPlatform.start();
    const environment = optionExample();
    const { services } = await platform.apply(environment);
    expect(services.counts.destroy).toBe(0);
    for (const part of ["network", "services"] as const) {
      for (const format of ["json", "hcl"] as const) {
        expect(await platform.plan(environment, part, format)).toMatchObject({ changed: false, changes: [] });
      }
    }
    expect(await platform.emulator.unimplemented()).toEqual([]);
    await platform.stop();
  });
});
