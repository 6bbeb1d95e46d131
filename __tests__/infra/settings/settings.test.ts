/** The defaults of all settings, the environment's variables, and the messages about wrong values. */
import { resolveSettings, type SettingsInput } from "../../../infra/settings/settings";
import { indexes } from "../../support/infra/limits";

const hashKey = { name: "Id", type: "S" } as const;
const sortKey = { name: "time", type: "N" } as const;

test("the defaults are the guide's service with signed requests", () => {
  expect(resolveSettings()).toMatchObject({
    service: "dynamodb-operations",
    environment: "default",
    protection: false,
    deletionProtection: false,
    pointInTimeRecovery: false,
    region: "us-east-1",
    customerManagedKey: false,
    logRetentionDays: 14,
    observability: "off",
    tables: { LambdaTable: { hashKey, maxReadUnits: 1000, maxWriteUnits: 1000 } },
    function: {
      name: "LambdaFunctionOverHttps",
      memorySize: 512,
      timeout: 10,
      runtime: "nodejs24.x",
    },
    api: {
      name: "DynamoDBOperations",
      stage: "prod",
      resource: "DynamoDBManager",
      auth: "iam",
      integration: "AWS_PROXY",
      quota: { limit: 10_000, period: "DAY" },
      integrationTimeout: 15_000,
      rateLimit: 50,
      burstLimit: 100,
      requestValidation: true,
      minimumCompressionSize: -1,
      binaryMediaTypes: [],
    },
  });
});

describe("the environment's variables", () => {
  const variables = {
    ENVIRONMENT: "prod",
    AWS_REGION: "eu-west-1",
    STATE_BUCKET: "states",
    DELETION_PROTECTION: "off",
    LAMBDA_RUNTIME: "nodejs22.x",
  };

  test("fill what main.ts leaves open", () => {
    const given = { state: { region: "eu-west-2" }, function: { memorySize: 256 } } as never;
    expect(resolveSettings(given, variables)).toMatchObject({
      environment: "prod",
      region: "eu-west-1",
      state: { bucket: "states", region: "eu-west-2" },
      deletionProtection: false,
      logRetentionDays: 365,
      function: { runtime: "nodejs22.x", memorySize: 256 },
    });
    expect(given).toStrictEqual({ state: { region: "eu-west-2" }, function: { memorySize: 256 } });
  });

  test("are ignored when they are missing or empty", () => {
    const empty = { ENVIRONMENT: "", AWS_REGION: "", STATE_BUCKET: undefined };
    expect(resolveSettings({}, empty)).toStrictEqual(resolveSettings());
  });

  test.each<[SettingsInput, string]>([
    [{ environment: "dev" }, 'environment is "dev" in main.ts, but .* ENVIRONMENT=prod'],
    [{ region: "us-east-2" }, 'region is "us-east-2" in main.ts, but .* AWS_REGION=eu-west-1'],
    [{ state: { bucket: "mine" } }, 'state.bucket is "mine" .* STATE_BUCKET=states'],
    [{ deletionProtection: true }, "deletionProtection is true .* DELETION_PROTECTION=off"],
    [{ function: { runtime: "nodejs24.x" } }, "function.runtime .* LAMBDA_RUNTIME=nodejs22.x"],
  ])("that differ from main.ts are refused with both values: %j", (input, said) => {
    expect(() => resolveSettings(input, variables)).toThrow(new RegExp(said));
  });

  test("fill no setting of a wrong type, which is refused as without them", () => {
    const input = { state: "states" } as never;
    expect(() => resolveSettings(input, variables)).toThrow(/state: must be of type object/);
  });

  test("that equal main.ts are accepted", () => {
    const input = { environment: "prod", deletionProtection: false };
    expect(resolveSettings(input, variables)).toMatchObject(input);
  });

  test.each([
    [{ LAMBDA_RUNTIME: "nodejs18.x" }, /function\.runtime: must be .*, received "nodejs18.x"/],
    [{ DELETION_PROTECTION: "no" }, /^DELETION_PROTECTION must be on or off, received "no"\.$/],
  ])("%j is refused with what there is", (wrong, said) => {
    expect(() => resolveSettings({}, wrong)).toThrow(said);
  });
});

test("undefined counts as absent: production stays protected", () => {
  expect(resolveSettings({ region: undefined }).region).toBe("us-east-1");
  const input = { environment: "prod", deletionProtection: undefined };
  expect(resolveSettings(input).deletionProtection).toBe(true);
});

