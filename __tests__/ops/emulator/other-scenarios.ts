import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "../../helpers/world";
import { makeHostedZone } from "../../helpers/entrance";
import type { Scenario } from "./scenario";

const TARGET = {
  ServiceNamespace: "ecs",
  ResourceId: "service/kelmah/auth",
  ScalableDimension: "ecs:service:DesiredCount",
  MinCapacity: 1,
  MaxCapacity: 2,
  Tags: { Env: "dev" },
};

/** Sends a request as an SDK would: the emulator looks at the service that it is signed for, not at the signature. */
async function send(world: World, service: string, path: string, body: string, headers: Record<string, string>) {
  const credential = `test/20250101/${world.emulator.region}/${service}/aws4_request`;
  const response = await fetch(`${world.emulator.endpoint}${path}`, {
    method: "POST",
    body,
    headers: {
      ...headers,
      Authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
    },
  });
  return await response.text();
}

async function autoscaling(world: World, action: string, input: object): Promise<Record<string, unknown>> {
  const answer = await send(world, "application-autoscaling", "/", JSON.stringify(input), {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": `AnyScaleFrontendService.${action}`,
  });
  return JSON.parse(answer) as Record<string, unknown>;
}

async function keys(world: World, action: string, input: object): Promise<Record<string, unknown>> {
  const answer = await send(world, "kms", "/", JSON.stringify(input), {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": `TrentService.${action}`,
  });
  return JSON.parse(answer) as Record<string, unknown>;
}

async function managedSecrets(world: World, action: string, input: object): Promise<Record<string, unknown>> {
  const answer = await send(world, "secretsmanager", "/", JSON.stringify(input), {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": `secretsmanager.${action}`,
  });
  return JSON.parse(answer) as Record<string, unknown>;
}

async function certificates(world: World, action: string, input: object) {
  const answer = await send(world, "acm", "/", JSON.stringify(input), {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": `CertificateManager.${action}`,
  });
  return JSON.parse(answer) as { CertificateArn: string; Certificate: CertificateDetail };
}

interface CertificateDetail {
  readonly Status: string;
  readonly DomainValidationOptions: readonly {
    readonly ResourceRecord: { readonly Name: string; readonly Value: string };
  }[];
}

export const otherScenarios: readonly Scenario[] = [
  {
    patch: "acm-dns-validation",
    run: async (world) => {
      const request = { DomainName: "api.kelmah.example", ValidationMethod: "DNS" };
      const { CertificateArn } = await certificates(world, "RequestCertificate", request);
      const seen = async () => (await certificates(world, "DescribeCertificate", { CertificateArn })).Certificate;
      const before = await seen();
      const { Name = "", Value = "" } = before.DomainValidationOptions[0]?.ResourceRecord ?? {};
      const zone = await makeHostedZone(world.emulator, "kelmah.example");
      await send(
        world,
        "route53",
        `/2013-04-01/hostedzone/${zone}/rrset`,
        `<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes><Change>` +
          `<Action>CREATE</Action><ResourceRecordSet><Name>${Name}</Name><Type>CNAME</Type><TTL>60</TTL>` +
          `<ResourceRecords><ResourceRecord><Value>${Value}</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>` +
          `</Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
        { "Content-Type": "text/xml" },
      );
      return [before.Status, (await seen()).Status];
    },
    aws: ["PENDING_VALIDATION", "ISSUED"],
  },
  {
    patch: "application-autoscaling-tags",
    run: async (world) => {
      await world.cluster();
      await world.taskDefinition();
      await world.service(await world.subnet(await world.vpc()));
      const { ScalableTargetARN: arn } = await autoscaling(world, "RegisterScalableTarget", TARGET);
      await autoscaling(world, "TagResource", { ResourceARN: arn, Tags: { Owner: "platform" } });
      await autoscaling(world, "UntagResource", { ResourceARN: arn, TagKeys: ["Env"] });
      return await autoscaling(world, "ListTagsForResource", { ResourceARN: arn });
    },
    aws: { Tags: { Owner: "platform" } },
  },
  {
    patch: "application-autoscaling-capacity",
    run: async (world) => {
      await world.cluster();
      await world.taskDefinition();
      await world.service(await world.subnet(await world.vpc()));
      const counts: unknown[] = [];
      const suspended = { DynamicScalingInSuspended: true, DynamicScalingOutSuspended: true };
      for (const change of [
        { MinCapacity: 3, MaxCapacity: 4 },
        { MinCapacity: 0, MaxCapacity: 0 },
        { MinCapacity: 2, MaxCapacity: 4, SuspendedState: suspended },
      ]) {
        await autoscaling(world, "RegisterScalableTarget", { ...TARGET, ...change });
        counts.push((await world.describeService()).desiredCount);
      }
      return counts;
    },
    aws: [3, 0, 0],
  },
  {
    patch: "kms-rotation-period",
    run: async (world) => {
      const { KeyMetadata } = await keys(world, "CreateKey", {});
      const { KeyId } = KeyMetadata as { KeyId: string };
      const days: unknown[] = [];
      for (const period of [{}, { RotationPeriodInDays: 180 }, {}]) {
        await keys(world, "EnableKeyRotation", { KeyId, ...period });
        days.push((await keys(world, "GetKeyRotationStatus", { KeyId })).RotationPeriodInDays);
      }
      return days;
    },
    aws: [365, 180, 180],
  },
  {
    patch: "secretsmanager-version-dates",
    run: async (world) => {
      await managedSecrets(world, "CreateSecret", { Name: "kelmah", SecretString: "one" });
      const made = async () => {
        const { Versions } = await managedSecrets(world, "ListSecretVersionIds", { SecretId: "kelmah" });
        return (Versions as { readonly CreatedDate: number }[])[0]?.CreatedDate;
      };
      const first = await made();
      // Dates are in seconds.
      await sleep(1100);
      return [typeof first, (await made()) === first];
    },
    aws: ["number", true],
  },
  {
    patch: "route53-private-zone",
    run: async (world) => {
      const vpc = await world.vpc();
      const answer = await send(
        world,
        "route53",
        "/2013-04-01/hostedzone",
        `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>kelmah.internal</Name>` +
          `<VPC><VPCRegion>eu-north-1</VPCRegion><VPCId>${vpc}</VPCId></VPC>` +
          `<CallerReference>1</CallerReference></CreateHostedZoneRequest>`,
        { "Content-Type": "text/xml" },
      );
      return [/<PrivateZone>(\w+)</.exec(answer)?.[1], answer.includes(`<VPCId>${vpc}</VPCId>`)];
    },
    aws: ["true", true],
  },
];
