import { isModernSslPolicy } from "../model/entrance";
import { type Breach, type Policy, resources } from "./policy";

/**
 * An internet-facing load balancer takes calls over TLS 1.2 or newer only, and passes on nothing that can be read in two ways;
 * where the environment is protected, nobody deletes it in AWS.
 */
export const publicLoadBalancers: Policy = {
  name: "public-load-balancers",
  check: ({ json, environment }) => {
    const open = resources(json, "aws_lb").filter(({ block }) => block.internal !== true);
    const references = new Set(open.map(({ address }) => `\${${address}.arn}`));
    const listeners = resources(json, "aws_lb_listener").filter(({ block }) =>
      references.has(String(block.load_balancer_arn)),
    );
    return [
      ...open
        .filter(({ block }) => block.load_balancer_type !== "application" || block.drop_invalid_header_fields !== true)
        .map(({ address }) => ({
          address,
          message: "is open to the internet: it must be an application load balancer that drops invalid headers",
        })),
      ...open
        .filter(({ block }) => environment?.protected === true && block.enable_deletion_protection !== true)
        .map(({ address }) => ({
          address,
          message:
            "can be deleted in AWS: enable_deletion_protection must be true in a protected environment (gateway.entrance.deletionProtection)",
        })),
      ...listeners.flatMap(({ address, block }): Breach[] => {
        if (block.protocol === "HTTPS") {
          if (isModernSslPolicy(String(block.ssl_policy))) return [];
          return [{ address, message: `takes TLS older than 1.2: ssl_policy ${JSON.stringify(block.ssl_policy)}` }];
        }
        const actions = (block.default_action ?? []) as { type?: string; redirect?: { protocol?: string } }[];
        const redirects = actions.every(({ type, redirect }) => type === "redirect" && redirect?.protocol === "HTTPS");
        return redirects && actions.length > 0
          ? []
          : [{ address, message: "takes calls without TLS: it may only send callers to HTTPS" }];
      }),
    ];
  },
};
