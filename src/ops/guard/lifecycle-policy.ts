import { listOf, objectOf } from "./plan";

/** One rule of an ECR lifecycle policy: which images it looks at, and how many of them, or how many days, it leaves. */
interface ExpiryRule {
  readonly tagStatus: string;
  /** All of the rule that decides which images it takes, but for the number. */
  readonly selects: string;
  readonly unit: string;
  readonly kept: number;
}

/** The rules of a policy, or `undefined` for what is none (Amazon ECR user guide, "Lifecycle policy properties"). */
function rulesOf(policy: unknown): ExpiryRule[] | undefined {
  if (typeof policy !== "string") return undefined;
  try {
    return listOf(objectOf(JSON.parse(policy)).rules).map((rule) => {
      const { selection, action } = objectOf(rule);
      const { countNumber, ...others } = objectOf(selection);
      const sorted = Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        tagStatus: String(others.tagStatus),
        selects: JSON.stringify([sorted, action]),
        unit: typeof others.countUnit === "string" ? others.countUnit : "images",
        kept: Number(countNumber),
      };
    });
  } catch {
    return undefined;
  }
}

/** What of one lifecycle policy takes images away that another one leaves, or `undefined` when nothing does. */
export function expiresMore(before: unknown, after: unknown): string | undefined {
  const old = rulesOf(before);
  const rules = rulesOf(after);
  if (old === undefined || rules === undefined) return "what it expires cannot be read from the plan";
  for (const { tagStatus, selects, unit, kept } of rules) {
    const same = old.find((rule) => rule.selects === selects);
    if (same === undefined) return `it has a new rule for images (${tagStatus})`;
    // Written so that what is no number counts as less.
    if (!(kept >= same.kept)) return `it keeps ${kept} ${unit} (${tagStatus}) and no longer ${same.kept}`;
  }
  // What a rule looks at, no later rule takes: images that it left are no longer out of their reach.
  const gone = old.find(
    ({ selects, tagStatus }) =>
      !rules.some((rule) => rule.selects === selects) &&
      rules.some((rule) => rule.tagStatus === tagStatus || [rule.tagStatus, tagStatus].includes("any")),
  );
  return gone === undefined
    ? undefined
    : `it no longer has the rule for images (${gone.tagStatus}) that came before others`;
}
