/** The longest line that an expression is left on; longer ones are broken at their brackets. */
const LINE_WIDTH = 110;
/** Arguments whose values are references: cdktf quotes them, which Terraform has deprecated. */
const REFERENCES = /^( *(?:depends_on|ignore_changes|replace_triggered_by) = \[)\n((?:.*,\n)*) *\]/gm;
/** A string in quotes. */
const QUOTED = /"(?:[^"\\\n]|\\.)*"/g;
/** Conditions, which cdktf writes as a list of objects where Terraform wants blocks. */
const CONDITIONS = /^ *(precondition|postcondition) = \[\n((?:\{\n(?:(?!\},$).*\n)*\},\n)+)\]/gm;
/** A condition's expression, in quotes. */
const CONDITION = /^condition = "\$\{\((.*)\)\}"$/gm;
/** What cdktf says above an argument whose type it has left out, and the blocks that it writes as arguments there. */
const UNTYPED_WARNING = /\n*^ *# Warning: The following attribute is of an unexpected type.*\n(?: *#.*\n)*\n*/gm;
const UNTYPED_BLOCKS = /^( *(?:statement|managed_rule_group_statement)) = \{$/gm;
const IDENTIFIER = /^"([A-Za-z_][\w-]*)"$/;

/** An HCL expression as its brackets nest: text as it stands, or a bracket with what its commas part. */
interface Bracket {
  readonly open: string;
  readonly close: string;
  readonly items: Expression[];
}
type Expression = (string | Bracket)[];

const CLOSING: Readonly<Record<string, string>> = { "[": "]", "{": "}", "(": ")" };

/** The end of the string that begins at `start`, with the interpolations inside it. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') {
    if (text[index] === "\\") index += 2;
    else if (text.startsWith("$${", index) || text.startsWith("%%{", index)) index += 3;
    else if (text.startsWith("${", index)) index = endOfBraces(text, index + 1);
    else index++;
  }
  return index + 1;
}

/** The end of the braces that begin at `start`, with the strings inside them. */
function endOfBraces(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== "}") {
    if (text[index] === '"') index = endOfString(text, index);
    else if (text[index] === "{") index = endOfBraces(text, index);
    else index++;
  }
  return index + 1;
}

/** Reads up to the closing bracket, and returns the index behind it. */
function readBracket(text: string, start: number): { bracket: Bracket; end: number } {
  const open = text[start] ?? "";
  const bracket: Bracket = { open, close: CLOSING[open] ?? "", items: [] };
  let item: Expression = [];
  let index = start + 1;
  const finish = () => {
    if (item.some((part) => typeof part !== "string" || part.trim() !== "")) bracket.items.push(item);
    item = [];
  };
  while (index < text.length && text[index] !== bracket.close) {
    const character = text[index] ?? "";
    if (character === '"') {
      const end = endOfString(text, index);
      item.push(text.slice(index, end));
      index = end;
    } else if (character in CLOSING) {
      const nested = readBracket(text, index);
      item.push(nested.bracket);
      index = nested.end;
    } else {
      if (character === ",") finish();
      else item.push(character);
      index++;
    }
  }
  finish();
  return { bracket, end: index + 1 };
}

function renderExpression(expression: Expression): string {
  // `"name" = value`: a key that is an identifier needs no quotes.
  const isAttribute = expression.includes("=");
  return expression
    .map((part, index) => {
      if (typeof part !== "string") return renderBracket(part);
      return isAttribute && index === expression.findIndex((p) => p !== " ") ? part.replace(IDENTIFIER, "$1") : part;
    })
    .join("")
    .trim();
}

function renderBracket({ open, close, items }: Bracket): string {
  const rendered = items.map(renderExpression);
  const inside = rendered.join(", ");
  const padding = open === "{" && items.length > 0 ? " " : "";
  const line = `${open}${padding}${inside}${padding}${close}`;
  if (line.length <= LINE_WIDTH && !line.includes("\n")) return line;
  // A function's only argument keeps its brackets on the function's line.
  if (open === "(" && items.length === 1) return `${open}${inside}${close}`;
  const separator = open === "{" ? "\n" : ",\n";
  return `${open}\n${rendered.join(separator)}${open === "[" ? "," : ""}\n${close}`;
}

/** Breaks `"${jsonencode(...)}"` into lines, so that a policy or a container reads as one. */
function breakJsonencode(line: string): string {
  const match = /^( *[\w-]+ = )"\$\{jsonencode(\(.*\))\}"$/.exec(line);
  if (match === null) return line;
  const [, argument = "", call = ""] = match;
  return `${argument}jsonencode${renderBracket(readBracket(call, 0).bracket)}`;
}

/** One block for each condition. */
function conditionBlocks(kind: string, items: string): string {
  return items.trimEnd().replaceAll(/^\{$/gm, `${kind} {`).replaceAll(/^\},$/gm, "}");
}

/**
 * Mends what cdktf 0.21 writes as HCL: references in quotes (a warning), `required_version`, conditions and a web ACL's statements
 * (errors), blocks without a line between them and JSON documents on one line. `terraform fmt` then indents the whole.
 */
export function correctHcl(hcl: string, requiredVersion: string): string {
  return hcl
    .replace(/^ *\d+ = "required_version"$/m, `required_version = "${requiredVersion}"`)
    .replace(
      REFERENCES,
      (_, head: string, items: string) => `${head}\n${items.replaceAll(QUOTED, (text) => JSON.parse(text) as string)}]`,
    )
    .replace(CONDITIONS, (_, kind: string, items: string) => conditionBlocks(kind, items))
    .replace(CONDITION, "condition = $1")
    .replace(UNTYPED_WARNING, "\n")
    .replace(UNTYPED_BLOCKS, "$1 {")
    .split("\n")
    .map(breakJsonencode)
    .join("\n")
    .replace(/^\}\n+(?=\S)/gm, (end, offset: number, all: string) =>
      /^(?:resource|data|output|provider|terraform|locals|variable|import|moved) /.test(all.slice(offset + end.length))
        ? "}\n\n"
        : end,
    );
}
