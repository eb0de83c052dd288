import { type ITerraformDependable, TerraformOutput, type TerraformStack } from "cdktf";
import { AccessLogs } from "../constructs/access-logs";
import { Entrance, type EntranceProps } from "../constructs/entrance";
import { EntranceCertificate } from "../constructs/entrance-certificate";
import { EntranceFirewall } from "../constructs/entrance-firewall";
import { entranceSettings } from "../model/entrance";
import type { Environment } from "../model/environment";
import { accessLogsBucket, resourceNames } from "../model/names";

/** A public entrance, which the gateway is yet to stand behind. */
export interface AddedEntrance {
  readonly entrance: Entrance;
  /** Points the domain at it, where it should, once the gateway, the listener and the web ACL are there. */
  readonly pointDomain: (gateway: ITerraformDependable) => void;
}

/** Adds an environment's public entrance to its services stack, with the outputs that say where it is; nothing where it has none. */
export function addEntrance(
  stack: TerraformStack,
  environment: Environment,
  network: Pick<EntranceProps, "vpcId" | "publicSubnetIds" | "gatewaySecurityGroupId">,
): AddedEntrance | undefined {
  const { gateway, inventory, protected: preventDestroy } = environment;
  if (gateway.entrance === undefined) return undefined;
  const { certificate, accessLogsRetentionDays: retentionDays, waf } = gateway.entrance;
  const names = resourceNames(environment);
  const requested =
    certificate.kind === "requested" ? new EntranceCertificate(stack, "EntranceCertificate", certificate) : undefined;
  const logs =
    retentionDays === undefined
      ? undefined
      : new AccessLogs(stack, "AccessLogs", {
          bucket: accessLogsBucket(environment.name, inventory.account),
          account: inventory.account,
          retentionDays,
          preventDestroy,
        });
  const entrance = new Entrance(stack, "Entrance", {
    ...network,
    name: names.entrance,
    targetGroup: names.gateway.targetGroup,
    gateway,
    settings: entranceSettings(gateway.entrance, environment),
    certificateArn: certificate.kind === "existing" ? certificate.arn : (requested?.arn ?? ""),
    ...(logs && { accessLogs: { bucket: logs.bucket, dependsOn: logs.policy } }),
    preventDestroy,
  });
  const firewall =
    waf &&
    new EntranceFirewall(stack, "EntranceFirewall", { name: names.entrance, waf, loadBalancerArn: entrance.arn });
  new TerraformOutput(stack, "entrance_dns_name", { value: entrance.dnsName });
  if (certificate.kind === "requested") {
    new TerraformOutput(stack, "entrance_url", { value: `https://${certificate.domainName}` });
  }
  return {
    entrance,
    pointDomain: (behind) => {
      if (certificate.kind !== "requested" || certificate.pointDomain === false) return;
      requested?.pointTo(entrance, [entrance.listener, behind, ...(firewall ? [firewall.association] : [])]);
    },
  };
}
