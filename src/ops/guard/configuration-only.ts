import { attributeOf, type Difference } from "./differences";

/** A value that Terraform's configuration has and AWS does not: an import cannot read it, and a change of it calls nothing. */
export interface ConfigurationOnly {
  readonly type: string;
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What changes in place when something is imported, and means nothing in AWS. Exactly these: the test of an adoption fails
 * when an entry is not needed any more.
 */
export const CONFIGURATION_ONLY: readonly ConfigurationOnly[] = [
  // Of HTTP and of Lambda target groups alone: of a TCP one AWS says nothing, and the provider asks nothing.
  { type: "aws_lb_target_group", attribute: "slow_start", before: null, after: 0 },
  // What Terraform itself waits for.
  { type: "aws_ecs_service", attribute: "wait_for_steady_state", before: null, after: true },
  { type: "aws_lb_target_group", attribute: "lambda_multi_value_headers_enabled", before: null, after: false },
];

/** The entry that explains a difference in an imported resource. */
export function configurationOnly(
  type: string,
  difference: Difference,
  entries: readonly ConfigurationOnly[] = CONFIGURATION_ONLY,
): ConfigurationOnly | undefined {
  if (difference.path.length !== 1 || difference.unknown) return undefined;
  return entries.find(
    (entry) =>
      entry.type === type &&
      entry.attribute === attributeOf(difference) &&
      entry.before === (difference.before ?? null) &&
      entry.after === (difference.after ?? null),
  );
}
