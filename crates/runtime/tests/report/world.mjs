// A repository: what was done to it stays done.

const page = (all, query, url) => {
  const size = Number(query.per_page ?? 30);
  const number = Number(query.page ?? 1);
  const items = all.slice((number - 1) * size, number * size);
  const next = new URLSearchParams({ ...query, page: number + 1 });
  const headers = number * size < all.length ? { link: `<${url}?${next}>; rel="next"` } : {};
  return { items, headers };
};

const missing = { status: 404, body: { message: "Not Found" } };

export const createWorld = () => {
  const world = {
    login: "github-actions[bot]",
    comments: [],
    statuses: [],
    checks: [],
    pulls: [],
    runs: [],
    artifacts: [],
    minimized: [],
    deleted: [],
    longest: 65536,
    faults: [],
    log: [],
    violations: [],
    next: 1000,
  };

  const comment = (contract, made) => {
    const example = contract.example("issue-comment");
    return { ...example, ...made, user: { ...example.user, login: made.login } };
  };
  const check = (contract, made) => {
    const example = contract.example("check-run-example-of-completed-conclusion");
    const { annotations, ...output } = made.output;
    return { ...example, ...made, output: { ...example.output, ...output, annotations_count: annotations } };
  };
  const tooLong = (body) =>
    [...body].length > world.longest && {
      status: 422,
      body: { message: "Validation Failed", errors: [{ resource: "IssueComment", code: "unprocessable", field: "data", message: `Body is too long (maximum is ${world.longest} characters)` }] },
    };

  const served = {
    "issues/list-comments"(to, query, body, contract, base) {
      const all = world.comments.filter((one) => one.issue === Number(to.issue_number));
      const { items, headers } = page(all, query, `${base}/repos/${to.owner}/${to.repo}/issues/${to.issue_number}/comments`);
      return { status: 200, headers, body: items.map((one) => comment(contract, one)) };
    },
    "issues/create-comment"(to, query, { body }, contract) {
      if (world.deleted.includes(Number(to.issue_number))) return missing;
      if (tooLong(body)) return tooLong(body);
      const id = world.next++;
      const made = { id, node_id: `IC_${id}`, issue: Number(to.issue_number), login: world.login, body, html_url: `https://github.com/x/y/pull/${to.issue_number}#issuecomment-${id}` };
      world.comments.push(made);
      return { status: 201, body: comment(contract, made) };
    },
    "issues/update-comment"(to, query, { body }, contract) {
      const found = world.comments.find((one) => one.id === Number(to.comment_id));
      if (!found) return missing;
      if (tooLong(body)) return tooLong(body);
      found.body = body;
      return { status: 200, body: comment(contract, found) };
    },
    "repos/create-commit-status"(to, query, body, contract) {
      if ([...(body.description ?? "")].length > 140) return { status: 422, body: { message: "Validation Failed" } };
      world.statuses.push({ sha: to.sha, ...body });
      return { status: 201, body: { ...contract.example("status"), ...body } };
    },
    "checks/create"(to, query, body, contract) {
      const id = world.next++;
      const annotations = body.output.annotations?.length ?? 0;
      const made = { id, name: body.name, head_sha: body.head_sha, external_id: body.external_id, status: body.status, conclusion: body.conclusion, output: { title: body.output.title, summary: body.output.summary, annotations } };
      world.checks.push(made);
      return { status: 201, body: check(contract, made) };
    },
    "checks/update"(to, query, body, contract) {
      const found = world.checks.find((one) => one.id === Number(to.check_run_id));
      if (!found) return missing;
      found.output.annotations += body.output.annotations?.length ?? 0;
      return { status: 200, body: check(contract, found) };
    },
    "checks/list-for-ref"(to, query, body, contract, base) {
      const all = world.checks.filter((one) => one.head_sha === to.ref);
      const { items, headers } = page(all, query, `${base}/repos/${to.owner}/${to.repo}/commits/${to.ref}/check-runs`);
      return { status: 200, headers, body: { total_count: all.length, check_runs: items.map((one) => check(contract, one)) } };
    },
    "pulls/list"(to, query, body, contract) {
      const [owner, ref] = (query.head ?? ":").split(/:(.*)/s);
      const found = world.pulls.filter((pull) => pull.repository.split("/")[0] === owner && pull.branch === ref);
      const [example] = contract.example("pull-request-simple-items");
      const pulls = found.map((pull) => ({
        ...example,
        number: pull.number,
        // The team of the example lacks what the description requires of one.
        requested_teams: [],
        head: { ...example.head, ref: pull.branch, sha: pull.sha, repo: { ...example.head.repo, full_name: pull.repository } },
      }));
      return { status: 200, body: pulls };
    },
    "actions/list-artifacts-for-repo"(to, query, body, contract, base) {
      const [example] = contract.example("artifact-paginated").artifacts;
      const { items, headers } = page(world.artifacts, query, `${base}/repos/${to.owner}/${to.repo}/actions/artifacts`);
      const artifacts = items.map(({ run, ...one }) => ({ ...example, expired: false, ...one, workflow_run: { ...example.workflow_run, id: run } }));
      return { status: 200, headers, body: { total_count: world.artifacts.length, artifacts } };
    },
    "actions/delete-artifact"(to) {
      const index = world.artifacts.findIndex((one) => one.id === Number(to.artifact_id));
      if (index < 0) return missing;
      world.artifacts.splice(index, 1);
      return { status: 204 };
    },
    "actions/get-workflow-run"(to, query, body, contract) {
      const found = world.runs.find((run) => run.id === Number(to.run_id));
      return found ? { status: 200, body: { ...contract.example("workflow-run"), ...found } } : missing;
    },
    "users/get-authenticated"(to, query, body, contract) {
      if (world.login.endsWith("[bot]")) return { status: 403, body: { message: "Resource not accessible by integration" } };
      return { status: 200, body: { ...contract.example("private-user-response-with-public-profile-information"), login: world.login } };
    },
  };

  world.serve = (operation, to, query, body, contract, base) => served[operation](to, query, body, contract, base);
  return world;
};
