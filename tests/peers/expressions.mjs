// GitHub's own evaluator (npm @actions/expressions), asked line by line.
//
//   PIPEWRIGHT_PEERS=DIR node expressions.mjs answer [runner] < questions.jsonl > answers.jsonl
//   PIPEWRIGHT_PEERS=DIR node expressions.mjs time            < questions.jsonl
//
// DIR is the node_modules folder that holds the package. A question is {"expr","context"}; an answer is
// {"value"} or {"error":{"kind","message","at"?}}, `at` in UTF-16 units from 1. With `runner`, the two
// known faults of the package are mended, so that everything else can be compared:
//   - it reads only the first doubled quote of a string as one quote; GitHub reads all
//   - it computes all arguments of case(); GitHub's runner only those it needs
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [mode, flavour] = process.argv.slice(2);
const dist = join(resolve(process.env.PIPEWRIGHT_PEERS), "@actions", "expressions", "dist");
const load = (file) => import(pathToFileURL(join(dist, file)));
const { Lexer, Parser, Evaluator } = await load("index.js");
const { MAX_EXPRESSION_LENGTH } = await load("errors.js");
const { TokenType } = await load("lexer.js");
const { reviver } = await load("data/reviver.js");
const { replacer } = await load("data/replacer.js");

class PlacedLexer extends Lexer {
  range() {
    return { ...super.range(), at: this.start + 1 };
  }
}

class RunnerLexer extends PlacedLexer {
  addToken(type, value) {
    const unquoted = () => this.input.slice(this.start + 1, this.offset - 1).replaceAll("''", "'");
    super.addToken(type, type === TokenType.STRING ? unquoted() : value);
  }
}

class RunnerEvaluator extends Evaluator {
  visitFunctionCall(call) {
    if (call.functionName.lexeme.toLowerCase() !== "case") return super.visitFunctionCall(call);
    for (let i = 0; i + 1 < call.args.length; i += 2) {
      const predicate = this.eval(call.args[i]);
      if (typeof predicate.value !== "boolean") throw new Error("case predicate must evaluate to a boolean value");
      if (predicate.value) return this.eval(call.args[i + 1]);
    }
    return this.eval(call.args.at(-1));
  }
}

const [QuestionLexer, QuestionEvaluator] =
  flavour === "runner" ? [RunnerLexer, RunnerEvaluator] : [PlacedLexer, Evaluator];

function answer(line) {
  const question = JSON.parse(line, reviver);
  const expr = question.get("expr").value;
  const contexts = question.get("context");
  let tokens, tree;
  try {
    tokens = new QuestionLexer(expr).lex().tokens;
  } catch (error) {
    return { error: { kind: "lexing", ...lexingPlace(error.message, expr) } };
  }
  try {
    tree = new Parser(tokens, contexts.pairs().map((pair) => pair.key), []).parse();
  } catch (error) {
    // The end of the text has no place of its own in the package.
    const at = error.tok?.type === TokenType.EOF ? expr.length + 1 : error.tok?.range.at;
    return { error: { kind: "parsing", message: error.message, at } };
  }
  try {
    return { value: tree === undefined ? null : new QuestionEvaluator(tree, contexts).evaluate() };
  } catch (error) {
    return { error: { kind: "evaluation", message: error.message } };
  }
}

function lexingPlace(message, expr) {
  if (message === "ErrorExceededMaxLength") {
    return { message: `Exceeded max expression length ${MAX_EXPRESSION_LENGTH}`, at: 1 };
  }
  const head = message.slice(0, -` within expression: ${expr}`.length);
  const [, what, at] = /^(.*)\. Located at position (\d+)$/s.exec(head) ?? [null, message, 1];
  return { message: what, at: Number(at) };
}

const lines = readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
if (mode === "time") {
  let failed = 0;
  const start = process.hrtime.bigint();
  for (const line of lines) {
    if (JSON.stringify(answer(line), replacer).startsWith('{"error"')) failed++;
  }
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  console.log(JSON.stringify({ lines: lines.length, failed, milliseconds }));
} else {
  process.stdout.write(lines.map((line) => JSON.stringify(answer(line), replacer) + "\n").join(""));
}
