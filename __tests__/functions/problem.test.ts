/** What a caller is told of an error that the SDK throws. */
import * as sdk from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyResult } from "aws-lambda";
import fc from "fast-check";
import { createHandler } from "../../functions/handler";
import { kindOfName } from "../../functions/problem";
import { internalNames } from "../support/functions/error-table";
import { context, guideTable, httpEvent, tableOf } from "../support/functions/events";
import { check } from "../support/functions/fuzz";

const error = (name: string, more: object = {}) =>
  Object.assign(new Error("text of the service"), { name, ...more });
const withStatus = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

const list = httpEvent({ body: '{"operation":"list"}' });
const tables = new Map([["LambdaTable", tableOf("LambdaTable", guideTable)]]);

const handlerOver = (thrown: unknown) =>
  createHandler({ send: () => Promise.reject(thrown), tables, log: () => {} });

/** The error that a direct caller gets, as text. */
const directlyTo = (thrown: unknown) =>
  handlerOver(thrown)({ operation: "list" }, context).catch((failure: Error) => String(failure));

async function answerTo(thrown: unknown) {
  const result = (await handlerOver(thrown)(list, context)) as APIGatewayProxyResult;
  const { statusCode, headers, body } = result;
  return { status: statusCode, retryAfter: headers?.["retry-after"], document: JSON.parse(body) };
}

const refusal = async (message: string) =>
  (await answerTo(error("ValidationException", { message }))).document.detail;

/** Names that no service sends: error-table.test.ts has the others. */
test.each<[string, number]>([
  ["AbortError", 504],
  ["CredentialsProviderError", 500],
  ["constructor", 500],
])("an error named %s is answered %d, without its message", async (name, status) => {
  const answer = await answerTo(error(name));
  expect(answer.status).toBe(status);
  expect(answer.document.detail).not.toContain("text of");
});

test.each([
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
])("the code %s is 503, whatever the error's name is", async (code) => {
  expect((await answerTo(error("TimeoutError", { code }))).status).toBe(503);
});

test.each([500, 502, 599])(
  "a failure of the service without a known name, with %d, may be tried again",
  async (httpStatusCode) => {
    const answer = await answerTo(error("Unheard", withStatus(httpStatusCode)));
    expect(answer).toMatchObject({ status: 503, retryAfter: "1" });
  },
);

test.each([400, 499])(
  "a refusal without a known name, with %d, is a fault of the service and may not be tried again",
  async (httpStatusCode) => {
    const answer = await answerTo(error("Unheard", withStatus(httpStatusCode)));
    expect(answer).toMatchObject({ status: 500, retryAfter: undefined });
  },
);

describe("the exceptions that the SDK exports", () => {
  const classes = Object.values(sdk).filter(
    (value) =>
      typeof value === "function" && value.prototype instanceof sdk.DynamoDBServiceException,
  ) as (new (
    options: object,
  ) => Error)[];
  const names = classes.map((Exception) => new Exception({ message: "", $metadata: {} }).name);

  test("are found", () => {
    expect(names.length).toBeGreaterThan(30);
    expect(names).toContain("ConditionalCheckFailedException");
  });

  test("have a kind each, or are listed as those that say nothing to a caller", () => {
    const known = [...kindOfName.keys(), ...internalNames];
    expect(names.filter((name) => !known.includes(name))).toStrictEqual([]);
  });
});

test.each([
  'Invalid UpdateExpression: Syntax error; token: "nonsense", near: "SET nonsense"',
  "The provided key element does not match the schema",
  'Syntax error; token: "/", near: "a / b"',
  'Syntax error; token: "/", near: "a.b/c = :d"',
  "The value at the place is not supported",
  "Two lines:\nattribute names and values",
  "Expression size has exceeded the maximum allowed size; expression size: 4097",
  "The number 12345678 is too large at 10:30",
  'What a caller writes: token: "size", near: "item size ="',
])("DynamoDB's message about a request reaches the caller: %j", async (message) => {
  expect(await refusal(message)).toBe(message);
});

test.each(["Item size has exceeded the maximum allowed size", "ITEM SIZE of arn:aws:x"])(
  "an item that is too large is 413, though DynamoDB calls it a validation: %s",
  async (message) => {
    expect(await answerTo(error("ValidationException", { message }))).toMatchObject({
      status: 413,
      document: { detail: "An item has at most 400 KB, attribute names included." },
    });
  },
);

describe("nothing internal reaches a caller", () => {
  /** Each is secret for one reason only: a second one would hide that the first is overlooked. */
  const secrets = [
    "arn:aws:s3:::bucket",
    "ARN:aws-us-gov:iam::1:role/x",
    "123456789012",
    "1234-5678-9012",
    "Error: x\n    at send",
    "Error: x\r    at send",
    "TypeError: x at handler (index.mjs:1:2345)",
    ":12:34",
    "/var/task/index.mjs",
    "/opt/",
    "/.aws/credentials",
    "/my-app/code.js",
    "C:\\Users\\deploy\\index.js",
    "file:///opt/nodejs",
  ];
  const fixed = "DynamoDB refused the request.";

  test.each(secrets)("%j in a message of DynamoDB, at any position", async (secret) => {
    for (const message of [secret, `${secret}. More.`, `Text: ${secret}`, `Text (${secret}) more.`])
      expect([message, await refusal(message)]).toStrictEqual([message, fixed]);
  });

  const text = fc.string({ unit: "binary" });
  const names = [...kindOfName.keys(), ...internalNames, "Unheard", "TypeError"];
  /** Often the only one whose message is forwarded. */
  const name = fc.oneof(
    { weight: 3, arbitrary: fc.constant("ValidationException") },
    fc.constantFrom(...names),
  );

  test.each(secrets)("%j in any error, with any text around it", (secret) =>
    check(
      50,
      fc.asyncProperty(name, text, text, async (thrown, before, after) => {
        const message = `${before} ${secret} ${after}`;
        const failure = error(thrown, { message, ...withStatus(400) });
        const { document } = await answerTo(failure);
        const written = JSON.stringify(secret).slice(1, -1);
        expect(JSON.stringify(document)).not.toContain(written);
        expect(await directlyTo(failure)).toMatch(/^[a-z-]+: \{"type":"urn:/);
        expect(await directlyTo(failure)).not.toContain(written);
        expect(document.detail).toMatch(/^[A-Z].*\.$/);
      }),
    ),
  );

  test.each(names.filter((one) => one !== "ValidationException"))(
    "the message of %s",
    async (thrown) => {
      const { document } = await answerTo(error(thrown, withStatus(500)));
      expect(JSON.stringify(document)).not.toContain("text of the service");
    },
  );

  test("an empty message is replaced", async () => {
    expect(await refusal("")).toBe(fixed);
    const { document } = await answerTo({ name: "ValidationException" });
    expect(document.detail).toBe(fixed);
  });
});