test.each<[object, RegExp]>([
  [{ environment: "Prod!" }, /environment: must be 1 to 20 of a-z.*, received "Prod!"/],
  [{ region: "europe" }, /region: must be an AWS region such as "eu-west-1", received "europe"/],
  [{ state: { bucket: "My Bucket" } }, /state\.bucket: must be the name of an S3 bucket/],
  [{ deletionProtection: "off" }, /deletionProtection: must be true or false, received "off"/],
  [{ account: "1234" }, /account: must be the 12 digits of an AWS account's id, as text/],
  [{ observability: "on" }, /observability: must be "off", "basic" or "full", received "on"/],
  [{ apiGatewayAccountRole: "new" }, /apiGatewayAccountRole: must be "manage" or "existing"/],
  [{ alarms: { topicArn: "topic" } }, /alarms\.topicArn: must be the ARN of an SNS topic/],
  [
    { alarms: { topicArn: "arn:aws:sns:eu-west-1:123456789012:topic" } },
    /alarms\.topicArn: must be a topic in the stack's own region/,
  ],
  [{ logRetentionDays: 10 }, /logRetentionDays: must be one of 1, 3, 5.* days, received 10/],
  [{ tables: {} }, /tables: must name at least one table, received {}/],
  [
    { api: { cors: { origin: "https://x.example/" } } },
    /api\.cors\.origin: must be an origin such/,
  ],
  [{ api: { cors: { origin: "*", credentials: true } } }, /api\.cors\.credentials: must be false/],
  [
    { api: { integration: "AWS", requestValidation: false } },
    /api\.requestValidation: must be true with integration "AWS"/,
  ],
  [{ api: { integration: "HTTP" } }, /api\.integration: must be "AWS_PROXY" or "AWS"/],
  [{ tables: { T: { hashKey } } }, /tables\.T: must be 3 to 200 letters/],
  [
    { tables: { Table: {} } },
    /tables\.Table\.hashKey: must be a key, such as \{ name: "Id", type: "S" \}$/,
  ],
  [{ tables: { Table: { hashKey: { name: "Id", type: "X" } } } }, /type: must be one of S, N, B/],
  [
    { tables: { Table: { hashKey, localIndexes: { local: hashKey } } } },
    /tables\.Table\.localIndexes: needs a sortKey on the table/,
  ],
  [
    { tables: { Table: { hashKey, versionAttribute: "Id" } } },
    /tables\.Table\.versionAttribute: must not be part of a key: .*, received "Id"/,
  ],
  [
    {
      tables: {
        Table: { hashKey, globalIndexes: { one: { hashKey: sortKey } }, versionAttribute: "time" },
      },
    },
    /tables\.Table\.versionAttribute: must not be part of a key/,
  ],
  [
    { tables: { Table: { hashKey, ttlAttribute: "time", versionAttribute: "time" } } },
    /versionAttribute: must be another attribute than the ttlAttribute, received "time"/,
  ],
  [{ tables: { Table: { hashKey, sortKey: hashKey } } }, /sortKey: must be another attribute/],
  [{ tables: { Table: { hashKey, sortKey, localIndexes: indexes(6, sortKey) } } }, /at most 5/],
  [{ tables: { Table: { hashKey, globalIndexes: indexes(21, { hashKey }) } } }, /at most 20/],
  [
    {
      tables: {
        Table: {
          hashKey,
          sortKey,
          localIndexes: indexes(1, sortKey),
          globalIndexes: indexes(1, { hashKey }),
        },
      },
    },
    /localIndexes: must not have the name of a global index/,
  ],
  [{ function: { memorySize: 64 } }, /function\.memorySize: must be at least 128 MB, received 64/],
  [{ function: { timeout: 9.5 } }, /function\.timeout: must be a whole number of seconds/],
  [
    { function: { timeout: 20 } },
    /api\.integrationTimeout: must be longer than function\.timeout.*, received 15000$/,
  ],
  [{ api: { rateLimit: 0 } }, /api\.rateLimit: must be at least 1 requests per second/],
  [{ api: { rate: 1 } }, /^ {2}api\.rate: there is no such setting/m],
  [
    { enviroment: "dev", regoin: "us-east-1" },
    /^ {2}enviroment: there is no such setting.*\n {2}regoin: there is no such setting/m,
  ],
])("%j is refused with what to do", (input, message) => {
  expect(() => resolveSettings(input as SettingsInput)).toThrow(message);
});

test("all wrong settings are named at once", () => {
  const wrong = { region: "x", function: { memorySize: 1, timeout: 1 } };
  expect(() => resolveSettings(wrong)).toThrow(/region.*\n.*memorySize.*\n.*timeout/);
});
