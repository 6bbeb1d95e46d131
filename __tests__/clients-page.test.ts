/** docs/clients.md: its clients run as the page has them, against `npm start -- --auth`. */
import { createServer } from "node:http";
import { AwsClient } from "aws4fetch";
import { resolveSettings } from "../infra/settings/settings";
import { listen, stop } from "../local/listen";
import { clients, isInstalled, run, settings, withoutTimes } from "./support/clients";
import { createProject } from "./support/local/project";

const runnable = clients.filter(isInstalled);
for (const { title } of clients.filter((one) => !runnable.includes(one))) {
  process.stderr.write(
    `The client "${title}" did not run: python3 has no requests or no botocore.\n`,
  );
}

test("the page has four clients, and valid settings", () => {
  expect(clients.map(({ language }) => language)).toStrictEqual(["sh", "js", "python", "js"]);
  const input = new Function(`return ${settings}`)();
  expect(resolveSettings(input)).toMatchObject({ environment: "default" });
});

const keys = { accessKeyId: "local", secretAccessKey: "local" };
const aws = new AwsClient({ ...keys, region: "us-east-1", service: "execute-api", retries: 0 });

describe("against npm start -- --auth", () => {
  const project = createProject(settings);
  let origin: string;
  beforeAll(async () => {
    const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    const { url } = await project.start(["--port", "0", "--memory", "--auth"], nobody);
    origin = new URL(url).origin;
  });
  afterAll(async () => {
    await project.endAll();
    project.remove();
  });

  test.each(runnable)("the client $title prints what the page shows", async (client) => {
    const { printed, errors, status } = await run(client, origin);
    expect(errors).toBe("");
    expect(status).toBe(0);
    expect(withoutTimes(printed.trim())).toBe(withoutTimes(client.output.trim()));
  });

  test.each([
    ["PUT", {}, [200, 200]],
    ["PUT", { "if-none-match": "*" }, [201, 412]],
    ["PUT", { "if-match": "its tag" }, [200, 412]],
    ["PATCH", {}, [200, 200]],
    ["PATCH", { "if-match": "its tag" }, [200, 412]],
    ["DELETE", {}, [204, 404]],
    ["DELETE", { "if-match": "its tag" }, [204, 412]],
    ["POST", {}, [201, 409]],
  ])("a %s with %j that is sent twice is answered %j", async (method, condition, statuses) => {
    const orders = `${origin}/prod/DynamoDBManager/Orders/twice`;
    const send = (path: string, init: RequestInit) =>
      aws.fetch(`${orders}${path}`, {
        ...init,
        headers: { "content-type": "application/json", ...init.headers },
      });
    await send("/1", { method: "DELETE" });
    const isThere = statuses[0] !== 201;
    const there = isThere ? await send("/1", { method: "PUT", body: "{}" }) : undefined;
    const tag = there?.headers.get("etag") ?? "";
    const headers = { ...condition, ...("if-match" in condition && { "if-match": tag }) };
    const body = method === "DELETE" ? undefined : '{"number":1,"state":"sent"}';
    const path = method === "POST" ? "" : "/1";
    const first = await send(path, { method, headers, body });
    const second = await send(path, { method, headers, body });
    expect([first.status, second.status]).toStrictEqual(statuses);
  });
});

describe("against a server that is busy", () => {
  const answers = [429, 503, 504];
  let requests = 0;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(answers[requests] ?? 200, { "content-type": "application/json" }).end("{}");
    requests += 1;
  });
  let origin: string;
  beforeAll(async () => {
    origin = `http://127.0.0.1:${await listen(server, 0, "127.0.0.1")}`;
  });
  beforeEach(() => {
    requests = 0;
  });
  afterAll(() => stop(server));

  test.each(runnable)("the client $title tries three times, and fails", async (client) => {
    const { status } = await run(client, origin);
    expect(status).not.toBe(0);
    expect(requests).toBe(answers.length);
  });
});
