import type { ITerraformDependable } from "cdktf";
import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

/** Whose certificate. */
export interface EntranceCertificateProps {
  readonly domainName: string;
  /** The public zone of the domain in Route 53. */
  readonly hostedZoneId: string;
}

/** A certificate of AWS Certificate Manager for a domain whose zone is in Route 53, which AWS renews by itself. */
export class EntranceCertificate extends Construct {
  /** Known once it is issued: what uses it waits. */
  readonly arn: string;
  private readonly room: Construct;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EntranceCertificateProps,
  ) {
    super(scope, id);
    const { domainName, hostedZoneId } = props;
    this.room = new Construct(this, "entrance");
    const certificate = new AcmCertificate(this.room, "Certificate", {
      domainName,
      validationMethod: "DNS",
      tags: { Name: domainName },
      // A listener never is without one.
      lifecycle: { createBeforeDestroy: true },
    });
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(new Construct(this.room, "validation"), "Record", {
      zoneId: hostedZoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 60,
      // ACM asks every certificate of a domain in an account for the same record.
      allowOverwrite: true,
    });
    this.arn = new AcmCertificateValidation(this.room, "Validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    }).certificateArn;
  }

  /** Points the domain at a load balancer, in the place of what it pointed at before, once what stands behind it is there. */
  pointTo(
    balancer: { readonly dnsName: string; readonly zoneId: string },
    behind: readonly ITerraformDependable[],
  ): void {
    new Route53Record(this.room, "Alias", {
      zoneId: this.props.hostedZoneId,
      name: this.props.domainName,
      type: "A",
      alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
      // This is how callers are moved from a load balancer that was there before.
      allowOverwrite: true,
      dependsOn: [...behind],
    });
  }
}
