/** Every kind of problem, made to happen: by the engine, or by a DynamoDB that fails. */
import { type Kind, kindOfName, kinds } from "../../functions/problem";
import { inProcess } from "./clients";
import { startHandler } from "./events";
import { answers, exception, startContainer, startFaulty } from "./faulty-dynamodb";

jest.setTimeout(30_000);

interface Outcome {
  readonly statusCode: number;
  readonly body: string;
  readonly headers?: object;
}

let service: Awaited<ReturnType<typeof startHandler>>;
let faulty: Awaited<ReturnType<typeof startFaulty>>;
let outcomes: Outcome[];
beforeAll(async () => {
  [service, faulty] = await Promise.all([startHandler(), startFaulty()]);
  outcomes = await Promise.all(rows.map(([, , , happen]) => happen()));
});
afterAll(() => Promise.all([service.close(), faulty.close()]));

/** What an account must not say of itself, in every word of the service. */
const message = "User: arn:aws:iam::123456789012:role/x at /var/task/index.mjs:1:2";
const says = (name: string, status = 400) =>
  faulty.run(`${name}-${status}`, [exception(name, status, message)]);

const create = (Item: object, more: object = {}) =>
  service.post({ operation: "create", payload: { Item, ...more } });
const withoutTable = async () => {
  const container = startContainer(service.endpoint);
  const outcome = await container.invoke('{"operation":"list","tableName":"Gone"}', ["Gone"]);
  await container.close();
  return outcome;
};
const withoutCredentials = async () => {
  const container = startContainer(service.endpoint, { AWS_SECRET_ACCESS_KEY: "" });
  const outcome = await container.invoke('{"operation":"list"}');
  await container.close();
  return outcome;
};
const tooManyItems = async () => {
  for (const Id of "abcdef") await create({ Id, text: "\u0001".repeat(170_000) });
  return service.post({ operation: "list" });
};

/** By the façade, on an item that stands; `{}` is sent where a method takes a body. */
const facade = async (method: string, below: string, headers?: Record<string, string>) => {
  await create({ Id: "stands" });
  const path = `/DynamoDBManager/${below}`;
  const { status, text, ...answer } = await inProcess(service.handler)(method, path, {
    body: '{"Id":"stands"}',
    headers,
  });
  return { statusCode: status, body: text, headers: answer.headers };
};

const rows: [string, Kind, number, () => Promise<Outcome>][] = [
  ["a body that is no JSON", "invalid-body", 400, () => service.post("{")],
  ["a body of the wrong shape", "invalid-body", 400, () => service.post([])],
  [
    "an expression that DynamoDB does not understand",
    "invalid-body",
    400,
    () => service.post({ operation: "list", payload: { FilterExpression: "nonsense" } }),
  ],
  ["a value that DynamoDB cannot read", "unreadable", 400, () => says("SerializationException")],
  [
    "a table that is not served",
    "table-not-allowed",
    403,
    () => service.post({ operation: "list", tableName: "Other" }),
  ],
  [
    "a content type that is not JSON",
    "unsupported-media-type",
    415,
    () => service.post("{}", { "content-type": "text/html" }),
  ],
  ["a body over 1 MiB", "body-too-large", 413, () => service.post(" ".repeat(1024 * 1024 + 1))],
  ["an item over 400 KB", "item-too-large", 413, () => create({ Id: "1", a: "a".repeat(420_000) })],
  ["items that no answer holds", "answer-too-large", 413, tooManyItems],
  [
    "a condition that does not hold",
    "condition-failed",
    409,
    () => create({ Id: "1" }, { ConditionExpression: "attribute_exists(Id)" }),
  ],
  ["an unknown path", "not-found", 404, () => facade("GET", "nothing")],
  ["a wrong method", "method-not-allowed", 405, () => facade("PUT", "ping")],
  ["a wrong query", "invalid-parameter", 400, () => facade("GET", "LambdaTable?limit=x")],
  ["an item that exists", "already-exists", 409, () => facade("POST", "LambdaTable")],
  [
    "an item that must not exist",
    "precondition-failed",
    412,
    () => facade("PUT", "LambdaTable/stands", { "if-none-match": "*" }),
  ],
  ["a table that is not there", "internal", 500, withoutTable],
  ["no credentials", "internal", 500, withoutCredentials],
  ["a key of KMS that is not there", "internal", 500, () => says("KMSNotFoundException")],
  ["a 5xx of no name", "unavailable", 503, () => faulty.run("502", [answers.badGateway])],
  ["a connection that breaks", "unavailable", 503, () => faulty.run("reset", [answers.reset])],
  ["no answer", "timeout", 504, () => faulty.run("hang", [answers.hang], {}, 700)],
];

/** The SDK and Node say these of themselves, no service does. */
const ofClient = /^E[A-Z_]+$|^AbortError$|^CredentialsProviderError$/;
const ofService = [...kindOfName.keys()].filter((name) => !ofClient.test(name));
for (const name of ofService) {
  const kind = kindOfName.get(name) as Kind;
  rows.push([`the service's ${name}`, kind, kinds[kind].status, () => says(name)]);
}

test.each(rows.map((row, index) => [...row.slice(0, 3), index] as [string, Kind, number, number]))(
  "%s is %s, %d",
  (_, kind, status, index) => {
    const { statusCode, headers, body } = outcomes[index] as Outcome;
    const document = JSON.parse(body);
    expect(statusCode).toBe(status);
    expect(document).toEqual({
      type: `urn:problem-type:dynamodb-operations:${kind}`,
      title: kinds[kind].title,
      status,
      detail: expect.stringMatching(/./),
      requestId: "request-1",
      ...("errors" in document && { errors: expect.any(Array) }),
    });
    expect(headers).toMatchObject({ "content-type": "application/problem+json" });
    const retryAfter = (headers as Record<string, string>)["retry-after"];
    expect(retryAfter).toBe(status === 429 || status === 503 ? "1" : undefined);
    expect(body).not.toMatch(/arn:|\d{12}|\/var\/|index\.mjs|physical/);
  },
);

test("every kind has happened", () => {
  const happened = new Set(rows.map(([, kind]) => kind));
  expect(Object.keys(kinds).filter((kind) => !happened.has(kind as Kind))).toEqual([]);
});

test("who may have written is told so", () => {
  const details = rows.flatMap(([, kind], index) =>
    kind === "timeout" || kind === "unavailable"
      ? JSON.parse(outcomes[index]?.body ?? "").detail
      : [],
  );
  expect(new Set(details)).toEqual(
    new Set([
      expect.stringContaining("it is not known whether it happened"),
      expect.stringContaining("it may have happened all the same"),
    ]),
  );
});
