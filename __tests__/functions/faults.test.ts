/** Faults at the wire: what a caller is told, how often DynamoDB was asked, and that there was time. */
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { createClient, limits } from "../../functions/client";
import { guideTable, startHandler } from "../support/functions/events";
import * as faults from "../support/functions/faulty-dynamodb";

jest.setTimeout(30_000);

const { succeed, hang, reset, truncate } = faults.answers;
const throttle = faults.exception("ThrottlingException");
const crash = faults.exception("InternalServerError", 500);
const invalid = faults.exception("ValidationException");

/** What DynamoDB does, in words; its answers; status; requests that it gets; time, if not all. */
const cases: [string, faults.Answer[], number, number, number?][] = [
  ["hangs", [hang], 504, 3],
  ["hangs after the headers", [faults.answers.hangAfterHeaders], 504, 3],
  ["hangs in the body", [faults.answers.hangInBody], 504, 3],
  ["never ends its headers", [faults.answers.dripHeaders], 504, 3],
  ["never ends its body", [faults.answers.dripBody], 504, 1, 4000],
  ["hangs, and the function has little time left", [hang], 504, 1, 1500],
  ["resets the connection", [reset], 503, 3],
  ["truncates its answer", [truncate], 503, 3],
  ["answers what is no JSON", [faults.answers.garbage], 500, 1],
  ["is behind a gateway that fails", [faults.answers.badGateway], 503, 3],
  ["crashes", [crash], 503, 3],
  ["throttles", [throttle], 429, 3],
  ["hangs once", [hang, succeed], 200, 2],
  ["hangs once in the body", [faults.answers.hangInBody, succeed], 200, 2],
  ["resets the connection once", [reset, succeed], 200, 2],
  ["truncates its answer once", [truncate, succeed], 200, 2],
  ["crashes twice", [crash, crash, succeed], 200, 3],
  ["crashes three times", [crash, crash, crash, succeed], 503, 3],
  ["throttles twice", [throttle, throttle, succeed], 200, 3],
  ["throttles, hangs, and comes to itself", [throttle, hang, succeed], 200, 3],
  ["refuses the request", [invalid, succeed], 400, 1],
];

let faulty: Awaited<ReturnType<typeof faults.startFaulty>>;
let outcomes: Map<string, Awaited<ReturnType<typeof faulty.run>>>;
beforeAll(async () => {
  faulty = await faults.startFaulty();
  const runs = cases.map(async ([name, script, , , time]) => {
    return [name, await faulty.run(name, script, {}, time)] as const;
  });
  outcomes = new Map(await Promise.all(runs));
});
afterAll(() => faulty.close());

describe("when DynamoDB", () => {
  test.each(cases)("%s", (name, _, statusCode, requests) => {
    const outcome = outcomes.get(name);
    expect(outcome).toMatchObject({ statusCode, requests, lines: [{ status: statusCode }] });
    expect(outcome?.left).toBeGreaterThan(0);
    expect(outcome?.body).not.toMatch(/arn:|\/var\//);
  });

  test.each([
    ["refuses connections", "http://127.0.0.1:1", "ECONNREFUSED"],
    ["has no address", "http://dynamodb.invalid", expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/)],
  ])("%s", async (_, endpoint, error) => {
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
