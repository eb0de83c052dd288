import { nested, type Policy, resources } from "./policy";

/** One alone decides on the number of a service's tasks: Application Auto Scaling where it has a target, otherwise Terraform. */
export const desiredCounts: Policy = {
  name: "desired-counts",
  check: ({ json }) => {
    const targets = resources(json, "aws_appautoscaling_target").map(({ block }) => String(block.resource_id));
    return resources(json, "aws_ecs_service").flatMap(({ address, block }) => {
      const scaled = targets.some((id) => id.endsWith(`/\${${address}.name}`) || id.endsWith(`/${String(block.name)}`));
      const ignored = nested(block, "lifecycle").ignore_changes;
      const ignores = ignored === "all" || (Array.isArray(ignored) && ignored.includes("desired_count"));
      if (scaled === ignores) return [];
      const message = scaled
        ? "has a scalable target, and must ignore desired_count, or each apply takes back what that decided"
        : "has no scalable target, and must not ignore desired_count, or nothing decides on it";
      return [{ address, message }];
    });
  },
};
