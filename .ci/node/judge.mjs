// GitHub's own readers of workflow files: node judge.mjs parser|service FILE...
//   parser   @actions/workflow-parser: what GitHub parses, and the jobs it makes of it
//   service  @actions/languageservice: every diagnostic an editor would show
// Run it in the root of the workflows: FILE is `.github/workflows/x.yml`, and `uses: ./.github/workflows/y.yml` is found.
// Prints one line a finding, and on stderr the files it has judged. Exit codes: 0 none, 10 findings, anything else: it could not judge.
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { pathToFileURL } from "node:url";

register("./json-modules.mjs", import.meta.url);
const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await import("@actions/workflow-parser");
const { ErrorPolicy } = await import("@actions/workflow-parser/model/convert");
const { registerLogger, validate } = await import("@actions/languageservice");
const { TextDocument } = await import("vscode-languageserver-textdocument");

// A workflow of another repository cannot be read offline, so a call of one is a finding.
const fileProvider = {
  async getFileContent({ path, repository }) {
    if (repository) throw new Error("not in this repository");
    return { name: path, content: await readFile(path, "utf8") };
  },
};

const judges = {
  async parser(name, content) {
    const { value, context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
    if (value) {
      await convertWorkflowTemplate(context, value, fileProvider, {
        fetchReusableWorkflowDepth: 1,
        errorPolicy: ErrorPolicy.TryConversion,
      });
    }
    const errors = context.errors.getErrors();
    if (!value && errors.length === 0) throw new Error(`${name}: the parser returned nothing and said nothing`);
    return errors.map((error) => error.message);
  },

  async service(name, content) {
    const document = TextDocument.create(pathToFileURL(name).href, "yaml", 1, content);
    const diagnostics = await validate(document, { fileProvider });
    return diagnostics.map(({ range, severity, message, code }) => {
      const level = [undefined, "error", "warning", "information", "hint"][severity ?? 1];
      return `${name}:${range.start.line + 1}:${range.start.character + 1}: ${level}: ${message}${code ? ` [${code}]` : ""}`;
    });
  },
};

// The service swallows its own crashes and tells the log alone: that must not look like a clean file.
const crashes = [];
registerLogger({ error: (message) => crashes.push(message), warn() {}, info() {}, log() {} });

const [which, ...files] = process.argv.slice(2);
if (!judges[which] || files.length === 0) {
  console.error("usage: node judge.mjs parser|service FILE...");
  process.exit(2);
}

let findings = 0;
for (const file of files) {
  for (const line of await judges[which](file, await readFile(file, "utf8"))) {
    console.log(line.replaceAll("\n", " "));
    findings += 1;
  }
  console.error(`judged ${file}`);
}
if (crashes.length > 0) {
  console.error(crashes.join("\n"));
  process.exit(2);
}
process.exitCode = findings > 0 ? 10 : 0;
