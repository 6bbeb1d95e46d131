/** Lambda's Invoke API on the server's port. */
import { InvokeCommand, type InvokeCommandInput, LambdaClient } from "@aws-sdk/client-lambda";
import { createHome, until } from "../../support/local/local-server";

const { start, lines } = createHome();
const code = `
  let events = 0;
  export const handler = async (event, context) => {
    events++;
    console.log("got", JSON.stringify(event));
    if (event.fail === "throw") throw new RangeError("too far");
    if (event.fail === "exit") process.exit(3);
    if (event.fail === "hang") await new Promise(() => {});
    if (event.fail === "size") return "x".repeat(7 * 1024 * 1024);
    return { event, name: context.functionName };
  };`;

let endpoint: string;
let FunctionName: string;
let alias: string;
let client: LambdaClient;
beforeAll(async () => {
  const server = await start({ code, verbose: true, lambda: { timeout: 3 } });
  const [route] = server.service().routes;
  endpoint = new URL(server.url).origin;
  FunctionName = route?.function.name as string;
  alias = route?.function.qualifier as string;
  client = new LambdaClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
  });
});
afterAll(() => client.destroy());

async function invoke(event: unknown, input: Partial<InvokeCommandInput> = {}) {
  const Payload = event === undefined ? undefined : JSON.stringify(event);
  const output = await client.send(new InvokeCommand({ FunctionName, Payload, ...input }));
  const { StatusCode, FunctionError, LogResult, ExecutedVersion } = output;
  const text = output.Payload?.transformToString() || "null";
  const log = LogResult && Buffer.from(LogResult, "base64").toString();
  return { StatusCode, FunctionError, log, ExecutedVersion, payload: JSON.parse(text) };
}

test("the function answers with what its handler returns", async () => {
  const { payload, ...rest } = await invoke({ a: 1 });
  expect(payload).toStrictEqual({ event: { a: 1 }, name: FunctionName });
  expect(rest).toMatchObject({ StatusCode: 200, FunctionError: undefined, log: undefined });
  expect(rest.ExecutedVersion).toMatch(/^(\d+|\$LATEST)$/);
});

test("no payload is an empty object", async () =>
  expect((await invoke(undefined)).payload.event).toStrictEqual({}));

describe("a function is found", () => {
  const arn = "arn:aws:lambda:us-east-1:123456789012:function";
  test.each<[string, () => Partial<InvokeCommandInput>]>([
    ["by its ARN", () => ({ FunctionName: `${arn}:${FunctionName}` })],
    ["by its account and name", () => ({ FunctionName: `123456789012:function:${FunctionName}` })],
    ["by its alias", () => ({ Qualifier: alias })],
    ["by an alias in the name", () => ({ FunctionName: `${FunctionName}:${alias}` })],
    ["by an alias in both", () => ({ FunctionName: `${FunctionName}:${alias}`, Qualifier: alias })],
    ["as $LATEST", () => ({ Qualifier: "$LATEST" })],
  ])("%s", async (_, input) => {
    expect((await invoke({}, input())).StatusCode).toBe(200);
  });
});

test("DryRun runs nothing", async () => {
  const before = lines.length;
  expect(await invoke({ dry: true }, { InvocationType: "DryRun" })).toMatchObject({
    StatusCode: 204,
  });
  expect(lines.slice(before).join()).not.toContain("dry");
});

test("Event answers at once, and the function runs", async () => {
  expect(await invoke({ later: true }, { InvocationType: "Event" })).toMatchObject({
    StatusCode: 202,
  });
  await until(() => lines.join("\n").includes("END RequestId"));
});

test("LogType Tail has the lines of the invocation", async () => {
  const { log } = await invoke({ a: 2 }, { LogType: "Tail" });
  expect(log).toMatch(
    /^START RequestId: (\S+) Version: .*\n[\s\S]*END RequestId: \1\nREPORT RequestId: \1\t/,
  );
});

describe("a failure of the function is a 200 that says Unhandled", () => {
  test.each<[string, object]>([
    [
      "throw",
      {
        errorType: "RangeError",
        errorMessage: "too far",
        trace: expect.arrayContaining(["RangeError: too far"]),
      },
    ],
    [
      "exit",
      {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited/),
      },
    ],
    [
      "hang",
      {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(
          /^RequestId: \S+ Error: Task timed out after 3.00 seconds$/,
        ),
      },
    ],
    [
      "size",
      {
        errorType: "Function.ResponseSizeTooLarge",
        errorMessage: expect.stringContaining("exceeded maximum allowed payload size"),
      },
    ],
  ])("%s", async (fail, payload) => {
    expect(await invoke({ fail })).toMatchObject({
      StatusCode: 200,
      FunctionError: "Unhandled",
      payload,
    });
  });
});

describe("Lambda refuses", () => {
  test.each<[string, string, () => Partial<InvokeCommandInput>]>([
    ["an unknown function", "ResourceNotFoundException", () => ({ FunctionName: "other" })],
    ["a name that is no name", "ResourceNotFoundException", () => ({ FunctionName: "%zz/.." })],
    ["an unknown alias", "ResourceNotFoundException", () => ({ Qualifier: "other" })],
    [
      "two aliases",
      "InvalidParameterValueException",
      () => ({ FunctionName: `${FunctionName}:${alias}`, Qualifier: "$LATEST" }),
    ],
    ["a payload that is no JSON", "InvalidRequestContentException", () => ({ Payload: "{a" })],
    [
      "a payload over 6 MB",
      "RequestTooLargeException",
      () => ({ Payload: `"${"x".repeat(6 * 1024 * 1024)}"` }),
    ],
    [
      "an unknown type",
      "InvalidParameterValueException",
      () => ({ InvocationType: "Later" as "Event" }),
    ],
  ])("%s", async (_, name, input) => {
    await expect(invoke({}, input())).rejects.toMatchObject({ name });
  });
});

test("a web page of another origin is refused", async () => {
  const url = `${endpoint}/2015-03-31/functions/${FunctionName}/invocations`;
  const { status } = await fetch(url, { method: "POST", headers: { origin: "https://a.example" } });
  expect(status).toBe(403);
});

describe("with --auth", () => {
  const own = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
  const call = async (secretAccessKey: string) => {
    const server = await start({ code, auth: true, environment: own });
    const guarded = new LambdaClient({
      endpoint: new URL(server.url).origin,
      region: "us-east-1",
      credentials: { accessKeyId: own.AWS_ACCESS_KEY_ID, secretAccessKey },
      maxAttempts: 1,
    });
    return guarded.send(new InvokeCommand({ FunctionName })).finally(() => guarded.destroy());
  };

  test("who signs is admitted", async () => {
    expect(await call("secret")).toMatchObject({ StatusCode: 200 });
  });

  test("who signs with another secret is not", async () => {
    await expect(call("other")).rejects.toMatchObject({ name: "InvalidSignatureException" });
  });
});
