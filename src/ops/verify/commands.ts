import type { Expected } from "./expected";

/** The commands that reports tell people to type, complete with names and region. */
export function commandsOf({ environment, region, cluster, stack, networkStack }: Expected) {
  const aws = (command: string) => `aws ${command} --region ${region}`;
  return {
    events: (service: string) =>
      aws(`ecs describe-services --cluster ${cluster} --services ${service} --query 'services[0].events[:5].message'`),
    logs: (logGroup: string) => aws(`logs tail ${logGroup} --since 15m`),
    tags: (repository: string) =>
      aws(`ecr describe-images --repository-name ${repository} --query 'imageDetails[].imageTags[]'`),
    targets: (arn: string) => aws(`elbv2 describe-target-health --target-group-arn ${arn}`),
    set: (secret: string) => `npm run secret -- --env ${environment} ${secret}`,
    restoreSecret: (name: string) => aws(`secretsmanager restore-secret --secret-id ${name}`),
    restart: (service: string) =>
      aws(`ecs update-service --cluster ${cluster} --service ${service} --force-new-deployment`),
    rules: (group: string) => aws(`ec2 describe-security-group-rules --filters Name=group-id,Values=${group}`),
    deregisterTarget: (service: string) =>
      aws(
        `application-autoscaling deregister-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/${cluster}/${service}`,
      ),
    revoke: (group: string, rule: string) =>
      aws(`ec2 revoke-security-group-ingress --group-id ${group} --security-group-rule-ids ${rule}`),
    plan: planOf(stack),
    planNetwork: planOf(networkStack),
  };
}

/** What lies with Terraform is mended by an apply. */
function planOf(stack: string): string {
  return `npx cdktf diff ${stack}   # shows what puts it right; then apply it`;
}

/** The commands of an environment. */
export type Commands = ReturnType<typeof commandsOf>;
