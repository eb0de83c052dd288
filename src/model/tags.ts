/** The tags that everything of a stack is given. Somebody else's things have none of them, or others. */
export function projectTags(of: { readonly environment: string; readonly owner: string; readonly costCenter: string }) {
  return { Project: "Kelmah", Env: of.environment, Owner: of.owner, CostCenter: of.costCenter };
}
