// Holds messages to Slack against Slack's own types, with the compiler that they are written for, and against the
// limits that the comments of those types state.
//
// node slack.mjs MODULES FOLDER < MESSAGES     prints what is wrong with each message, as a JSON list of lists
import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [modules, folder] = process.argv.slice(2);
const messages = JSON.parse(readFileSync(0, "utf8"));

// --- types -----------------------------------------------------------------------------------------------------------

// A literal may have no property that its type lacks. `Block` is any object with a `type`: without it, an unknown block
// would be let pass.
const HEAD = `import type { KnownBlock } from "@slack/types";
import type { IncomingWebhookSendArguments } from "@slack/webhook";
type Message = Omit<IncomingWebhookSendArguments, "blocks"> & { text: string; blocks: KnownBlock[] };
`;

const compile = () => {
  symlinkSync(modules, join(folder, "node_modules"));
  const names = messages.map((message, at) => {
    writeFileSync(join(folder, `${at}.ts`), `${HEAD}export const message: Message = ${JSON.stringify(message)};\n`);
    return `${at}.ts`;
  });
  const options = { noEmit: true, strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, types: [], module: "nodenext", target: "es2023", lib: ["es2023", "dom"] };
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }\n`);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: names }));
  try {
    execFileSync(process.execPath, [join(modules, "typescript/bin/tsc"), "--pretty", "false", "--project", folder], { cwd: folder, maxBuffer: 1 << 28 });
    return "";
  } catch (error) {
    if (error.status === undefined || error.stdout.length === 0) throw error;
    return error.stdout.toString();
  }
};

const found = messages.map(() => []);
// What follows a fault is indented: it says more about it.
for (const said of compile().split(/\n(?! )/).filter((said) => said !== "")) {
  const [, at, fault] = said.match(/^(\d+)\.ts\(\d+,\d+\): error (TS\d+: .*)$/s) ?? [];
  if (!at) throw new Error(`the compiler says: ${said}`);
  found[at].push(fault.replace(/\s+/g, " "));
}

// --- limits ----------------------------------------------------------------------------------------------------------

const blocks = readFileSync(join(modules, "@slack/types/dist/block-kit/blocks.d.ts"), "utf8");

// The limit that the comment of a field states.
const stated = (kind, field, words) => {
  const body = blocks.split(`export interface ${kind} extends Block {`)[1]?.split("\n}")[0] ?? "";
  const comment = body.split(new RegExp(`\\n    ${field}\\??: `))[0].split("/**").at(-1).replace(/\s*\n\s*\*\s*/g, " ");
  const limit = Number(comment.match(words)?.[1]);
  if (!Number.isInteger(limit)) throw new Error(`Slack's types state no limit for ${field} of ${kind}: ${comment}`);
  return limit;
};

const HEADER = stated("HeaderBlock", "text", /[Mm]aximum length for (?:the text in )?this field is (\d+) characters/);
// Nothing is stated of rich text; it is held to what is stated of a section.
const SECTION = stated("SectionBlock", "text", /maximum length is (\d+) characters/);
// docs.slack.dev/reference/block-kit/blocks: "You can include up to 50 blocks in each message".
const BLOCKS = 50;
// What all blocks may have together is stated nowhere. Slack's own people named 12,000 characters for it, the containers
// of the texts included (slackapi/bolt-js#2509), and refused messages of 11,341 (#2867).
const TOGETHER = 9_000;

const texts = (node) => {
  if (Array.isArray(node)) return node.flatMap(texts);
  if (node === null || typeof node !== "object") return [];
  return Object.entries(node).flatMap(([key, value]) => (key === "text" && typeof value === "string" ? [value] : texts(value)));
};
const length = (node) => texts(node).reduce((sum, text) => sum + text.length, 0);

messages.forEach((message, at) => {
  const all = Array.isArray(message.blocks) ? message.blocks : [];
  const most = (what, is, limit) => is > limit && found[at].push(`${what} has ${is}, and at most ${limit} are taken`);
  most("the message: blocks", all.length, BLOCKS);
  most("the message: characters", length(all), TOGETHER);
  for (const block of all) most(`a ${block.type}: characters`, length(block), block.type === "header" ? HEADER : SECTION);
  if (all.length === 0) found[at].push("it has no blocks");
  if (texts(all).includes("")) found[at].push("a text is empty");
});
console.log(JSON.stringify(found));
