import * as sdk from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { kindOfName, Problem, problemOf } from "../../functions/problem";
import { check } from "./fuzz";

const error = (name: string, more: object = {}) =>
  Object.assign(new Error("text of the service"), { name, ...more });

test.each<[string, number]>([
  ["ValidationException", 400],
  ["SerializationException", 400],
  ["ConditionalCheckFailedException", 409],
  ["TransactionConflictException", 409],
  ["ReplicatedWriteConflictException", 409],
  ["ItemCollectionSizeLimitExceededException", 413],
  ["ProvisionedThroughputExceededException", 429],
  ["RequestLimitExceeded", 429],
  ["ThrottlingException", 429],
  ["LimitExceededException", 429],
  ["InternalServerError", 503],
  ["ServiceUnavailable", 503],
  ["TimeoutError", 504],
  ["AbortError", 504],
  ["ResourceNotFoundException", 500],
  ["AccessDeniedException", 500],
  ["UnrecognizedClientException", 500],
  ["CredentialsProviderError", 500],
  ["constructor", 500],
])("%s is %d", (name, status) => {
  const problem = problemOf(error(name));
  expect(problem.status).toBe(status);
  expect(problem.message).not.toBe("");
  if (name !== "ValidationException") expect(problem.message).not.toContain("text of the service");
});

test.each([
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
])("the code %s is 503, whatever the SDK calls the error", (code) => {
  expect(problemOf(error("TimeoutError", { code })).status).toBe(503);
});

test("any other 5xx of the service is 503", () => {
  expect(problemOf(error("Unheard", { $metadata: { httpStatusCode: 502 } })).status).toBe(503);
});

test.each([undefined, null, "text", 0, {}])("%p thrown is 500", (thrown) => {
  expect(problemOf(thrown)).toMatchObject({ status: 500 });
});

describe("the exceptions that the SDK exports", () => {
  const classes = Object.values(sdk).filter(
    (value) =>
      typeof value === "function" && value.prototype instanceof sdk.DynamoDBServiceException,
  ) as (new (
    options: object,
  ) => Error)[];
  const names = classes.map((Exception) => new Exception({ message: "", $metadata: {} }).name);

  test("are found at all", () => {
    expect(names.length).toBeGreaterThan(30);
    expect(names).toContain("ConditionalCheckFailedException");
  });

  test("have a row each", () => {
    expect(names.filter((name) => !kindOfName.has(name))).toEqual([]);
  });
});

test.each([
  'Invalid UpdateExpression: Syntax error; token: "nonsense", near: "SET nonsense"',
  "The provided key element does not match the schema",
  'Syntax error; token: "/", near: "a / b"',
])("DynamoDB's word on a request passes: %s", (message) => {
  expect(problemOf(error("ValidationException", { message })).message).toBe(message);
});

test("an item that is too large is 413, though DynamoDB calls it a validation", () => {
  const message = "Item size has exceeded the maximum allowed size of arn:aws:dynamodb:::table/x";
  expect(problemOf(error("ValidationException", { message }))).toMatchObject({
    status: 413,
    kind: "item-too-large",
    message: "An item holds at most 400 KB, names included.",
  });
});

describe("nothing internal reaches a caller", () => {
  const secrets = [
    "arn:aws:dynamodb:us-east-1:123456789012:table/LambdaTable",
    "ARN:aws-us-gov:iam::1:role/x",
    "123456789012",
    "1234-5678-9012",
    "Error: x\n    at send",
    "TypeError: x at handler (index.mjs:1:2345)",
    "/var/task/index.mjs",
    "C:\\Users\\deploy\\index.js",
    "file:///opt/nodejs",
  ];
  const names = [...kindOfName.keys(), "Unheard", "TypeError"];
  const text = fc.string({ unit: "binary" });

  test.each(secrets)("whatever error says %j, and wherever", (secret) => {
    check(
      200,
      fc.property(fc.constantFrom(...names), text, text, (name, before, after) => {
        const message = `${before} ${secret} ${after}`;
        const metadata = { httpStatusCode: 400 };
        const problem = problemOf(error(name, { message, $metadata: metadata }));
        const document = problem.document("request-1");
        expect(Object.values(document)).not.toContainEqual(expect.stringContaining(secret));
        expect(document.detail).toMatch(/^[A-Z].*\.$/);
      }),
    );
  });

  test("and no other error's text does at all", () => {
    for (const name of names) {
      if (name === "ValidationException") continue;
      const problem = problemOf(error(name, { $metadata: { httpStatusCode: 500 } }));
      expect(JSON.stringify(problem.document("request-1"))).not.toContain("text of the service");
    }
  });

  test("nor an empty word", () => {
    const problem = problemOf(error("ValidationException", { message: "" }));
    expect(problem.message).toBe("DynamoDB refused the request.");
  });
});

test("a problem is passed on as it is", () => {
  const problem = new Problem("throttled", "slow");
  expect(problemOf(problem)).toBe(problem);
});

test("what a caller writes into an expression does not make an item too large", () => {
  const message = 'Invalid UpdateExpression: Syntax error; token: "size", near: "item size ="';
  expect(problemOf({ name: "ValidationException", message })).toMatchObject({ status: 400 });
});
