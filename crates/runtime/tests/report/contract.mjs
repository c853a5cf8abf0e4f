// GitHub's published description of its REST API, and openapi-backend, which holds requests and answers against it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const USED = [
  "/repos/{owner}/{repo}/issues/{issue_number}/comments",
  "/repos/{owner}/{repo}/issues/comments/{comment_id}",
  "/repos/{owner}/{repo}/statuses/{sha}",
  "/repos/{owner}/{repo}/check-runs",
  "/repos/{owner}/{repo}/check-runs/{check_run_id}",
  "/repos/{owner}/{repo}/commits/{ref}/check-runs",
  "/repos/{owner}/{repo}/pulls",
  "/repos/{owner}/{repo}/actions/artifacts",
  "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}",
  "/repos/{owner}/{repo}/actions/runs/{run_id}",
  "/user",
];

// The paths that are used, and whatever they refer to: the whole is 11 MB.
const cut = (whole) => {
  const paths = Object.fromEntries(USED.map((path) => [path, whole.paths[path]]));
  for (const path of USED) if (!paths[path]) throw new Error(`GitHub's description has no ${path}`);
  const components = {};
  const seen = new Set();
  const visit = (node) => {
    if (node === null || typeof node !== "object") return;
    const found = typeof node.$ref === "string" ? node.$ref.match(/^#\/components\/([^/]+)\/(.+)$/) : null;
    if (found && !seen.has(node.$ref)) {
      seen.add(node.$ref);
      const [, kind, name] = found;
      (components[kind] ??= {})[name] = whole.components[kind][name];
      visit(components[kind][name]);
    }
    Object.values(node).forEach(visit);
  };
  visit(paths);
  return { openapi: whole.openapi, info: whole.info, paths, components };
};

export const createContract = async (modules) => {
  const require = createRequire(join(modules, "here.js"));
  const { OpenAPIBackend } = require("openapi-backend");
  const file = join(modules, "@octokit/openapi/generated/api.github.com.json");
  const definition = cut(JSON.parse(readFileSync(file, "utf8")));
  // GitHub describes formats (uri, date-time) that its examples do not always have; shapes and types are what is held.
  const api = new OpenAPIBackend({ definition, strict: false, quick: true, ajvOpts: { strict: false, validateFormats: false } });
  await api.init();
  const texts = (errors) => (errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  return {
    request(call) {
      const operation = api.matchOperation(call);
      if (!operation) return { violations: ["GitHub describes no such request"] };
      const parameters = api.router.parseRequest(call, operation).params;
      const { errors } = api.validateRequest(call, operation);
      return { operation: operation.operationId, parameters, violations: texts(errors) };
    },
    response(operation, status, body) {
      if (status === 204 || status === 304) return [];
      return texts(api.validateResponse(body, api.getOperation(operation), status).errors);
    },
    // The example that GitHub gives of an answer.
    example(name) {
      return structuredClone(definition.components.examples[name].value);
    },
  };
};
