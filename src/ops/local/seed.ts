import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  PutImageCommand,
  type ECRClientConfig,
} from "@aws-sdk/client-ecr";
import { createHash } from "node:crypto";
import { readStack, type SynthesizedStack } from "../stack";

/** An image that a stack expects to find in ECR. */
export interface ImageReference {
  readonly repository: string;
  readonly tag: string;
}

/** Which stacks' images to make, and where. */
export interface SeedOptions {
  /** Folders of synthesized stacks. */
  readonly stacks: readonly string[];
  /** How to reach the emulator. */
  readonly config: ECRClientConfig;
}

/** The images that stacks read through `data.aws_ecr_image`, each once. */
export function imageReferences(stacks: readonly Pick<SynthesizedStack, "data">[]): ImageReference[] {
  const images = stacks.flatMap(({ data }) => Object.values(data.aws_ecr_image ?? {}));
  const named = images.map(({ repository_name: repository, image_tag: tag }) => `${String(repository)}:${String(tag)}`);
  return [...new Set(named)].sort().map((image) => {
    const [repository = "", tag = ""] = image.split(":");
    return { repository, tag };
  });
}

/** Makes the repositories and images that stacks expect, as the build pipeline would have pushed them, where there are none. */
export async function seedImages({ stacks, config }: SeedOptions): Promise<ImageReference[]> {
  const ecr = new ECRClient(config);
  const images = imageReferences(await Promise.all(stacks.map(readStack)));
  const repositories = new Set(images.map(({ repository }) => repository));
  await Promise.all(
    [...repositories].map((repositoryName) =>
      unless("RepositoryAlreadyExistsException", ecr.send(new CreateRepositoryCommand({ repositoryName })), {}),
    ),
  );
  await Promise.all(
    images.map(async ({ repository: repositoryName, tag: imageTag }) => {
      const imageIds = [{ imageTag }];
      const { imageDetails = [] } = await unless(
        "ImageNotFoundException",
        ecr.send(new DescribeImagesCommand({ repositoryName, imageIds })),
        {},
      );
      if (imageDetails.length > 0) return;
      const imageManifest = manifest(`${repositoryName}:${imageTag}`);
      await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest }));
    }),
  );
  return images;
}

/** The answer of a call, or something instead when AWS refuses it with one certain error. */
async function unless<T>(refusal: string, call: Promise<T>, instead: Partial<T>): Promise<Partial<T>> {
  try {
    return await call;
  } catch (error) {
    if ((error as Error).name !== refusal) throw error;
    return instead;
  }
}

/** A manifest with a layer of its own: images that share one share their digest too. */
function manifest(content: string): string {
  const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
  const type = "application/vnd.docker";
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: `${type}.distribution.manifest.v2+json`,
    config: { mediaType: `${type}.container.image.v1+json`, size: content.length, digest },
    layers: [{ mediaType: `${type}.image.rootfs.diff.tar.gzip`, size: content.length, digest }],
  });
}
