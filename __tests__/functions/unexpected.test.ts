/** What the log says of an error that nobody expected: where it is in the code, and nothing of the request. */
import { createHandler } from "../../functions/handler";
import { belowRoot, context, guideTable, httpEvent, tableOf } from "../support/functions/events";

const tables = new Map([["LambdaTable", tableOf("LambdaTable", guideTable)]]);

/** @returns the line of an invocation in which DynamoDB's client throws */
async function lineOf(thrown: unknown, event: unknown): Promise<Record<string, unknown>> {
  const lines: string[] = [];
  const send = async () => {
    throw thrown;
  };
  const handler = createHandler({
    send,
    tables,
    codeSha256: "abc=",
    log: (line) => lines.push(line),
  });
  await handler(event, { ...context, functionVersion: "7" }).catch(() => {});
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] as string);
}

const read = (id: string) => ({ operation: "read", payload: { Key: { Id: id } } });
const number = (n: number) => ({ operation: "create", payload: { Item: { Id: "1", n } } });
const post = (id: string) => httpEvent({ body: JSON.stringify(read(id)) });

test("the line has the error's name, message and stack frames, and which code it was", async () => {
  const line = await lineOf(new RangeError("boom"), post("secret-1"));
  expect(line).toMatchObject({ status: 500, error: "RangeError", message: "boom" });
  expect(line).toMatchObject({ version: "7", codeSha256: "abc=" });
  expect(line["stack"]).toStrictEqual(
    expect.arrayContaining([expect.stringMatching(/^at .*unexpected\.test\.ts:\d+:\d+\)?$/)]),
  );
});

test("a wrong configuration is logged too, an error of the caller is not", async () => {
  const denied = Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
  expect(await lineOf(denied, post("1"))).toMatchObject({ message: "not authorized" });
  const refused = Object.assign(new Error("wrong"), { name: "ValidationException" });
  const line = await lineOf(refused, post("1"));
  expect(line).not.toHaveProperty("message");
  expect(line).not.toHaveProperty("stack");
});

const jsonError = (text: string) => {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error as Error;
  }
};

const base64 = (event: ReturnType<typeof post>) => ({
  ...event,
  body: Buffer.from(event.body as string).toString("base64"),
  isBase64Encoded: true,
});
const get = (key: string) =>
  httpEvent({
    httpMethod: "GET",
    resource: belowRoot,
    path: `/DynamoDBManager/LambdaTable/${key}`,
  });

test.each<[string, unknown, string, unknown]>([
  ["a value", new Error("no item secret-1 here"), "no item *** here", post("secret-1")],
  ["part of a value", new Error("no: secret…"), "no: ***…", post("my-secret-1")],
  ["a short value", new Error("no item 'k1': k12"), "no item '***': k12", post("k1")],
  ["a value in base64", new Error("no item secret-1"), "no item ***", base64(post("secret-1"))],
  ["a key in the path", new Error("no item a/secret"), "no item ***", get("a%2Fsecret")],
  ["a body that is no JSON", new Error("at <secret>"), "at ***", { ...get("1"), body: "<secret>" }],
  ["a number", new Error("no 4111 here"), "no *** here", { ...get("1"), body: '{"card":4111}' }],
  ["a direct caller's number", new Error("no 4111"), "no ***", number(4111)],
  ["a direct caller's value", new Error("no item secret-1"), "no item ***", read("secret-1")],
  [
    "a header that is no encoded text",
    new Error("refused: Bearer abc.%zz"),
    "refused: ***",
    { ...post("1"), headers: { authorization: "Bearer abc.%zz" } },
  ],
  [
    "a value after a character of two units",
    new Error("😀 secret-1!"),
    "😀 ***!",
    post("secret-1"),
  ],
  ["a text in a thrown string", "thrown secret-1", "thrown ***", post("secret-1")],
])("%s is masked in the message", async (_, thrown, message, event) => {
  expect((await lineOf(thrown, event))["message"]).toBe(message);
});

test("V8's messages, which quote a piece of their input, are masked", async () => {
  const quoted = jsonError('{"card":oops4111111111111111}');
  expect(quoted.message).toContain("oops41");
  const { message } = await lineOf(quoted, post('my {"card":oops4111111111111111}'));
  expect(message).toMatch(/^Unexpected token/);
  expect(message).not.toMatch(/oops|11/);
});

test("a long message is cut", async () => {
  expect((await lineOf(new Error("x".repeat(10_000)), read("1")))["message"]).toHaveLength(500);
});

test("a very deep body causes no second error", async () => {
  const body = `${'{"a":'.repeat(100_000)}"secret-1"${"}".repeat(100_000)}`;
  const event = { ...get("1"), body };
  expect(await lineOf(new Error("no secret-1"), event)).toMatchObject({ message: "no ***" });
});
