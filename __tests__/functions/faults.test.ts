/** Faults of DynamoDB and of the connection: the caller's answer, which comes in time, and how many requests DynamoDB gets. */
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { createClient, limits } from "../../functions/client";
import { guideTable, startHandler } from "../support/functions/events";
import * as faults from "../support/functions/faulty-dynamodb";

const { succeed, hang, reset, truncate } = faults.answers;
const throttle = faults.exception("ThrottlingException");
const crash = faults.exception("InternalServerError", 500);
const invalid = faults.exception("ValidationException");

/** What DynamoDB does; the status; how many requests DynamoDB gets; how it answers them; the function's time. */
const cases: [string, number, number, faults.Answer[], number?][] = [
  ["hangs", 504, 3, [hang]],
  ["hangs after the headers", 504, 3, [faults.answers.hangAfterHeaders]],
  ["hangs in the body", 504, 3, [faults.answers.hangInBody]],
  ["never ends its headers", 504, 3, [faults.answers.dripHeaders]],
  ["never ends its body", 504, 1, [faults.answers.dripBody], 4000],
  ["hangs, and the function has little time left", 504, 1, [hang], 1500],
  ["resets the connection", 503, 3, [reset]],
  ["truncates its answer", 503, 3, [truncate]],
  ["answers what is no JSON", 500, 1, [faults.answers.garbage]],
  ["is behind a gateway that fails", 503, 3, [faults.answers.badGateway]],
  ["crashes", 503, 3, [crash]],
  ["throttles", 429, 3, [throttle]],
  ["hangs once", 200, 2, [hang, succeed]],
  ["hangs once in the body", 200, 2, [faults.answers.hangInBody, succeed]],
  ["resets the connection once", 200, 2, [reset, succeed]],
  ["truncates its answer once", 200, 2, [truncate, succeed]],
  ["crashes twice", 200, 3, [crash, crash, succeed]],
  ["crashes three times", 503, 3, [crash, crash, crash, succeed]],
  ["throttles twice", 200, 3, [throttle, throttle, succeed]],
  ["throttles, hangs, and recovers", 200, 3, [throttle, hang, succeed]],
  ["refuses the request", 400, 1, [invalid, succeed]],
];

let faulty: Awaited<ReturnType<typeof faults.startFaulty>>;
let outcomes: Map<string, Awaited<ReturnType<typeof faulty.run>>>;
beforeAll(async () => {
  faulty = await faults.startFaulty();
  const runs = cases.map(async ([name, , , script, time]) => {
    return [name, await faulty.run(name, script, {}, time)] as const;
  });
  outcomes = new Map(await Promise.all(runs));
});
afterAll(() => faulty.close());

describe("when DynamoDB", () => {
  test.each(cases)("%s, the caller gets %d after %d requests", (name, statusCode, requests) => {
    const outcome = outcomes.get(name);
    expect(outcome).toMatchObject({ statusCode, requests, lines: [{ status: statusCode }] });
    expect(outcome?.left).toBeGreaterThan(0);
    expect(outcome?.body).not.toMatch(/arn:|\/var\//);
  });

  test.each([
    ["refuses connections", "http://127.0.0.1:1", "ECONNREFUSED"],
    ["has no address", "http://dynamodb.invalid", expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/)],
  ])("%s, the caller gets 503 after three requests", async (_, endpoint, error) => {
    const container = faults.startContainer(endpoint);
    const outcome = await container.invoke('{"operation":"list"}');
    await container.close();
    expect(outcome).toMatchObject({ statusCode: 503, lines: [{ error, attempts: 3 }] });
  });
});

describe("a write whose answer is lost is sent again", () => {
  const { name } = guideTable;
  let service: Awaited<ReturnType<typeof startHandler>>;
  let run: (operation: string, payload: object) => ReturnType<typeof faulty.run>;
  beforeAll(async () => {
    service = await startHandler();
    const script = [faults.loseAnswerOf(service.endpoint), faults.forwardTo(service.endpoint)];
    run = (operation, payload) => faulty.run(name, script, { operation, payload });
  });
  afterAll(() => service.close());

  const add = {
    Key: { Id: "counter" },
    UpdateExpression: "ADD n :one",
    ExpressionAttributeValues: { ":one": 1 },
    ReturnValues: "ALL_NEW",
  };

  test("so an ADD may count twice", async () => {
    const outcome = await run("update", add);
    expect(outcome).toMatchObject({ statusCode: 200, requests: 2 });
    expect(outcome.json).toStrictEqual({ Attributes: { Id: "counter", n: 2 } });
  });

  test("so a condition may fail over the request's own success", async () => {
    const payload = { Item: { Id: "new" }, ConditionExpression: "attribute_not_exists(Id)" };
    expect(await run("create", payload)).toMatchObject({ statusCode: 409, requests: 2 });
    const { json } = await service.post({ operation: "read", payload: { Key: { Id: "new" } } });
    expect(json).toStrictEqual({ Item: { Id: "new" } });
  });

  test("but a version in the condition keeps it from happening twice", async () => {
    await service.post({ operation: "create", payload: { Item: { Id: "v", version: 1, n: 1 } } });
    const outcome = await run("update", {
      ...add,
      Key: { Id: "v" },
      UpdateExpression: "ADD n :one, version :one",
      ConditionExpression: "version = :one",
    });
    expect(outcome).toMatchObject({ statusCode: 409, requests: 2 });
    const { json } = await service.post({ operation: "read", payload: { Key: { Id: "v" } } });
    expect(json).toStrictEqual({ Item: { Id: "v", version: 2, n: 2 } });
  });
});

test("the SDK's waits between attempts are within the limits", async () => {
  const random = jest.spyOn(Math, "random").mockReturnValue(1 - Number.EPSILON);
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = faulty.endpoint;
  const client = createClient();
  faulty.script("longest waits", [throttle]);
  const failure = client.send(new ScanCommand({ TableName: "longest waits" }));
  const { $metadata } = await failure.catch((error) => error);
  expect($metadata.totalRetryDelay).toBeLessThanOrEqual(limits.backoff);
  expect($metadata.totalRetryDelay).toBeGreaterThan(limits.backoff - 10);
  client.destroy();
  random.mockRestore();
});
