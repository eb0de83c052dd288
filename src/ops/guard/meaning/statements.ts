// Whether one IAM document lets somebody do what another one does not, statement by statement.

import { holds } from "../../../model/iam-pattern";
import { objectOf } from "../plan";

/** What one statement says of one thing: the words, and whether they are what is meant or what is left out (`NotAction`). */
interface Part {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** One statement, with every part in one form. */
export interface Statement {
  readonly effect: string;
  readonly sid: string;
  readonly actions: Part;
  readonly resources: Part;
  /** `AWS:arn…`, `Service:…`; `*` alone is everybody. None in a policy of an identity. */
  readonly principals: Part | undefined;
  /** `operator key`, each with its values. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
}

const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
const texts = (value: unknown): string[] => listed(value).map(String);

function part(
  statement: Readonly<Record<string, unknown>>,
  name: string,
  read: (value: unknown) => string[],
): Part | undefined {
  if (statement[name] !== undefined) return { not: false, patterns: read(statement[name]) };
  const left = statement[`Not${name}`];
  return left === undefined ? undefined : { not: true, patterns: read(left) };
}

function principalsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Object.entries(objectOf(value)).flatMap(([kind, names]) =>
    // IAM takes `{"AWS": "*"}` for `"*"`, and an account's number for its root (IAM user guide, "Principal").
    texts(names).map((name) => {
      if (kind === "AWS" && name === "*") return "*";
      return `${kind}:${kind === "AWS" && /^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name}`;
    }),
  );
}

function conditionsOf(value: unknown): Map<string, readonly string[]> {
  return new Map(
    Object.entries(objectOf(value)).flatMap(([operator, keys]) =>
      // Names of operators and keys are taken whatever their case.
      Object.entries(objectOf(keys)).map(
        ([key, wanted]) => [`${operator} ${key}`.toLowerCase(), texts(wanted).sort()] as const,
      ),
    ),
  );
}

/** The statements of a document, which is a JSON object; `undefined` for what is none. */
export function statementsOf(document: unknown): Statement[] | undefined {
  const { Statement: statements } = objectOf(document);
  if (statements === undefined) return undefined;
  return listed(statements).map((one): Statement => {
    const statement = objectOf(one);
    return {
      effect: String(statement.Effect),
      sid: typeof statement.Sid === "string" ? statement.Sid : "",
      actions: part(statement, "Action", (value) => texts(value).map((action) => action.toLowerCase())) ?? NOTHING,
      // A trust, and nothing else, names no resource: it is the role.
      resources: part(statement, "Resource", texts) ?? EVERYTHING,
      principals: part(statement, "Principal", principalsIn),
      conditions: conditionsOf(statement.Condition),
    };
  });
}

const NOTHING: Part = { not: false, patterns: [] };
const EVERYTHING: Part = { not: false, patterns: ["*"] };

/** Whether all that one part means is among what another one means. */
function within(narrower: Part, wider: Part): boolean {
  if (narrower.not && wider.not) {
    // The more is left out, the less is meant.
    return wider.patterns.every((left) => narrower.patterns.some((pattern) => holds(pattern, left)));
  }
  if (narrower.not) return wider.patterns.includes("*");
  if (wider.not) {
    return narrower.patterns.every(
      (pattern) => !wider.patterns.some((left) => holds(left, pattern) || holds(pattern, left)),
    );
  }
  return narrower.patterns.every((pattern) => wider.patterns.some((one) => holds(one, pattern)));
}

/** Operators that let through what has one of their values: fewer values let through less. */
const POSITIVE =
  /^(?:forallvalues:|foranyvalue:)?(?:(?:string|arn)(?:equals|like|equalsignorecase)|numericequals|dateequals|bool|ipaddress|binaryequals|null)(?:ifexists)? /;

/** Whether whoever meets one statement's conditions meets another's. */
function meets(stricter: Statement, looser: Statement): boolean {
  return [...looser.conditions].every(([key, wanted]) => {
    const own = stricter.conditions.get(key);
    if (own === undefined) return false;
    if (JSON.stringify(own) === JSON.stringify(wanted)) return true;
    return POSITIVE.test(key) && own.every((value) => wanted.includes(value));
  });
}

/** Whether all that one statement says is said by another of the same effect. */
function covers(wider: Statement, narrower: Statement): boolean {
  const principals =
    narrower.principals === undefined || wider.principals === undefined
      ? narrower.principals === wider.principals
      : within(narrower.principals, wider.principals);
  return (
    wider.effect === narrower.effect &&
    within(narrower.actions, wider.actions) &&
    within(narrower.resources, wider.resources) &&
    principals &&
    meets(narrower, wider)
  );
}

/** One statement for each action, resource and principal: what one statement said may be said by several. */
function single(statement: Statement): Statement[] {
  const each = (whole: Part): Part[] =>
    whole.not ? [whole] : whole.patterns.map((pattern) => ({ not: false, patterns: [pattern] }));
  return each(statement.actions).flatMap((actions) =>
    each(statement.resources).flatMap((resources) =>
      (statement.principals === undefined ? [undefined] : each(statement.principals)).map((principals) => ({
        ...statement,
        actions,
        resources,
        principals,
      })),
    ),
  );
}

function words({ sid, actions, resources, principals, conditions }: Statement): string {
  const list = ({ not, patterns }: Part) => `${not ? "all but " : ""}${patterns.join(", ")}`;
  const parts = [
    `${list(actions)} on ${list(resources)}`,
    ...(principals === undefined ? [] : [`for ${list(principals)}`]),
    ...(conditions.size === 0 ? [] : [`if ${[...conditions.keys()].join(" and ")}`]),
  ];
  return `${parts.join(" ")}${sid === "" ? "" : ` (${sid})`}`;
}

/** Something that a document lets somebody do. */
export interface Right {
  /** `allows`, `no longer denies`. */
  readonly word: string;
  /** `allows s3:getobject on *`, `no longer denies …`. */
  readonly said: string;
  /** One action, one resource and one principal of one statement. */
  readonly statement: Statement;
}

/**
 * What a document lets somebody do that another one did not: what it allows and the other did not, and what the other denied
 * and it does not. A right that was spread over several statements counts as new when no single one of them had it.
 */
export function widened(before: readonly Statement[], after: readonly Statement[]): Right[] {
  const of = (effect: string, statements: readonly Statement[]) =>
    statements.filter((statement) => statement.effect === effect).flatMap(single);
  const allowed = of("Allow", before);
  const denied = of("Deny", after);
  const strange = after.filter(({ effect }) => effect !== "Allow" && effect !== "Deny");
  const rights = (statements: readonly Statement[], beside: readonly Statement[], word: string) =>
    statements
      .filter((statement) => !beside.some((one) => covers(one, statement)))
      .map((statement): Right => ({ word, said: `${word} ${words(statement)}`, statement }));
  return [
    ...rights(of("Allow", after), allowed, "allows"),
    ...rights(of("Deny", before), denied, "no longer denies"),
    ...strange.map((statement): Right => ({ word: "has", said: `has the effect '${statement.effect}'`, statement })),
  ];
}

/** Rights in as few lines as there can be: those of one statement, under the same conditions, together. */
export function saidTogether(rights: readonly Right[]): string[] {
  const keyOf = ({ word, statement: { sid, principals, conditions, actions, resources } }: Right) =>
    JSON.stringify([word, sid, principals, [...conditions], actions.not, resources.not]);
  return [...new Set(rights.map(keyOf))].flatMap((key) => {
    const same = rights.filter((right) => keyOf(right) === key);
    const [first] = same;
    if (first === undefined || first.word === "has") return same.map(({ said }) => said);
    const union = (name: "actions" | "resources"): Part => ({
      not: first.statement[name].not,
      patterns: [...new Set(same.flatMap(({ statement }) => statement[name].patterns))],
    });
    return [`${first.word} ${words({ ...first.statement, actions: union("actions"), resources: union("resources") })}`];
  });
}
