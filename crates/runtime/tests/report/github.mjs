// A GitHub on loopback: what is asked of it is held against GitHub's own descriptions of its APIs by validators that
// are not ours, and so is what it answers. Each world, /w/NAME, is a repository of its own.
//
// node github.mjs MODULES        prints its port; ends when standard input does
import { createServer } from "node:http";
import { createContract } from "./contract.mjs";
import { createGraph } from "./graph.mjs";
import { createWorld } from "./world.mjs";

const modules = process.argv[2];
const contract = await createContract(modules);
const graph = createGraph(modules);
const worlds = new Map();

const read = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
};

const parsed = (text) => {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return null;
  }
};

// The first fault that is meant for this request, which it uses up.
const faultFor = (world, method, path) => {
  const index = world.faults.findIndex((fault) => fault.method === method && new RegExp(fault.path).test(path));
  return index < 0 ? undefined : world.faults.splice(index, 1)[0];
};

const send = (response, status, body, headers = {}) => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
};

const answer = async (world, name, request, response, path, text) => {
  const { method, headers } = request;
  const [pathname, query = ""] = path.split("?");
  const body = parsed(text);
  world.log.push({ method, path, body });
  const fault = faultFor(world, method, pathname);
  if (fault?.drop === "before") return request.socket.destroy();
  if (fault?.status) return send(response, fault.status, fault.body ?? { message: "injected" }, fault.headers);
  if (headers.authorization !== "Bearer good-token") return send(response, 401, { message: "Bad credentials" });
  const base = `http://${headers.host}/w/${name}/api/v3`;
  if (pathname === "/api/graphql") {
    const { violations, answer } = await graph(body, world);
    world.violations.push(...violations);
    if (fault?.drop === "after") return request.socket.destroy();
    return send(response, 200, answer);
  }
  const call = { method, path: pathname.replace(/^\/api\/v3/, ""), query, headers, body };
  const { operation, parameters, violations } = contract.request(call);
  world.violations.push(...violations.map((violation) => `${method} ${path}: ${violation}`));
  if (!operation || violations.length > 0) return send(response, 400, { message: "against the description" });
  const said = world.serve(operation, parameters, Object.fromEntries(new URLSearchParams(query)), body, contract, base);
  if (fault?.drop === "after") return request.socket.destroy();
  if (said.status < 300) {
    world.violations.push(...contract.response(operation, said.status, said.body).map((fault) => `own answer to ${method} ${path}: ${fault}`));
  }
  send(response, said.status, said.body, said.headers);
};

const server = createServer(async (request, response) => {
  const [, , name, rest = "/"] = request.url.match(/^\/(w)\/([a-z0-9-]+)(\/.*)?$/) ?? [];
  if (!name) return send(response, 404, { message: "no such world" });
  if (!worlds.has(name)) worlds.set(name, createWorld());
  const world = worlds.get(name);
  const text = await read(request);
  if (rest === "/tell") {
    Object.assign(world, JSON.parse(text));
    return send(response, 200, {});
  }
  if (rest === "/ask") {
    const { faults, log, violations, comments, statuses, checks, artifacts, minimized } = world;
    return send(response, 200, { faults, log, violations, comments, statuses, checks, artifacts, minimized });
  }
  try {
    await answer(world, name, request, response, rest, text);
  } catch (error) {
    world.violations.push(`the server itself: ${error.stack}`);
    send(response, 500, { message: "bug" });
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit(0)).resume();
