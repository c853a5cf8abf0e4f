// GitHub's own reader of workflow files (npm @actions/workflow-parser), asked line by line.
//
//   PIPEWRIGHT_PEERS=DIR node workflows.mjs < workflows.jsonl > answers.jsonl
//
// DIR is the node_modules folder that holds the package. A line is a workflow as JSON, which is YAML too; its answer is
// the list of what the reader says against it.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// The package imports JSON without saying so, which Node refuses.
const hook = `export async function load(url, context, next) {
  return next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const dist = join(resolve(process.env.PIPEWRIGHT_PEERS), "@actions", "workflow-parser", "dist", "index.js");
const { NoOperationTraceWriter, parseWorkflow } = await import(pathToFileURL(dist));

const answer = (content) => {
  const { context } = parseWorkflow({ name: "w.yml", content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map((error) => error.message);
};

const lines = readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
process.stdout.write(lines.map((line) => JSON.stringify(answer(line)) + "\n").join(""));
