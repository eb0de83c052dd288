import type { Finding, Rule } from "../finding";

/** Only a whole plan can be judged: what is missing from it is done by the next apply. */
export const unfinished: Rule = ({ errored, complete, deferred_changes: deferred, action_invocations: actions }) => {
  const messages = [
    ...(errored === true ? ["planning failed half-way: mend what terraform plan complained about"] : []),
    ...(complete === false
      ? ["it leaves something out (-target, or changes that are deferred): plan the whole stack"]
      : []),
    ...(deferred.length > 0 ? ["it defers changes to a later plan"] : []),
    ...(actions.length > 0 ? ["it would run actions of a provider, which this project has not"] : []),
    ...(errored === undefined || complete === undefined
      ? ["it does not say whether it is whole: make it with Terraform 1.11 or later"]
      : []),
  ];
  return messages.map((message): Finding => ({
    kind: "unfinished",
    message: `The plan cannot be relied on: ${message}`,
  }));
};
