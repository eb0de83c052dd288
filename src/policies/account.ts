import { nested, type Policy } from "./policy";

const TAGS = ["Project", "Env", "Owner", "CostCenter"];

/**
 * A provider that is bound to no account changes whichever account its credentials open; the four tags are those of
 * docs/original-runbook.md, "Naming & tagging".
 */
export const accountAndTags: Policy = {
  name: "account-and-tags",
  check: ({ json }) =>
    Object.entries(json.provider ?? {}).flatMap(([name, blocks]) =>
      blocks.flatMap((block) => {
        const breaches = [];
        const address = `provider.${name}`;
        const accounts = block.allowed_account_ids;
        if (!Array.isArray(accounts) || accounts.length !== 1) {
          breaches.push({ address, message: "allowed_account_ids must name the one account of the stack" });
        }
        const [defaultTags] = (block.default_tags ?? []) as Record<string, unknown>[];
        const missing = TAGS.filter((tag) => !(tag in nested(defaultTags ?? {}, "tags")));
        if (missing.length > 0) breaches.push({ address, message: `default_tags lacks ${missing.join(", ")}` });
        return breaches;
      }),
    ),
};
