/** The client, which is made of parts of the SDK, compared with the SDK's own client. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { HttpRequest } from "@smithy/core/protocols";
import { createClient } from "../../functions/client";
import { findEndpoint } from "../../functions/endpoint";
import { createSigning } from "../../functions/signing";
import { startRecorder } from "../support/functions/recorder";

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) if (/^AWS_/.test(name)) delete process.env[name];
  Object.assign(process.env, before);
});

const read = () => new GetCommand({ TableName: "Table", Key: { Id: "1" }, ConsistentRead: true });

describe("a request", () => {
  let recorder: Awaited<ReturnType<typeof startRecorder>>;
  beforeAll(async () => {
    recorder = await startRecorder();
  });
  beforeEach(() => {
    process.env["AWS_ENDPOINT_URL_DYNAMODB"] = recorder.endpoint;
    process.env["AWS_SESSION_TOKEN"] = "token";
  });
  afterAll(() => recorder.close());

  /** Different in each request, or the name of the sender. */
  const own = /^(date|x-amz-date|authorization|amz-sdk-invocation-id|(x-amz-)?user-agent)$/;
  const common = ({ line, headers, body }: (typeof recorder.requests)[number]) => ({
    line,
    body,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !own.test(name))),
    scope: headers.authorization?.replace(/ SignedHeaders=.*/, ""),
  });

  test("is the one that the SDK's own client sends, but for who sends it", async () => {
    const one = createClient();
    const sdk = new DynamoDBClient({ maxAttempts: 3 });
    const answers = [await one.send(read()), await DynamoDBDocumentClient.from(sdk).send(read())];
    const [sent, expected] = recorder.requests.splice(0).map(common);
    expect(sent).toStrictEqual(expected);
    expect(sent).toMatchObject({ scope: expect.stringContaining("/us-east-1/dynamodb/") });
    expect(answers.map((answer) => answer.Item?.["Id"])).toStrictEqual(["1", "1"]);
    one.destroy();
    sdk.destroy();
  });

  test("has the credentials that the environment has now", async () => {
    const client = createClient();
    await client.send(read());
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "other", AWS_SESSION_TOKEN: "" });
    await client.send(read());
    const signatures = recorder.requests.splice(0).map(({ headers }) => headers);
    expect(signatures).toMatchObject([
      { authorization: expect.stringContaining("=test/"), "x-amz-security-token": "token" },
      { authorization: expect.stringContaining("=other/") },
    ]);
    expect(signatures[1]).not.toHaveProperty("x-amz-security-token");
    client.destroy();
  });

  test.each([
    ["AWS_ACCESS_KEY_ID", { name: "CredentialsProviderError" }],
    ["AWS_SECRET_ACCESS_KEY", { name: "CredentialsProviderError" }],
    ["AWS_REGION", { message: "Region is missing" }],
  ])("is not sent without %s", async (name, error) => {
    delete process.env[name];
    const client = createClient();
    await expect(client.send(read())).rejects.toMatchObject(error);
    expect(recorder.requests).toStrictEqual([]);
  });

  test("to a host without a port names the host alone", async () => {
    const parts = { method: "POST", hostname: "dynamodb.example.com", path: "/" };
    const request = new HttpRequest({ ...parts, headers: {}, body: "{}" });
    const pass = async (args: { readonly request: object }) => args.request;
    const signed = await createSigning()(pass)({ request } as never);
    expect(signed).toMatchObject({ headers: { host: "dynamodb.example.com" } });
  });
});

describe("the endpoint", () => {
  const regions = ["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1"];
  const flags = [false, true];
  const cases = regions.flatMap((region) =>
    flags.flatMap((fips) => flags.map((dual) => [region, fips, dual] as const)),
  );

  test.each(cases)(
    "of %s, FIPS %s, dual stack %s, is the SDK's",
    (Region, UseFIPS, UseDualStack) => {
      process.env["AWS_REGION"] = Region;
      process.env["AWS_USE_FIPS_ENDPOINT"] = String(UseFIPS);
      process.env["AWS_USE_DUALSTACK_ENDPOINT"] = String(UseDualStack);
      const { endpointProvider } = new DynamoDBClient().config;
      const expected = () => endpointProvider({ Region, UseFIPS, UseDualStack }).url.href;
      const url = outcome(() => findEndpoint().url.href);
      expect(url).toBe(outcome(expected));
    },
  );

  const outcome = (find: () => string) => {
    try {
      return find();
    } catch {
      return "none";
    }
  };

  test("is the one that the environment names", () => {
    process.env["AWS_ENDPOINT_URL"] = "http://localhost:1";
    expect(findEndpoint().url.href).toBe("http://localhost:1/");
    process.env["AWS_ENDPOINT_URL_DYNAMODB"] = "http://localhost:2";
    expect(findEndpoint().url.href).toBe("http://localhost:2/");
  });

  test.each(["", "us east", "x/y"])("needs a region: %j is none", (region) => {
    process.env["AWS_REGION"] = region;
    expect(findEndpoint).toThrow("Region is missing");
  });
});
