import { DescribeImagesCommand, type ECRClient } from "@aws-sdk/client-ecr";
import { registryHost } from "../../../model/names";
import type { Facts, ImageFact } from "../facts";
import { ifThere } from "./answer";

/** An image of the account's own registry. */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** What an image is called in a report: `<repository>:<tag>` or `<repository>@<digest>`. */
export function imageName({ repository, tag, digest }: ImageReference): string {
  return digest === undefined ? `${repository}:${tag ?? "latest"}` : `${repository}@${digest}`;
}

/** Reads what a task definition calls an image; `undefined` for one that lies in another registry. */
export function imageReference(
  image: string,
  place: { readonly account: string; readonly region: string },
): ImageReference | undefined {
  const registry = `${registryHost(place)}/`;
  if (!image.startsWith(registry)) return undefined;
  const [, repository = "", tag, digest] = /^([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(image.slice(registry.length)) ?? [];
  return digest === undefined ? { repository, tag: tag ?? "latest" } : { repository, digest };
}

/** Whether an image is known not to be in the registry. */
export function isMissing({ images }: Pick<Facts, "images">, reference: ImageReference): boolean {
  const image = images.get(imageName(reference));
  return image?.known === true && "missing" in image.value;
}

/** Asks for one image alone: in a list, one that lacks would hide the others. */
export async function fetchImage(client: ECRClient, { repository, tag, digest }: ImageReference): Promise<ImageFact> {
  const answer = await ifThere(
    client.send(
      new DescribeImagesCommand({
        repositoryName: repository,
        imageIds: [digest === undefined ? { imageTag: tag } : { imageDigest: digest }],
      }),
    ),
    {
      ImageNotFoundException: { missing: "image" } as const,
      RepositoryNotFoundException: { missing: "repository" } as const,
    },
  );
  if ("missing" in answer) return answer;
  return { digest: answer.imageDetails?.[0]?.imageDigest ?? "" };
}
