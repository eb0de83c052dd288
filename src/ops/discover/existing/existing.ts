import type { Attributes } from "../../stack";

/** Something that AWS has, said as Terraform would. */
export interface Existing {
  readonly importId: string;
  /** By the provider's names for them; those that AWS does not give are missing. */
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
