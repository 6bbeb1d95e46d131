/** What a function may count on: the members of its context and the variables of its environment, as on Lambda. */
import { startTestEngine } from "../../support/engine";
import { createHome, hurry } from "../../support/local/local-server";

const { start } = createHome();

const code = `
  const sleep = (time) => new Promise((done) => setTimeout(done, time));
  export const handler = async (event, context) => {
    const first = context.getRemainingTimeInMillis();
    await sleep(20);
    const second = context.getRemainingTimeInMillis();
    const environment = { ...process.env };
    const zone = new Date(2020, 5).getTimezoneOffset();
    const directory = process.cwd();
    return { statusCode: 200, body: JSON.stringify({ context, first, second, environment, zone, directory, trace: event.headers["X-Amzn-Trace-Id"] }) };
  };`;

interface Seen {
  readonly context: object;
  readonly environment: Readonly<Record<string, string>>;
  readonly first: number;
  readonly second: number;
  readonly zone: number;
  readonly directory: string;
  readonly trace: string;
}

type Start = Parameters<typeof start>[0];
const seen = async (props: Partial<Start> = {}) => {
  const server = await start({ code, ...props });
  const ask = async (): Promise<Seen> =>
    JSON.parse(await (await fetch(`${server.url}/DynamoDBManager/any`)).text());
  return { server, ask, ...(await ask()) };
};

let own: Awaited<ReturnType<typeof seen>>;
beforeAll(async () => {
  own = await seen({ lambda: { memory_size: 128, timeout: 7 } });
});

const page = 'AWS\'s page "Using Lambda environment variables"';

test.each([
  ["_HANDLER", "index.handler"],
  ["_X_AMZN_TRACE_ID", /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/],
  ["AWS_DEFAULT_REGION", "us-east-1"],
  ["AWS_REGION", "us-east-1"],
  ["AWS_EXECUTION_ENV", /^AWS_Lambda_nodejs\d+\.x$/],
  ["AWS_LAMBDA_FUNCTION_NAME", "LambdaFunctionOverHttps"],
  ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"],
  ["AWS_LAMBDA_FUNCTION_VERSION", "1"],
  ["AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"],
  ["AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/LambdaFunctionOverHttps"],
  ["AWS_LAMBDA_LOG_STREAM_NAME", /^\d{4}\/\d\d\/\d\d\/\[1\][0-9a-f]{32}$/],
  ["AWS_ACCESS_KEY_ID", "local"],
  ["AWS_SECRET_ACCESS_KEY", "local"],
  ["LANG", "en_US.UTF-8"],
  ["TZ", ":UTC"],
])(`%s is as ${page} has it: %s`, (name, value) => {
  if (typeof value === "string") expect(own.environment[name]).toBe(value);
  else expect(own.environment[name]).toMatch(value);
});

test(`LAMBDA_TASK_ROOT is the directory of the code (${page}), where the process runs`, () => {
  expect(own.directory).toBe(own.environment.LAMBDA_TASK_ROOT);
});

test("the clock of a function is UTC's in any zone, as TZ says", () => {
  expect(own.zone).toBe(0);
});

test("a function may change its environment: values become texts, TZ is the clock's, a child has it", async () => {
  const { url } = await start({
    code: `
      import { execFileSync } from "node:child_process";
      export const handler = async () => {
        process.env.OWN = 1;
        process.env.PATH = process.env.PATH + ":/own";
        process.env.TZ = "Asia/Tokyo";
        const child = execFileSync(process.execPath, ["-p", "process.env.OWN"], { encoding: "utf8" }).trim();
        const seen = [process.env.OWN, child, new Date(0).getHours(), process.env.PATH.endsWith(":/own")];
        delete process.env.OWN;
        return { statusCode: 200, body: JSON.stringify([...seen, "OWN" in process.env]) };
      };`,
  });
  const response = await fetch(`${url}/DynamoDBManager/any`);
  expect(await response.json()).toStrictEqual(["1", "1", 9, true, false]);
});

test("_X_AMZN_TRACE_ID continues the trace of the event", () => {
  expect(own.environment._X_AMZN_TRACE_ID?.split(";")[0]).toBe(own.trace);
});

test("_X_AMZN_TRACE_ID differs from one invocation to the next, the log stream does not", async () => {
  const { environment } = await own.ask();
  expect(environment._X_AMZN_TRACE_ID).not.toBe(own.environment._X_AMZN_TRACE_ID);
  expect(environment.AWS_LAMBDA_LOG_STREAM_NAME).toBe(own.environment.AWS_LAMBDA_LOG_STREAM_NAME);
});

test('the context is as AWS\'s page "Using the Lambda context object" has it, with the alias in the ARN', () => {
  expect(own.context).toStrictEqual({
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    callbackWaitsForEmptyEventLoop: true,
    functionName: "LambdaFunctionOverHttps",
    functionVersion: "1",
    invokedFunctionArn:
      "arn:aws:lambda:us-east-1:000000000000:function:LambdaFunctionOverHttps:live",
    logGroupName: "/aws/lambda/LambdaFunctionOverHttps",
    logStreamName: own.environment.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: "128",
  });
});

test("the remaining time starts at the time-out and goes down", () => {
  expect(own.first).toBeGreaterThan(own.second);
  expect(own.second).toBeGreaterThan(0);
  expect(own.first).toBeLessThanOrEqual(7_000);
});

test("a function's environment has its settings and the engine, and nothing of the developer's", async () => {
  const { environment, server } = await seen({
    environment: { HOME: "/home/me", AWS_PROFILE: "mine" },
  });
  expect(environment).toMatchObject({
    AWS_ENDPOINT_URL_DYNAMODB: server.endpoint,
    TABLES: expect.stringContaining("LambdaTable"),
  });
  const developers = ["AWS_SESSION_TOKEN", "HOME", "PATH", "AWS_PROFILE", "NODE_OPTIONS"];
  expect(Object.keys(environment).filter((key) => developers.includes(key))).toStrictEqual([]);
});

test("a function uses the engine and the credentials of the developer's environment", async () => {
  const engine = await startTestEngine();
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "token",
  };
  const { server, environment: own } = await seen({ memory: false, environment });
  expect(server.engine).toBe(engine.endpoint);
  expect(own).toMatchObject(environment);
  await hurry(5_000, engine.close); // which waits for the tables' client
});
