import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecr from "@aws-sdk/client-ecr";
import * as ecs from "@aws-sdk/client-ecs";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import * as iam from "@aws-sdk/client-iam";
import * as ssm from "@aws-sdk/client-ssm";
import { createHash } from "node:crypto";
import type { Emulator } from "../../emulator";
import { clientConfig } from "../../emulator/client-config";
import { GATEWAY, type LegacyService, PRODUCTION, SERVICES } from "./facts";
import { defined } from "./defined";

/** Clients for every service that production was built with. */
export function productionClients(emulator: Emulator) {
  const config = clientConfig(emulator);
  return {
    ec2: new ec2.EC2Client(config),
    ecr: new ecr.ECRClient(config),
    ecs: new ecs.ECSClient(config),
    elbv2: new elbv2.ElasticLoadBalancingV2Client(config),
    iam: new iam.IAMClient(config),
    logs: new logs.CloudWatchLogsClient(config),
    ssm: new ssm.SSMClient(config),
  };
}

/** Clients for every service that production was built with. */
export type ProductionClients = ReturnType<typeof productionClients>;

/** Gives the account's default VPC, and the default subnets in it, the ids that production's have. */
export async function makeDefaultVpc(emulator: Emulator, client: ec2.EC2Client): Promise<void> {
  await deleteDefaultVpc(client);
  await emulator.chooseIds({ vpc: [PRODUCTION.vpc], subnet: PRODUCTION.publicSubnets });
  await client.send(new ec2.CreateDefaultVpcCommand({}));
}

async function deleteDefaultVpc(client: ec2.EC2Client): Promise<void> {
  const { Vpcs: [vpc] = [] } = await client.send(
    new ec2.DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["true"] }] }),
  );
  const VpcId = defined(vpc?.VpcId);
  const { InternetGateways = [] } = await client.send(new ec2.DescribeInternetGatewaysCommand({}));
  for (const { InternetGatewayId } of InternetGateways) {
    await client.send(new ec2.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    await client.send(new ec2.DeleteInternetGatewayCommand({ InternetGatewayId }));
  }
  const { Subnets = [] } = await client.send(new ec2.DescribeSubnetsCommand({}));
  for (const { SubnetId } of Subnets) await client.send(new ec2.DeleteSubnetCommand({ SubnetId }));
  await client.send(new ec2.DeleteVpcCommand({ VpcId }));
}

/**
 * The security groups: the public services, the gateway and the load balancer in front of it are called on their ports from
 * everywhere. Returns the load balancer's.
 */
export async function makeSecurityGroups(emulator: Emulator, client: ec2.EC2Client): Promise<string> {
  await emulator.chooseIds({ securityGroup: [PRODUCTION.servicesSecurityGroup, PRODUCTION.gatewaySecurityGroup] });
  let last = "";
  for (const [name, ports] of [
    ["kelmah-services", SERVICES.map(({ port }) => port)],
    ["kelmah-api-gateway", [GATEWAY.port]],
    ["kelmah-alb", [80]],
  ] as const) {
    const { GroupId } = await client.send(
      new ec2.CreateSecurityGroupCommand({ VpcId: PRODUCTION.vpc, GroupName: name, Description: name }),
    );
    for (const port of ports) {
      await client.send(
        new ec2.AuthorizeSecurityGroupIngressCommand({
          GroupId,
          IpProtocol: "tcp",
          FromPort: port,
          ToPort: port,
          CidrIp: "0.0.0.0/0",
        }),
      );
    }
    last = defined(GroupId);
  }
  return last;
}

/** The role that every legacy task has, as execution and as task role. */
export async function makeRole(client: iam.IAMClient): Promise<void> {
  await client.send(
    new iam.CreateRoleCommand({
      RoleName: PRODUCTION.role,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
    }),
  );
  await client.send(
    new iam.AttachRolePolicyCommand({
      RoleName: PRODUCTION.role,
      PolicyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    }),
  );
}

/** The repository of a service with the image that runs. */
export async function pushImage(client: ecr.ECRClient, { repository, tag }: LegacyService): Promise<void> {
  await client.send(new ecr.CreateRepositoryCommand({ repositoryName: repository }));
  // A layer of its own: images that share one share their digest too.
  const digest = `sha256:${createHash("sha256").update(repository).digest("hex")}`;
  const type = "application/vnd.docker";
  const manifest = {
    schemaVersion: 2,
    mediaType: `${type}.distribution.manifest.v2+json`,
    config: { mediaType: `${type}.container.image.v1+json`, size: 1, digest },
    layers: [{ mediaType: `${type}.image.rootfs.diff.tar.gzip`, size: 1, digest }],
  };
  await client.send(
    new ecr.PutImageCommand({
      repositoryName: repository,
      imageTag: tag,
      imageManifest: JSON.stringify(manifest),
    }),
  );
}

/** The two parameters that were put there by hand. */
export async function putParameters(client: ssm.SSMClient, secrets: ReadonlyMap<string, string>): Promise<void> {
  await putSecrets(client, new Map([...secrets].filter(([name]) => ["JWT_SECRET", "MONGODB_URI"].includes(name))));
}

/** Sets every secret, as an engineer does before production is adopted; returns how many. */
export async function putSecrets(client: ssm.SSMClient, secrets: ReadonlyMap<string, string>): Promise<number> {
  for (const [name, value] of secrets) {
    await client.send(
      new ssm.PutParameterCommand({
        Name: `/kelmah/prod/${name}`,
        Type: "SecureString",
        Value: value,
        Overwrite: true,
      }),
    );
  }
  return secrets.size;
}
