import { credentialReason } from "../credentials";
import type { Container, Environment, HealthCheck, PinnedImage } from "../environment";
import { fargateSizeProblem } from "../fargate";
import { isPinned } from "../image";
import { nameProblem, parameterName } from "../names";
import { type Problem, quote } from "../problem";
import { repositoryAddress } from "../repositories";
import { isReservedName, reservedNameMessage } from "../shape";
import { addedVariables, containerOf } from "../variables";
import { portProblem } from "./ports";

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
// Printable, and free of what means something to Terraform: quotes, backslashes and braces.
const HEALTH_CHECK_PATH = /^\/[\w.~:/?#@!&'()*+,;=%-]{0,1023}$/;
const IMAGE_TAG = /^\w[\w.-]{0,127}$/;
/** OCI image specification, "Digests": what ECR calls an image. */
const IMAGE_DIGEST = /^sha256:[0-9a-f]{64}$/;

function pinnedProblems({ digest, reason }: PinnedImage): Problem[] {
  return [
    ...(IMAGE_DIGEST.test(digest)
      ? []
      : [{ field: "image.digest", message: `${quote(digest)} is no image's digest: 'sha256:' and 64 of 0-9a-f, as aws ecr describe-images shows it` }]), // prettier-ignore
    ...(reason.trim() === ""
      ? [{ field: "image.reason", message: "is empty: say why it is pinned, and so when it can be a tag again" }]
      : []),
  ];
}

/** What is wrong with an image; fields are relative to what runs it. */
export function imageProblems(environment: Environment, { image }: Pick<Container, "image">): Problem[] {
  const problems: Problem[] = [];
  const repository = nameProblem("ECR repository", image.repository);
  if (repository !== undefined) problems.push({ field: "image.repository", message: repository });
  if (isReservedName(repositoryAddress(image.repository))) {
    problems.push({ field: "image.repository", message: reservedNameMessage(image.repository) });
  }
  if (isPinned(image)) return [...problems, ...pinnedProblems(image)];
  if (!IMAGE_TAG.test(image.tag)) {
    problems.push({
      field: "image.tag",
      message: `${quote(image.tag)} is no image tag: up to 128 letters, digits and any of _.-, not one of .- first`,
    });
  }
  if (environment.protected && image.tag === "latest" && !image.reason?.trim()) {
    problems.push({
      field: "image.tag",
      message: `'latest' may be another image tomorrow: name a tag, or say in image.reason why ${quote(environment.name)} runs it`,
    });
  }
  return problems;
}

/** Bytes of plain variables at most: a task definition has 64 KiB (Amazon ECS service quotas), and has more in it than these. */
const LARGEST = 60 * 1024;

function sizeProblems({ environment }: Container): Problem[] {
  const bytes = Buffer.byteLength(JSON.stringify(environment));
  if (bytes <= LARGEST) return [];
  const message = `has ${bytes} bytes: a task definition holds 64 KiB in all, so ${LARGEST} at most; keep large texts in the image`;
  return [{ field: "environment", message }];
}

function variableProblems(environment: Environment, container: Container, added: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(container.environment)) {
    const field = `environment.${name}`;
    if (!VARIABLE_NAME.test(name)) {
      problems.push({ field, message: `${quote(name)} is no environment variable: letters, digits and '_'` });
    }
    if (added.includes(name)) {
      problems.push({ field, message: "is set by this project from the rest of the environment: leave it out" });
    }
    // The value is not repeated: what looks like a credential may be one.
    const reason = typeof value === "string" ? credentialReason(name, value) : undefined;
    if (reason !== undefined) {
      problems.push({ field, message: `${reason}: name it in 'secrets', where only Parameter Store holds its value` });
    }
  }
  container.secrets.forEach((name, index) => {
    const field = `secrets[${index}]`;
    if (credentialReason("", name) !== undefined) {
      problems.push({ field, message: `${quote(name)}: give the secret's name here, never its value` });
      return;
    }
    if (!VARIABLE_NAME.test(name)) {
      problems.push({ field, message: `${quote(name)} is no environment variable: letters, digits and '_'` });
    }
    // In lower case it is the parameter's address.
    if (isReservedName(name) || isReservedName(name.toLowerCase())) {
      problems.push({ field, message: reservedNameMessage(name) });
    }
    if (Object.hasOwn(container.environment, name) || added.includes(name)) {
      problems.push({ field, message: `${quote(name)} is also a plain environment variable: keep the secret only` });
    }
    if (container.secrets.indexOf(name) !== index) {
      problems.push({ field, message: `${quote(name)} is given twice` });
    }
    const parameter = nameProblem("SSM parameter", parameterName(environment.name, name));
    if (parameter !== undefined) problems.push({ field, message: parameter });
  });
  return [...problems, ...sizeProblems(container), ...aliasProblems(container, added)];
}

/** A secret's second name is a variable of its own, of a secret that the container reads. */
function aliasProblems({ secrets, secretAliases = {}, environment }: Container, added: readonly string[]): Problem[] {
  return Object.entries(secretAliases).flatMap(([name, secret]) => {
    const field = `secretAliases.${name}`;
    const taken = Object.hasOwn(environment, name) || added.includes(name) || secrets.includes(name);
    return [
      ...(VARIABLE_NAME.test(name)
        ? []
        : [{ field, message: `${quote(name)} is no environment variable: letters, digits and '_'` }]),
      ...(taken ? [{ field, message: `${quote(name)} is a variable of it already: keep one of the two` }] : []),
      ...(secrets.includes(secret)
        ? []
        : [{ field, message: `${quote(secret)} is no secret of it: name it in 'secrets' too` }]),
    ];
  });
}

/** Whether a health check can be made: HTTP needs a path (ELB API reference, CreateTargetGroup). */
function healthCheckProblems(healthCheck: HealthCheck): Problem[] {
  if (healthCheck.protocol === "TCP" || HEALTH_CHECK_PATH.test(healthCheck.path)) return [];
  const message = `${quote(healthCheck.path)}: an HTTP health check needs a path such as /health`;
  return [{ field: "healthCheck.path", message }];
}

/** Tasks that one ECS service runs at most (Amazon ECS service quotas, "Tasks per service"). */
export const MOST_TASKS = 5000;

/** Whether so many tasks can run. */
export function desiredCountProblems(count: number): Problem[] {
  if (Number.isInteger(count) && count >= 0 && count <= MOST_TASKS) return [];
  return [{ field: "desiredCount", message: `${quote(count)} is no number of tasks: a whole number from 0 to ${MOST_TASKS}` }]; // prettier-ignore
}

/** What is wrong with the container of one service or, as `gateway`, of the gateway; fields are relative to it. */
export function containerProblems(environment: Environment, name: string): Problem[] {
  const problems: Problem[] = [];
  const container = containerOf(environment, name);
  const { port, desiredCount = 1, cpu = 256, memory = 512 } = container;
  const noPort = portProblem(port);
  if (noPort !== undefined) problems.push({ field: "port", message: noPort });
  problems.push(...desiredCountProblems(desiredCount));
  const size = fargateSizeProblem(cpu, memory);
  if (size !== undefined) problems.push({ field: "cpu/memory", message: size });
  return [
    ...problems,
    ...imageProblems(environment, container),
    ...variableProblems(environment, container, addedVariables(environment, name)),
    ...healthCheckProblems(container.healthCheck),
  ];
}
