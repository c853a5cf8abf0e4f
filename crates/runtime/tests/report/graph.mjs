// GitHub's published schema of its GraphQL API, and graphql-js, which holds queries against it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

export const createGraph = (modules) => {
  const require = createRequire(join(modules, "here.js"));
  const { buildSchema, execute, parse, validate } = require("graphql");
  let schema;
  return async (body, world) => {
    schema ??= buildSchema(readFileSync(join(modules, "@octokit/graphql-schema/schema.graphql"), "utf8"), { assumeValidSDL: true });
    if (world.graphql === "refuses") {
      return { violations: [], answer: { errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }] } };
    }
    const document = parse(body.query);
    const violations = validate(schema, document).map((error) => `GraphQL: ${error.message}`);
    const rootValue = {
      viewer: { login: world.login },
      minimizeComment: ({ input }) => {
        world.minimized.push(input.subjectId);
        return { minimizedComment: { __typename: "IssueComment", isMinimized: true } };
      },
    };
    const answer = await execute({ schema, document, rootValue, variableValues: body.variables });
    violations.push(...(answer.errors ?? []).map((error) => `GraphQL: ${error.message}`));
    return { violations, answer };
  };
};
