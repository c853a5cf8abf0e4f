// A GitHub and a Slack that keep what they are told, which are not ours: emulate. Needs Node 22 or newer.
//
// node emulate.mjs MODULES       prints its URLs; ends when standard input does
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const modules = process.argv[2];
const { createEmulator } = await import(pathToFileURL(join(modules, "emulate/dist/api.js")));
const start = (service, seed) => createEmulator({ service, port: 0, seed });

const github = await start("github", {
  tokens: { "good-token": { login: "bot", scopes: ["repo"] }, "another-token": { login: "mallory", scopes: ["repo"] } },
  github: { users: [{ login: "bot" }, { login: "mallory" }], repos: [{ owner: "bot", name: "app", auto_init: true }] },
});
const slack = await start("slack", {
  tokens: { "xoxb-reader": { login: "U000000001", scopes: ["channels:history", "channels:read"] } },
});
console.log(JSON.stringify({ github: github.url, slack: slack.url }));
process.stdin.on("end", () => process.exit(0)).resume();
