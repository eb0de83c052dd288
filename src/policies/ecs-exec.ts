import { activeEcsExec } from "../model/ecs-exec";
import { type Block, nested, type Policy, resources } from "./policy";

/** Whether a cluster logs what is done in shells, and encrypts both the log and the sessions with a key that is named. */
function isLogged(cluster: Block): boolean {
  const sessions = nested(nested(cluster, "configuration"), "execute_command_configuration");
  return (
    sessions.logging === "OVERRIDE" &&
    typeof sessions.kms_key_id === "string" &&
    nested(sessions, "log_configuration").cloud_watch_encryption_enabled === true
  );
}

/** Nobody opens a shell in a task that is not logged under a key, nor in a protected environment that does not say why. */
export const ecsExec: Policy = {
  name: "ecs-exec",
  check: ({ json, environment }) => {
    const open = resources(json, "aws_ecs_service").filter(({ block }) => block.enable_execute_command === true);
    const isSaid = environment?.protected !== true || Boolean(activeEcsExec(environment)?.reason?.trim());
    const clusters = open.length === 0 ? [] : resources(json, "aws_ecs_cluster");
    return [
      ...clusters
        .filter(({ block }) => !isLogged(block))
        .map(({ address }) => ({
          address,
          message: "lets shells be opened in its tasks: it must log them (logging OVERRIDE), encrypted with a KMS key",
        })),
      ...open
        .filter(() => !isSaid)
        .map(({ address }) => ({
          address,
          message: "lets shells be opened in its tasks: a protected environment has to say why in ecsExec.reason",
        })),
    ];
  },
};
