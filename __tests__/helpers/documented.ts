import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "./directories";
import { sectionsOf } from "./markdown";

/** The commands in the shell blocks of a text, as they stand there, without comments. */
export function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  return blocks.flatMap((block) => block.split("\n").map((line) => line.trim())).filter((line) => line !== "");
}

/** The text of a document of this project. */
export function readDocument(document: string): string {
  return readFileSync(join(projectDirectory, document), "utf8");
}

/** Commands of a document that an end-to-end test types: it gets them from here, and says when it types one. */
export class Documented {
  readonly commands: readonly string[];
  private readonly untyped: Set<string>;

  /**
   * @param what headings, whose commands are meant all, or commands as they stand in the document.
   * @throws Error when there is no such heading or command in the document.
   */
  constructor(
    readonly document: string,
    ...what: readonly string[]
  ) {
    this.commands = what.flatMap((one) => this.of(one));
    this.untyped = new Set(this.commands);
  }

  /** The commands below a heading, in their order; or the one that is meant. */
  of(what: string): readonly string[] {
    const text = readDocument(this.document);
    const section = sectionsOf(text).find(({ heading }) => heading === what);
    const commands = section === undefined ? commandsIn(text).filter((one) => one === what) : commandsIn(section.text);
    if (commands.length === 0)
      throw new Error(`${this.document} has no heading with commands, nor a command, '${what}'`);
    return section === undefined ? commands.slice(0, 1) : commands;
  }

  /** Says that a command is typed now, and gives it back. */
  type(command: string): string {
    if (!this.commands.includes(command)) throw new Error(`'${command}' is not what was taken from ${this.document}`);
    this.untyped.delete(command);
    return command;
  }

  /** The same for a script of package.json that runs with Node.js, once packages are installed: what npm gives to Node.js. */
  typeToNode(command: string): string[] {
    const [, script = "", words = ""] =
      /^(?:npm ci && )?npm run ([\w:-]+)(?: -- (.*))?$/.exec(this.type(command)) ?? [];
    const { scripts } = JSON.parse(readDocument("package.json")) as { scripts: Record<string, string> };
    const [program, ...rest] = (scripts[script] ?? "").split(" ");
    if (program !== "node") throw new Error(`package.json has no script '${script}' that runs with node`);
    return [...rest, ...words.split(" ").filter((word) => word !== "")];
  }

  /** A test that every command has been typed by those before it: define it after them. */
  testThatAllAreTyped(): void {
    test(`every command that is taken from ${this.document} has been typed`, () => {
      expect([...this.untyped]).toEqual([]);
    });
  }
}
