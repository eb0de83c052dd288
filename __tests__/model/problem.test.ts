import { InvalidEnvironmentError } from "../../src/model/problem";

test("a credential in the place of a name is not shown with the field", () => {
  const key = `ghp_${"a1B2".repeat(9)}`;
  const message = "is no environment variable";
  const error = new InvalidEnvironmentError(
    new Map([["prod", [{ field: `services.auth.environment.${key}`, message }]]]),
  );
  expect(error.message).toContain(`services.auth.environment.(not shown): ${message}`);
  expect(error.message).not.toContain(key);
});
