// GitHub's packages import JSON without saying that it is JSON, which Node refuses. This hook serves it as a module.
import { readFile } from "node:fs/promises";

export async function load(url, context, next) {
  if (!url.endsWith(".json")) return next(url, context);
  const source = `export default ${await readFile(new URL(url), "utf8")}`;
  return { format: "module", source, shortCircuit: true };
}
