import type { Attributes } from "../../stack";

/** Something that AWS has, said as Terraform would. */
export interface Existing {
  readonly importId: string;
  /** What it is found by, or referred to by, by the provider's names: the rest Terraform's plan tells. */
  readonly attributes: Attributes;
  readonly tags: Readonly<Record<string, string>>;
}

/** What AWS has, by Terraform's type. */
export type ExistingByType = Readonly<Record<string, readonly Existing[]>>;

/** EC2's tags as an object. */
export function tagsOf(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Existing["tags"] {
  return Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}
