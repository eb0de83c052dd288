import * as ecs from "@aws-sdk/client-ecs";
import type { World } from "../../helpers/world";
import { answer, type Scenario } from "./scenario";

/** A cluster, a task definition and a load balancer, and what a service says about the latter. */
async function ready(world: World) {
  await world.cluster();
  await world.taskDefinition();
  const balanced = await world.balanced();
  const loadBalancers = [{ targetGroupArn: balanced.targetGroup, containerName: "auth", containerPort: 5001 }];
  return { ...balanced, loadBalancers };
}

async function onlyVpc(world: World) {
  await world.cluster();
  await world.taskDefinition();
  const vpc = await world.vpc();
  return { vpc, subnet: await world.subnet(vpc) };
}

export const ecsScenarios: readonly Scenario[] = [
  {
    patch: "ecs-fargate-size",
    run: async (world) => await answer(world.taskDefinition({ cpu: "256", memory: "4096" })),
    aws:
      "ClientException: No Fargate configuration exists for given values: 256 CPU, 4096 memory. " +
      "See the Amazon ECS documentation for the valid values.",
  },
  {
    patch: "ecs-fargate-execution-role",
    run: async (world) => {
      const image = "992350137489.dkr.ecr.eu-north-1.amazonaws.com/kelmah-auth-service:project-fix";
      return await answer(world.taskDefinition({ containerDefinitions: [{ name: "auth", image }] }));
    },
    aws: "ClientException: Fargate requires task definition to have execution role ARN to support ECR images.",
  },
  {
    patch: "ecs-service-attributes",
    run: async (world) => {
      const { subnet } = await onlyVpc(world);
      await world.service(subnet, {
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
        enableExecuteCommand: true,
        healthCheckGracePeriodSeconds: 60,
      });
      await world.ecs.send(
        new ecs.UpdateServiceCommand({
          cluster: "kelmah",
          service: "auth",
          enableECSManagedTags: true,
          desiredCount: 1,
          deploymentConfiguration: { minimumHealthyPercent: 50 },
        }),
      );
      const service = await world.describeService();
      return {
        availabilityZoneRebalancing: service.availabilityZoneRebalancing,
        deploymentConfiguration: service.deploymentConfiguration,
        enableECSManagedTags: service.enableECSManagedTags,
        enableExecuteCommand: service.enableExecuteCommand,
        healthCheckGracePeriodSeconds: service.healthCheckGracePeriodSeconds,
        platformVersion: service.platformVersion,
      };
    },
    aws: {
      availabilityZoneRebalancing: "DISABLED",
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: true, rollback: true },
        maximumPercent: 200,
        minimumHealthyPercent: 50,
      },
      enableECSManagedTags: true,
      enableExecuteCommand: true,
      healthCheckGracePeriodSeconds: 60,
      platformVersion: "LATEST",
    },
  },
  {
    patch: "ecs-service-load-balancers",
    run: async (world) => {
      const { subnet, targetGroup, loadBalancers } = await ready(world);
      await world.service(subnet);
      const update = (input: Partial<ecs.UpdateServiceCommandInput>) =>
        world.ecs.send(new ecs.UpdateServiceCommand({ cluster: "kelmah", service: "auth", ...input }));
      const seen = async (): Promise<[ecs.LoadBalancer[] | undefined, number]> => [
        (await world.describeService()).loadBalancers,
        (await world.targets(targetGroup)).length,
      ];
      await update({ loadBalancers });
      const [put, targets] = await seen();
      await update({ desiredCount: 1 });
      const kept = await seen();
      await update({ loadBalancers: [] });
      return [put?.[0]?.targetGroupArn === targetGroup, targets, kept[1], await seen()];
    },
    aws: [true, 2, 1, [[], 0]],
  },
  {
    patch: "ecs-service-task-definition-arn",
    run: async (world) => {
      const { subnet } = await onlyVpc(world);
      await world.service(subnet);
      await world.taskDefinition();
      const update = { cluster: "kelmah", service: "auth", taskDefinition: "auth:2" };
      await world.ecs.send(new ecs.UpdateServiceCommand(update));
      return (await world.describeService()).taskDefinition;
    },
    aws: "arn:aws:ecs:eu-north-1:992350137489:task-definition/auth:2",
  },
  {
    patch: "ecs-deleted-not-listed",
    run: async (world) => {
      const { subnet } = await onlyVpc(world);
      await world.service(subnet);
      await world.ecs.send(new ecs.DeleteServiceCommand({ cluster: "kelmah", service: "auth", force: true }));
      const { serviceArns } = await world.ecs.send(new ecs.ListServicesCommand({ cluster: "kelmah" }));
      await world.ecs.send(new ecs.DeleteClusterCommand({ cluster: "kelmah" }));
      const { clusterArns } = await world.ecs.send(new ecs.ListClustersCommand({}));
      return { serviceArns, clusterArns };
    },
    aws: { serviceArns: [], clusterArns: [] },
  },
  {
    patch: "ecs-rollout",
    run: async (world) => {
      const { subnet, targetGroup, loadBalancers } = await ready(world);
      await world.service(subnet, { loadBalancers });
      const { runningCount, deployments } = await world.describeService();
      const { taskArns } = await world.ecs.send(new ecs.ListTasksCommand({ cluster: "kelmah", serviceName: "auth" }));
      const targets = (await world.targets(targetGroup)).map(({ Target }) => `${Target?.Id}:${Target?.Port}`);
      const states = deployments?.map(({ status, rolloutState }) => `${status} ${rolloutState}`);
      return { runningCount, states, tasks: taskArns?.length, targets };
    },
    aws: {
      runningCount: 2,
      states: ["PRIMARY COMPLETED"],
      tasks: 2,
      targets: ["10.0.0.4:5001", "10.0.0.5:5001"],
    },
  },
  {
    patch: "ecs-service-name-taken",
    run: async (world) => {
      const { subnet } = await onlyVpc(world);
      await world.service(subnet);
      return await answer(world.service(subnet, { desiredCount: 1 }));
    },
    aws: "InvalidParameterException: Creation of service was not idempotent.",
  },
  {
    patch: "ecs-service-network-configuration",
    run: async (world) => {
      await onlyVpc(world);
      const command = new ecs.CreateServiceCommand({
        cluster: "kelmah",
        serviceName: "auth",
        taskDefinition: "auth",
        launchType: "FARGATE",
        desiredCount: 0,
      });
      return await answer(world.ecs.send(command));
    },
    aws: "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified.",
  },
  {
    patch: "ecs-service-target-group",
    run: async (world) => {
      const { vpc, subnet } = await onlyVpc(world);
      const targetGroupArn = await world.targetGroup(vpc);
      const loadBalancers = [{ targetGroupArn, containerName: "auth", containerPort: 5001 }];
      const alone = await answer(world.service(subnet, { loadBalancers }));
      await world.service(subnet);
      const update = new ecs.UpdateServiceCommand({ cluster: "kelmah", service: "auth", loadBalancers });
      const later = await answer(world.ecs.send(update));

      const instances = await world.targetGroup(vpc, { Name: "instances", TargetType: "instance" });
      await world.listener(await world.networkLoadBalancer(subnet), instances);
      const wrong = [{ targetGroupArn: instances, containerName: "auth", containerPort: 5001 }];
      return [alone, later, await answer(world.service(subnet, { serviceName: "other", loadBalancers: wrong }))];
    },
    aws: [
      "InvalidParameterException: The target group with targetGroupArn <arn> does not have an associated load balancer.",
      "InvalidParameterException: The target group with targetGroupArn <arn> does not have an associated load balancer.",
      "InvalidParameterException: The provided target group <arn> has target type instance, which is incompatible " +
        "with the awsvpc network mode specified in the task definition.",
    ],
  },
  {
    patch: "ecs-service-container-port",
    run: async (world) => {
      const { subnet, targetGroup } = await ready(world);
      const on = (containerName: string, containerPort: number) => ({
        loadBalancers: [{ targetGroupArn: targetGroup, containerName, containerPort }],
      });
      const refused = [
        await answer(world.service(subnet, on("user", 5001))),
        await answer(world.service(subnet, on("auth", 80))),
      ];
      await world.service(subnet);
      const update = { cluster: "kelmah", service: "auth", ...on("auth", 5011) };
      return [...refused, await answer(world.ecs.send(new ecs.UpdateServiceCommand(update)))];
    },
    aws: [
      "InvalidParameterException: The container user does not exist in the task definition.",
      "InvalidParameterException: The container auth did not have a container port 80 defined.",
      "InvalidParameterException: The container auth did not have a container port 5011 defined.",
    ],
  },
  {
    patch: "ecs-service-not-active",
    run: async (world) => {
      const { subnet } = await onlyVpc(world);
      await world.service(subnet);
      await world.ecs.send(new ecs.DeleteServiceCommand({ cluster: "kelmah", service: "auth", force: true }));
      const update = { cluster: "kelmah", service: "auth", desiredCount: 1 };
      return await answer(world.ecs.send(new ecs.UpdateServiceCommand(update)));
    },
    aws: "ServiceNotActiveException: Service was not ACTIVE.",
  },
  {
    patch: "ecs-cluster-in-use",
    run: async (world) => {
      const { subnet } = await onlyVpc(world);
      await world.service(subnet);
      return await answer(world.ecs.send(new ecs.DeleteClusterCommand({ cluster: "kelmah" })));
    },
    aws: "ClusterContainsServicesException: The Cluster cannot be deleted while Services are active.",
  },
];
