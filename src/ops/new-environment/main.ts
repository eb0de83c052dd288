import { join, relative, resolve } from "node:path";
import { environments } from "../../environments";
import { validate } from "../../model/validate";
import { runCommand } from "../command";
import { inventoryFile, renderInventory } from "../discover/inventory-file";
import { HELP, parseArguments } from "./arguments";
import { draft } from "./draft";
import { renderEnvironment } from "./render";
import { writeTogether } from "./write";

const folder = resolve(__dirname, "../../environments");

async function main(): Promise<void> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const wish = parseArguments(process.argv.slice(2), process.env);
  if (wish === undefined) {
    say(HELP);
    return;
  }
  const all = environments();
  validate(all);
  const text = draft(wish, all);
  const files = [
    { path: join(folder, `${text.name}.ts`), text: renderEnvironment(text) },
    { path: inventoryFile(join(folder, "inventory"), text.name), text: renderInventory(text.inventory) },
  ];
  await writeTogether(files);
  for (const { path } of files) say(`Written: ${relative(process.cwd(), path)}`);
  say(`\nThe VPC is ${text.cidr}. Read both files, and go on as docs/new-environment.md says.`);
}

void runCommand(main);
