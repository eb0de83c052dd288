import { type DifferentCase, rises, type Routine } from "./row";

/** Tasks at most that anything is given without a word, unless it had more: a mistake in a number costs money, and addresses. */
export const MOST = 10;

/** What scales a service, between its bounds. */
export const SCALING: readonly Routine[] = [
  {
    type: "aws_appautoscaling_target",
    does: "change",
    at: "min_capacity",
    if: (one) => Number(one.difference.after) >= 1 && (rises(one) || isHalf(one)),
    because: "it scales between its bounds, and never to none",
  },
  {
    type: "aws_appautoscaling_target",
    does: "change",
    at: "max_capacity",
    if: (one) =>
      Number(one.difference.after) <= Math.max(MOST, Number(one.difference.before) * 2) && (rises(one) || isHalf(one)),
    because: "it scales between its bounds",
  },
  {
    type: "aws_appautoscaling_policy",
    does: "change",
    at: [
      "target_tracking_scaling_policy_configuration.0.target_value",
      "target_tracking_scaling_policy_configuration.0.scale_in_cooldown",
      "target_tracking_scaling_policy_configuration.0.scale_out_cooldown",
    ],
    if: isAim,
    because: "it scales at another load, still before its tasks are full",
  },
  {
    type: "aws_appautoscaling_scheduled_action",
    does: "change",
    at: ["schedule", "timezone", "scalable_target_action.**"],
    if: ({ scene }) => scene.environment?.nightStop !== undefined,
    because: "the night stop that the environment says",
  },
];

function isHalf({ difference: { before, after } }: DifferentCase): boolean {
  return Number(after) * 2 >= Number(before);
}

/** Per cent that are aimed at, and seconds that are waited. */
function isAim({ difference: { path, after } }: DifferentCase): boolean {
  const [least, most] = path.at(-1) === "target_value" ? [20, 90] : [0, 900];
  return typeof after === "number" && least <= after && after <= most;
}
