import type { Container } from "./environment";

/** What every image answers at when it is well (docs/platform.md, "What the images are like"). */
const HEALTH_PATH = "/health";

/**
 * The statuses that AWS takes for healthy in a network load balancer's target group unless told otherwise (ELB API,
 * "Matcher"). Left out, AWS provider 5.100 sends an empty one when a check changes from TCP to HTTP, which is refused.
 */
export const HEALTHY_STATUSES = "200-399";

/** A word of a shell's command, quoted where it means something to the shell. */
function shellWord(word: string): string {
  return /^[\w./:=~-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The command of a container's own health check, for a shell in it: 0 when it is well, 1 when it is not. It asks at the path
 * that its target group asks at; where that asks for no path (TCP), at the one that every image has.
 */
export function healthShellCommand({
  port,
  healthCheck,
  healthCommand,
}: Pick<Container, "port" | "healthCheck" | "healthCommand">): string {
  const path = healthCheck.protocol === "HTTP" ? healthCheck.path : HEALTH_PATH;
  const url = shellWord(`http://localhost:${port}${path}`);
  return healthCommand === "curl"
    ? `curl --fail --silent --show-error ${url} || exit 1`
    : `wget --quiet --tries=1 --output-document=/dev/null ${url} || exit 1`;
}
