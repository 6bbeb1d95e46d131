import { resolveSettings, type SettingsInput } from "../../infra/settings";

const hashKey = { name: "Id", type: "S" } as const;

test("the defaults are the guide's service, signed and small", () => {
  expect(resolveSettings()).toEqual({
    environment: "default",
    region: "us-east-1",
    logRetentionDays: 14,
    tables: { LambdaTable: { hashKey, maxReadUnits: 1000, maxWriteUnits: 1000 } },
    function: { memorySize: 512, timeout: 10 },
    api: { auth: "iam", integrationTimeout: 15_000, rateLimit: 50, burstLimit: 100 },
  });
});

test("undefined is as good as absent", () => {
  expect(resolveSettings({ region: undefined }).region).toBe("us-east-1");
});

test.each<[object, RegExp]>([
  [{ environment: "Prod!" }, /environment: must be 1 to 20 of a-z.*, received "Prod!"/],
  [{ region: "europe" }, /region: must be an AWS region such as "eu-west-1", received "europe"/],
  [{ logRetentionDays: 10 }, /logRetentionDays: must be one of 1, 3, 5.* days, received 10/],
  [{ tables: {} }, /tables: must name at least one table, received {}/],
  [{ tables: { T: { hashKey } } }, /tables\.T: must be 3 to 200 letters/],
  [{ tables: { Table: {} } }, /tables\.Table\.hashKey: must be of type object/],
  [{ tables: { Table: { hashKey: { name: "Id", type: "X" } } } }, /type: must be one of S, N, B/],
  [
    { tables: { Table: { hashKey, localIndexes: { local: hashKey } } } },
    /tables\.Table\.localIndexes: needs a sortKey on the table/,
  ],
  [{ function: { memorySize: 64 } }, /function\.memorySize: must be at least 128 MB, received 64/],
  [{ function: { timeout: 9.5 } }, /function\.timeout: must be a whole number of seconds/],
  [{ function: { timeout: 20 } }, /api\.integrationTimeout: must be longer than function\.timeout/],
  [{ api: { auth: "open" } }, /api\.auth: must be "iam" or "none", received "open"/],
  [{ api: { rateLimit: 0 } }, /api\.rateLimit: must be at least 1 requests per second/],
  [{ api: { rate: 1 } }, /api\.rate: there is no such setting/],
])("%j is refused with what to do", (input, message) => {
  expect(() => resolveSettings(input as SettingsInput)).toThrow(message);
});

test("all wrong settings are named at once", () => {
  const wrong = { region: "x", function: { memorySize: 1, timeout: 1 } };
  expect(() => resolveSettings(wrong)).toThrow(/region.*\n.*memorySize.*\n.*timeout/);
});
