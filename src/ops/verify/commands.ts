import type { Expected } from "./expected";
import type { Ports } from "./network-acl";

/** What a rule of a network ACL is to let through, and its number. */
export interface AclRule {
  readonly rule: number;
  readonly egress: boolean;
  readonly ports: Ports;
  readonly block: string;
}

/** The commands that reports tell people to type, complete with names and region. In PowerShell a `--` may want quotes, and the command says so. */
export function commandsOf({ environment, region, cluster, stack, networkStack, discoverable }: Expected) {
  const discover = (byHand: string, command: string) =>
    discoverable ? command : `${byHand}: discovery knows states in S3 only (docs/options/hcp-terraform.md).`;
  const aws = (command: string) => `aws ${command} --region ${region}`;
  return {
    events: (service: string) =>
      aws(`ecs describe-services --cluster ${cluster} --services ${service} --query 'services[0].events[:5].message'`),
    logs: (logGroup: string) => aws(`logs tail ${logGroup} --since 15m`),
    tags: (repository: string) =>
      aws(`ecr describe-images --repository-name ${repository} --query 'imageDetails[].imageTags[]'`),
    targets: (arn: string) => aws(`elbv2 describe-target-health --target-group-arn ${arn}`),
    /** Asks for the value without showing it, and puts it under the right name and key. */
    setSecret: (secret: string) => `npm run secret -- --env ${environment} ${secret}`,
    /** Compares what exists with what is written. */
    compare: discover("Compare by hand what exists with what is written", `npm run discover -- --env ${environment}`),
    /** Records what exists, so that Terraform adopts it or refers to it, and makes nothing twice. */
    discover: discover(
      `Record it by hand in src/environments/inventory/${environment}.json`,
      `npm run discover -- --env ${environment} --write`,
    ),
    restoreSecret: (name: string) => aws(`secretsmanager restore-secret --secret-id ${name}`),
    restart: (service: string) =>
      aws(`ecs update-service --cluster ${cluster} --service ${service} --force-new-deployment`),
    /** Returns when a service that is being deleted is gone. */
    waitUntilDeleted: (service: string) => aws(`ecs wait services-inactive --cluster ${cluster} --services ${service}`),
    endpoint: (id: string) => aws(`ec2 describe-vpc-endpoints --vpc-endpoint-ids ${id}`),
    /** An endpoint that has failed, or that its service has refused: nothing goes through it. */
    deleteEndpoint: (id: string) => aws(`ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id}`),
    deleteNat: (id: string) => aws(`ec2 delete-nat-gateway --nat-gateway-id ${id}`),
    /** Returns when a NAT gateway has given its address back. */
    waitUntilNatDeleted: (id: string) => aws(`ec2 wait nat-gateway-deleted --nat-gateway-ids ${id}`),
    deleteDefaultRoute: (table: string) =>
      aws(`ec2 delete-route --route-table-id ${table} --destination-cidr-block 0.0.0.0/0`),
    deleteParameter: (name: string) => aws(`ssm delete-parameter --name ${name}`),
    /** Puts a secret of Secrets Manager under the key that AWS manages for it. */
    useAwsKey: (name: string) =>
      aws(`secretsmanager update-secret --secret-id ${name} --kms-key-id alias/aws/secretsmanager`),
    /** Why a load balancer is as it is. */
    balancerState: (name: string) =>
      aws(`elbv2 describe-load-balancers --names ${name} --query 'LoadBalancers[].State'`),
    scale: (service: string, tasks: number) =>
      aws(`ecs update-service --cluster ${cluster} --service ${service} --desired-count ${tasks}`),
    /** Back to what a service ran before; the next apply makes it as written again. */
    useRevision: (service: string, taskDefinition: string) =>
      aws(`ecs update-service --cluster ${cluster} --service ${service} --task-definition ${taskDefinition}`),
    /** The address again that was released, as long as AWS has given it to nobody else. */
    allocate: (address: string) => aws(`ec2 allocate-address --domain vpc --address ${address}`),
    rules: (group: string) => aws(`ec2 describe-security-group-rules --filters Name=group-id,Values=${group}`),
    deregisterTarget: (service: string) =>
      aws(
        `application-autoscaling deregister-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/${cluster}/${service}`,
      ),
    networkAcl: (id: string) =>
      aws(`ec2 describe-network-acls --network-acl-ids ${id} --query 'NetworkAcls[0].Entries'`),
    /** A rule of a network ACL that lets TCP through. */
    allowInAcl: (id: string, { rule, egress, ports, block }: AclRule) =>
      aws(
        `ec2 create-network-acl-entry --network-acl-id ${id} --rule-number ${rule} --protocol tcp --rule-action allow ${egress ? "--egress" : "--ingress"} --cidr-block ${block} --port-range From=${ports.from},To=${ports.to}`,
      ),
    revoke: (group: string, rule: string) =>
      aws(`ec2 revoke-security-group-ingress --group-id ${group} --security-group-rule-ids ${rule}`),
    /** What lies with Terraform is mended by an apply of its stack. */
    apply: { apply: stack },
    applyNetwork: { apply: networkStack },
  };
}

/** The commands of an environment. */
export type Commands = ReturnType<typeof commandsOf>;
