/** Every kind of problem, made to happen: by the engine, or by a DynamoDB that fails. */
import { type Kind, kindOfName } from "../../functions/problem";
import { inProcess } from "../support/functions/clients";
import { internalNames, meanings, told } from "../support/functions/error-table";
import { startHandler } from "../support/functions/events";
import * as faults from "../support/functions/faulty-dynamodb";
import * as misconfigured from "../support/functions/misconfigured";

const { answers, exception, startFaulty } = faults;

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
  // All at once, large bodies would make others too late for their attempts.
  const large = await tooManyItems();
  const others = rows.map(([, , happen]) => (happen === tooManyItems ? large : happen()));
  outcomes = await Promise.all(others);
});
afterAll(() => Promise.all([service.close(), faulty.close()]));

/** The message of every error: an account, a file and a place in the code, of which no answer may tell. */
const message = "User: arn:aws:iam::123456789012:role/x at /var/task/index.mjs:1:2";
const failWith = (name: string) => faulty.run(name, [exception(name, 400, message)]);

const create = (Item: object, more: object = {}) =>
  service.post({ operation: "create", payload: { Item, ...more } });
const tooManyItems = async () => {
  for (const Id of "abcdef") await create({ Id, text: "\u0001".repeat(170_000) });
  return service.post({ operation: "list" });
};

/** By the façade, on an item that exists. */
const facade = async (method: string, below: string, headers?: Record<string, string>) => {
  await create({ Id: "there" });
  const path = `/DynamoDBManager/${below}`;
  const { status, text, ...answer } = await inProcess(service.handler)(method, path, {
    body: '{"Id":"there"}',
    headers,
  });
  return { statusCode: status, body: text, headers: answer.headers };
};

/** What happens, the kind of the problem, how to make it happen, and the detail, if it is not the kind's. */
const rows: [string, Kind, () => Promise<Outcome>, string?][] = [
  [
    "a body that is no JSON",
    "invalid-body",
    () => service.post("{"),
    "The body is not valid JSON at line 1, column 2.",
  ],
  [
    "a body of the wrong shape",
    "invalid-body",
    () => service.post([]),
    "The body must be of type object, received array.",
  ],
  [
    "an expression that DynamoDB does not understand",
    "invalid-body",
    () => service.post({ operation: "list", payload: { FilterExpression: "nonsense" } }),
    expect.stringMatching(/^Invalid FilterExpression: Syntax error; .*\.$/),
  ],
  [
    "a table that is not served",
    "table-not-allowed",
    () => service.post({ operation: "list", tableName: "Other" }),
    "This API does not serve a table of that name. It serves LambdaTable.",
  ],
  [
    "an operation that the table does not allow",
    "operation-not-allowed",
    () => misconfigured.withoutList(service.ports.send),
    "LambdaTable allows read, query, but not list.",
  ],
  [
    "a content type that is not JSON",
    "unsupported-media-type",
    () => service.post("{}", { "content-type": "text/html" }),
    "Send application/json.",
  ],
  [
    "a body over 1 MiB",
    "body-too-large",
    () => service.post(" ".repeat(1024 * 1024 + 1)),
    "A body has at most 1048576 bytes.",
  ],
  [
    "an item over 400 KB",
    "item-too-large",
    () => create({ Id: "1", a: "a".repeat(420_000) }),
    "An item has at most 400 KB, attribute names included.",
  ],
  [
    "items that fit into no answer",
    "answer-too-large",
    tooManyItems,
    "Ask for less: for fewer items, or for fewer attributes.",
  ],
  [
    "a condition that fails",
    "condition-failed",
    () => create({ Id: "1" }, { ConditionExpression: "attribute_exists(Id)" }),
  ],
  [
    "an unknown path",
    "not-found",
    () => facade("GET", "nothing"),
    expect.stringMatching(/^There is nothing at this path\. The paths are \/.*\.$/),
  ],
  [
    "a wrong method",
    "method-not-allowed",
    () => facade("PUT", "ping"),
    "This path allows GET, HEAD, OPTIONS.",
  ],
  [
    "a wrong query",
    "invalid-parameter",
    () => facade("GET", "LambdaTable?limit=x"),
    '"limit" must be a whole number from 1 to 1000.',
  ],
  [
    "an item that exists",
    "already-exists",
    () => facade("POST", "LambdaTable"),
    "An item with this key exists. PUT replaces it.",
  ],
  [
    "an item that must not exist",
    "precondition-failed",
    () => facade("PUT", "LambdaTable/there", { "if-none-match": "*" }),
    "There is an item at this path.",
  ],
  ["a table that is not there", "internal", () => misconfigured.withoutTable(service.endpoint)],
  ["no credentials", "internal", () => misconfigured.withoutCredentials(service.endpoint)],
  ["a key of KMS that is not there", "internal", () => failWith("KMSNotFoundException")],
  ["a 5xx of no name", "unavailable", () => faulty.run("502", [answers.badGateway])],
  ["a connection that breaks", "unavailable", () => faulty.run("reset", [answers.reset])],
  ["no answer", "timeout", () => faulty.run("hang", [answers.hang], {}, 700)],
];

/** The names of errors of the SDK and of Node. The others are of the service. */
const ofClient = /^E[A-Z_]+$|^AbortError$|^CredentialsProviderError$/;
const known = [...kindOfName.keys(), ...internalNames];
const ofService = known.filter((name) => !ofClient.test(name));
for (const name of ofService) {
  rows.push([`the service's ${name}`, meanings[name] ?? "internal", () => failWith(name)]);
}

test.each(rows.map(([what, kind, , detail], index) => [what, kind, detail, index] as const))(
  "%s is a problem of the kind %s",
  (_, kind, detail, index) => {
    const { statusCode, headers, body } = outcomes[index] as Outcome;
    const { status, title, retryAfter, detail: ofKind } = told[kind];
    const { errors, ...document } = JSON.parse(body);
    expect(statusCode).toBe(status);
    expect(document).toStrictEqual({
      type: `urn:problem-type:dynamodb-operations:${kind}`,
      title,
      status,
      detail: detail ?? ofKind,
      requestId: "request-1",
    });
    expect(headers).toMatchObject({
      "content-type": "application/problem+json",
      "x-request-id": "request-1",
    });
    expect((headers as Record<string, string>)["retry-after"]).toBe(retryAfter);
    expect(body).not.toMatch(/arn:|\d{12}|\/var\/|index\.mjs|physical/);
  },
);

test("every kind of problem has a case, and so has every mapped error of DynamoDB", () => {
  expect(rows.map(([, kind]) => kind)).toStrictEqual(
    expect.arrayContaining(Object.keys(told) as Kind[]),
  );
  expect(ofService).toStrictEqual(expect.arrayContaining(Object.keys(meanings)));
});
