/** A container image in ECR; the tag is resolved to its digest when Terraform plans. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
  /** Why a tag that moves (`latest`) may run in a protected environment. */
  readonly reason?: string;
}
