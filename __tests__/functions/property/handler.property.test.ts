/** Any event gets a well-formed answer; a direct caller gets a result, or an error that is a problem. */
import type { APIGatewayProxyResult } from "aws-lambda";
import fc from "fast-check";
import { operations } from "../../../functions/operations";
import { belowRoot, context, httpEvent, startHandler } from "../../support/functions/events";
import { check } from "../../support/functions/fuzz";

jest.setTimeout(3_600_000);

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

/** What API Gateway, a browser and a log can live with, whatever was sent. */
function expectWellFormed(response: unknown): void {
  const { statusCode, headers, body } = response as APIGatewayProxyResult;
  expect([200, 201, 204, 400, 403, 404, 405, 409, 412, 413, 415]).toContain(statusCode);
  expect(headers).toMatchObject({ "x-request-id": expect.any(String) });
  if (body === "") return;
  const type = statusCode < 300 ? "application/json" : "application/problem+json";
  expect(headers).toMatchObject({ "content-type": type });
  const document = JSON.parse(body);
  if (statusCode >= 300) {
    expect(document).toMatchObject({ status: statusCode, type: expect.stringMatching(/^urn:/) });
  }
}

const word = fc.oneof(
  fc.constantFrom(...Object.keys(operations), "constructor", "__proto__", "toString", "CREATE"),
  fc.constantFrom("operation", "tableName", "payload", "LambdaTable", "TableName", "Item", "Key"),
  fc.constantFrom("Id", "Limit", "$set", "$binary", "$map", "ReturnValues", "UpdateExpression"),
  fc.string({ unit: "binary", maxLength: 6 }),
);

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    word,
    fc.constantFrom(null, true, 0, -0, 1, 1e300, 2 ** 53, 1e-200, ""),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(word, tie("value"), { maxKeys: 4 }),
  ),
})).value;

/** Often good enough to reach the operation, and the database. */
const envelope = fc.record(
  {
    operation: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...Object.keys(operations)) },
      json,
    ),
    tableName: fc.oneof(fc.constant("LambdaTable"), word),
    payload: fc.oneof(
      json,
      fc.record({ Item: fc.oneof(json, fc.record({ Id: word, a: json })) }),
      fc.record(
        {
          Key: fc.oneof(json, fc.record({ Id: word })),
          UpdateExpression: word,
          ReturnValues: word,
          ConditionExpression: fc.constantFrom("attribute_exists(Id)", "Id = :a", "#"),
          ExpressionAttributeValues: json,
        },
        { requiredKeys: ["Key"] },
      ),
      fc.record({ Limit: json, FilterExpression: word, ExclusiveStartKey: json }),
    ),
  },
  { requiredKeys: ["operation"] },
);

test("any text as a body gets a well-formed answer", () =>
  check(
    300,
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: "binary" }),
        json.map((value) => JSON.stringify(value)),
        envelope.map((value) => JSON.stringify(value)),
        envelope.map((value) => JSON.stringify(value).slice(0, -1)),
      ),
      fc.boolean(),
      async (body, isBase64Encoded) => {
        expectWellFormed(await service.handler(httpEvent({ body, isBase64Encoded }), context));
        const encoded = Buffer.from(body).toString("base64");
        expectWellFormed(
          await service.handler(httpEvent({ body: encoded, isBase64Encoded: true }), context),
        );
      },
    ),
  ));

test("any event that looks like HTTP gets a well-formed answer", () => {
  const requestContext = fc.oneof(
    fc.dictionary(fc.constantFrom("requestId", "stage"), json),
    fc.constant({ requestId: { toString: 1 } }),
  );
  const change = fc.record(
    {
      httpMethod: json,
      resource: json,
      path: json,
      queryStringParameters: json,
      requestContext,
      headers: fc.oneof(json, fc.dictionary(fc.constantFrom("content-type", "Content-Type"), json)),
      body: json,
      isBase64Encoded: json,
    },
    { requiredKeys: [] },
  );
  return check(
    300,
    fc.asyncProperty(change, async (part) => {
      expectWellFormed(await service.handler(httpEvent(part as object), context));
    }),
  );
});

test("any request below the resource gets a well-formed answer", () => {
  const segment = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("LambdaTable", "echo", "ping", "a", "1") },
    word.map((text) => encodeURIComponent(Buffer.from(text).toString())),
    fc.string({ unit: "grapheme-ascii", maxLength: 4 }),
  );
  const request = fc.record({
    httpMethod: fc.constantFrom(
      "GET",
      "HEAD",
      "POST",
      "PUT",
      "PATCH",
      "DELETE",
      "OPTIONS",
      "constructor",
    ),
    resource: fc.oneof({ weight: 9, arbitrary: fc.constant(belowRoot) }, word),
    path: fc
      .array(segment, { maxLength: 3 })
      .map((segments) => ["/DynamoDBManager", "LambdaTable", ...segments].join("/")),
    headers: fc.dictionary(fc.constantFrom("If-Match", "If-None-Match"), fc.constantFrom("*", "x")),
    queryStringParameters: fc.dictionary(fc.constantFrom("limit", "cursor", "x"), word),
    body: fc.oneof(fc.dictionary(word, json), json).map((value) => JSON.stringify(value)),
  });
  return check(
    300,
    fc.asyncProperty(request, async (part) => {
      expectWellFormed(await service.handler(httpEvent(part as object), context));
    }),
  );
});

test("any other event gets a result, or an error that is a problem", () =>
  check(
    300,
    fc.asyncProperty(fc.oneof(json, envelope), async (event) => {
      const result = await service.handler(event, context).catch((error: Error) => {
        const problem = JSON.parse(error.message);
        expect(problem).toMatchObject({ status: expect.any(Number), requestId: "invocation-1" });
        expect(problem.status).toBeLessThan(500);
        expect(problem.type).toBe(`urn:problem-type:dynamodb-operations:${error.name}`);
        return null;
      });
      expect(JSON.stringify(result)).toBeDefined();
    }),
  ));
