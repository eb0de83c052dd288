import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import type { WebApplicationFirewall } from "../model/options";

/** What looks at a load balancer's calls. */
export interface EntranceFirewallProps {
  readonly name: string;
  readonly waf: WebApplicationFirewall;
  readonly loadBalancerArn: string;
}

/** The web ACL of the public load balancer: one that exists, or one with AWS's managed rule groups in the order given. */
export class EntranceFirewall extends Construct {
  /** Once it is there, calls are looked at. */
  readonly association: Wafv2WebAclAssociation;

  constructor(scope: Construct, id: string, { name, waf, loadBalancerArn }: EntranceFirewallProps) {
    super(scope, id);
    const room = new Construct(this, "entrance");
    const webAclArn = waf.kind === "existing" ? waf.webAclArn : this.managed(room, name, waf.ruleGroups);
    this.association = new Wafv2WebAclAssociation(room, "Association", { resourceArn: loadBalancerArn, webAclArn });
  }

  private managed(room: Construct, name: string, ruleGroups: readonly string[]): string {
    const watched = (metricName: string) => ({
      metricName,
      cloudwatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    });
    return new Wafv2WebAcl(room, "WebAcl", {
      name,
      description: "Calls of the public load balancer",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: ruleGroups.map((ruleGroup, priority) => ({
        name: ruleGroup,
        priority,
        // Each rule of the group does what AWS has given it: it blocks.
        overrideAction: { none: {} },
        // The generated type is `any`: Terraform's own names.
        statement: { managed_rule_group_statement: { name: ruleGroup, vendor_name: "AWS" } },
        visibilityConfig: watched(ruleGroup),
      })),
      visibilityConfig: watched(name),
      tags: { Name: name },
    }).arn;
  }
}
