const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/**
 * Reads an HCL expression of literals, the part of HCL that `Fn.jsonencode` writes, on one line or on several. What only
 * Terraform knows stays as it is written, `${aws_lb.internal.arn}`; a literal `${` keeps its escape, `$${`.
 */
class Reader {
  private index = 0;

  constructor(private readonly text: string) {}

  all(): unknown {
    const value = this.value();
    this.skipSpace();
    if (this.index < this.text.length) this.fail("the end");
    return value;
  }

  private value(): unknown {
    this.skipSpace();
    const character = this.text[this.index];
    if (character === '"') return this.string();
    if (character === "[") return this.list();
    if (character === "{") return this.object();
    const word = this.word();
    if (/^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(word)) return JSON.parse(word) as unknown;
    return `\${${word}}`;
  }

  private string(): string {
    let value = "";
    this.expect('"');
    while (!this.take('"')) {
      if (this.take("$${")) value += "$${";
      else if (this.take("%%{")) value += "%{";
      else if (this.text.startsWith("%{", this.index)) this.fail("no template directive");
      else if (this.text.startsWith("${", this.index)) value += this.interpolation();
      else if (this.take("\\")) value += ESCAPES[this.next()] ?? this.fail("an escape");
      else value += this.next();
    }
    return value;
  }

  /** An interpolation as it is written, with the strings and braces inside it. */
  private interpolation(): string {
    const start = this.index;
    let depth = 0;
    do {
      if (this.text[this.index] === '"') this.string();
      else {
        const character = this.next();
        if (character === "{") depth++;
        if (character === "}") depth--;
      }
    } while (depth > 0 || this.index === start + 1);
    return this.text.slice(start, this.index);
  }

  private list(): unknown[] {
    const items: unknown[] = [];
    this.expect("[");
    while (!this.takeAfterSpace("]")) {
      items.push(this.value());
      if (!this.takeAfterSpace(",") && !this.follows(/^\s*\]/)) this.fail("',' or ']'");
    }
    return items;
  }

  private object(): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.expect("{");
    while (!this.takeAfterSpace("}")) {
      this.skipSpace();
      const key = this.text[this.index] === '"' ? this.string() : this.word();
      if (!this.takeAfterSpace("=")) this.fail("'='");
      entries.push([key, this.value()]);
      if (!this.takeAfterSpace(",") && !this.follows(/^(?:[ \t]*\n|\s*\})/)) this.fail("',', a line's end or '}'");
    }
    return Object.fromEntries(entries);
  }

  /** A number, a keyword, a reference or a call: all up to what ends it. */
  private word(): string {
    const word = /^[\w.*-]+(?:\[[^\]]*\][\w.*-]*)*(?:\([^()]*\))?/.exec(this.text.slice(this.index))?.[0];
    if (word === undefined) return this.fail("a value");
    this.index += word.length;
    return word;
  }

  private takeAfterSpace(text: string): boolean {
    const start = this.index;
    this.skipSpace();
    if (this.take(text)) return true;
    this.index = start;
    return false;
  }

  private follows(pattern: RegExp): boolean {
    return pattern.test(this.text.slice(this.index));
  }

  private take(text: string): boolean {
    if (!this.text.startsWith(text, this.index)) return false;
    this.index += text.length;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) this.fail(`'${text}'`);
  }

  private next(): string {
    return this.text[this.index++] ?? this.fail("more");
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.index] ?? "")) this.index++;
  }

  private fail(expected: string): never {
    throw new Error(`${expected} expected at ${this.index}: …${this.text.slice(this.index, this.index + 40)}`);
  }
}

/** The value of an HCL expression of literals. */
export function readExpression(expression: string): unknown {
  return new Reader(expression).all();
}

/** What a `${jsonencode(...)}` encodes; any other value as it is. */
export function decodeDocument(value: unknown): unknown {
  const [, document] = (typeof value === "string" ? /^\$\{jsonencode\((.*)\)\}$/s.exec(value) : null) ?? [];
  return document === undefined ? value : readExpression(document);
}
