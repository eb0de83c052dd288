/** A container image in ECR: by its tag, or pinned by its digest. */
export type Image = TaggedImage | PinnedImage;

/** An image by its tag, which is resolved to its digest when Terraform plans: a tag that is not in ECR fails the plan. */
export interface TaggedImage {
  readonly repository: string;
  readonly tag: string;
  /** Why a tag that moves (`latest`) may run in a protected environment. */
  readonly reason?: string;
}

/**
 * An image by its digest, which is in the task definition as it stands: Terraform asks ECR for nothing, so that a tag which
 * has gone stops nobody else's plan (docs/runbook.md, "One image's tag is missing").
 */
export interface PinnedImage {
  readonly repository: string;
  /** `sha256:` and 64 hexadecimal digits, as ECR shows it. */
  readonly digest: string;
  /** Why it is pinned, and so what has to happen before it is a tag again. */
  readonly reason: string;
}

/** Whether an image is pinned by its digest. */
export function isPinned(image: Image): image is PinnedImage {
  return "digest" in image;
}

/** What an image is called: `repository:tag` or `repository@digest`. */
export function imageCalled(image: Image): string {
  return isPinned(image) ? `${image.repository}@${image.digest}` : `${image.repository}:${image.tag}`;
}
