/** Each limit of the settings: what is just within is taken, what is just beyond stops the synth. */
import { tableOperations } from "../../../functions/access";
import { localOperations } from "../../../functions/operations";
import { resolveSettings, type SettingsInput } from "../../../infra/settings/settings";

const hashKey = { name: "Id", type: "S" } as const;
const sortKey = { name: "time", type: "N" } as const;
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1a2b-3c";
const label = (length: number) => "x".repeat(length);
const named = (count: number, value: object) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`index-${i}`, value]));

type Make = (value: never) => object;
const environment = (value: string) => ({ environment: value });
const account = (value: string) => ({ account: value });
const topic = (name: string) => ({
  alarms: { topicArn: `arn:aws:sns:us-east-1:123456789012:${name}` },
});
const region = (value: string) => ({ region: value });
const bucket = (value: string) => ({ state: { bucket: value } });
const stateRegion = (value: string) => ({ state: { bucket: "states", region: value } });
const table = (name: string) => ({ tables: { [name]: { hashKey } } });
const index = (name: string) => ({
  tables: { Table: { hashKey, globalIndexes: { [name]: { hashKey: sortKey } } } },
});
const keyName = (name: string) => ({ tables: { Table: { hashKey: { name, type: "S" } } } });
const ttl = (ttlAttribute: string) => ({ tables: { Table: { hashKey, ttlAttribute } } });
const version = (versionAttribute: string) => ({
  tables: { Table: { hashKey, sortKey, ttlAttribute: "expires", versionAttribute } },
});
const open = (operations: unknown) => ({ tables: { Table: { hashKey, operations } } });
const physical = (physicalName: string) => ({ tables: { Table: { hashKey, physicalName } } });
const physicalIn = ([environment, physicalName]: [string, string]) => ({
  environment,
  tables: { Table: { hashKey, physicalName }, Other: { hashKey } },
});
const concurrency = ([reservedConcurrency, provisionedConcurrency]: [number, number]) => ({
  function: { reservedConcurrency, provisionedConcurrency },
});
const caller = (name: string) => ({
  api: { auth: "apiKey", callers: { [name]: { rateLimit: 1 } } },
});
const callers = (value: object) => ({ api: { callers: value } });
const globals = (count: number) => ({
  tables: { Table: { hashKey, globalIndexes: named(count, { hashKey: sortKey }) } },
});
const locals = (count: number) => ({
  tables: { Table: { hashKey, sortKey, localIndexes: named(count, sortKey) } },
});
const origin = (value: string) => ({ api: { cors: { origin: value } } });
const host = (name: string) => ({ api: { domain: { name, certificateArn } } });
const zone = (hostedZoneId: string) => ({
  api: { domain: { name: "api.example.com", certificateArn, hostedZoneId } },
});
const pool = (userPoolArn: string) => ({ api: { auth: "cognito", userPoolArn } });
const mediaType = (value: string) => ({ api: { binaryMediaTypes: [value] } });
const times = ([timeout, integrationTimeout]: [number, number]) => ({
  function: { timeout },
  api: { integrationTimeout },
});

const taken: readonly (readonly [what: string, make: Make, values: readonly unknown[]])[] = [
  ["an environment", environment, ["a", "dev-2", label(20)]],
  ["a region", region, ["us-gov-west-1", "ap-southeast-3", "eu-central-1"]],
  ["an account", account, ["012345678901"]],
  ["a topic", topic, ["t", "My_topic-1", label(256)]],
  ["a bucket", bucket, ["abc", "my.states-1", label(63)]],
  ["a bucket's region", stateRegion, ["eu-west-1"]],
  ["a table", table, ["abc", "My_table-1.x", label(200)]],
  ["an index", index, ["abc", label(200)]],
  ["a key", keyName, ["k", "a key: any letters, ü", label(255)]],
  ["an attribute that expires", ttl, ["e", label(255)]],
  ["a version", version, ["v", "a version: ü", label(255)]],
  ["a list of operations", open, [["read"], ["query", "create"], tableOperations]],
  ["a physical name", physical, ["abc", "My_table-1.x", label(255)]],
  [
    "a physical name of an environment",
    physicalIn,
    [
      ["prod", "Table-restored-prod"],
      ["default", "any"],
    ],
  ],
  [
    "a concurrency",
    concurrency,
    [
      [1, 1],
      [10_000, 10_000],
    ],
  ],
  ["a caller", caller, ["a", "default", "shop-2", label(40)]],
  ["a number of global indexes", globals, [0, 1, 20]],
  ["a number of local indexes", locals, [0, 1, 5]],
  ["an origin", origin, ["*", "http://localhost:3000", "https://app.example.com:8443"]],
  ["a host name", host, ["a.io", "a-b.c1.example.com", `${label(63)}.${label(63)}`]],
  ["a hosted zone", zone, ["Z", `Z${"0".repeat(31)}`]],
  ["a user pool", pool, ["arn:aws-us-gov:cognito-idp:us-gov-west-1:123456789012:userpool/x_1-Y"]],
  ["a media type", mediaType, ["*/*", "application/vnd.api+json"]],
  [
    "the function's and the gateway's time",
    times,
    [
      [10, 10_001],
      [28, 29_000],
    ],
  ],
];

const refused: typeof taken = [
  ["environment", environment, ["", "1dev", "-dev", "Dev", "dev_1", label(21)]],
  ["region", region, ["", "us-east", "us-east-1a", "US-EAST-1", "useast-1", "us-east-12"]],
  ["account", account, ["", "12345678901", "1234567890123", "12345678901x"]],
  ["alarms.topicArn", topic, ["", "a:b", "a.fifo", label(257)]],
  ["state.bucket", bucket, ["", "ab", "-abc", "abc-", "a_b", label(64)]],
  ["state.region", stateRegion, ["europe"]],
  ["tables.", table, ["ab", "my table", label(201)]],
  ["tables: must not name a table", table, ["echo", "ping"]],
  ["tables.Table.globalIndexes.", index, ["ab", "by/state", label(201)]],
  ["tables.Table.hashKey.name", keyName, ["", label(256)]],
  ["tables.Table.ttlAttribute", ttl, ["", label(256)]],
  ["tables.Table.versionAttribute", version, ["", label(256), "Id", "time", "expires"]],
  [
    "tables.Table.operations.0: must be left out: it uses no table",
    (name) => open([name]),
    localOperations,
  ],
  [
    `tables.Table.operations.0: must be one of ${tableOperations.join(", ")}, received `,
    open,
    [["reed"], ["constructor"], [""], ["READ"], [1]],
  ],
  ["tables.Table.operations: must name at least one of create, read, ", open, [[]]],
  ["tables.Table.operations: must not repeat a name, received [", open, [["read", "read"]]],
  ["tables.Table.physicalName", physical, ["ab", "my table", label(256)]],
  [
    "tables.Table.physicalName: must end with -prod in the environment prod",
    physicalIn,
    [
      ["prod", "Table-restored"],
      ["prod", "Table-dev"],
    ],
  ],
  [
    "tables.Table.physicalName: must be another name",
    physicalIn,
    [
      ["default", "Other"],
      ["prod", "Other-prod"],
    ],
  ],
  ["function.reservedConcurrency", concurrency, [[-1, 1]]],
  [
    "function.provisionedConcurrency",
    concurrency,
    [
      [1, 0],
      [1, 2],
      [10_000, 10_001],
    ],
  ],
  ["api.callers.", caller, ["", "Shop", "1shop", label(41)]],
  ["api.callers: is used only with auth", callers, [{ shop: {} }]],
  ["api.callers: must name at least one", callers, [{}]],
  ["tables.Table.globalIndexes", globals, [21]],
  ["tables.Table.localIndexes", locals, [6]],
  [
    "api.cors.origin",
    origin,
    ["", "app.example.com", "https://", "ftp://x", "https://x/", "https://x*"],
  ],
  ["api.domain.name", host, ["com", ".example.com", "-a.example.com", "a-.example.com"]],
  [
    "api.domain.name",
    host,
    ["a..example.com", "1.2.3.4", `${label(64)}.example.com`, "a.example.com."],
  ],
  ["api.domain.name", host, [`${`${label(49)}.`.repeat(5)}abcd`]],
  ["api.domain.hostedZoneId", zone, ["", "z123", `Z${"0".repeat(32)}`, "/hostedzone/Z1"]],
  ["api.userPoolArn", pool, ["", "arn:aws:cognito-idp:eu-west-1:1:userpool/x", "x"]],
  ["api.binaryMediaTypes.0", mediaType, ["", "image", "image/", "/png", "image/png;q=1"]],
  [
    "api.integrationTimeout",
    times,
    [
      [15, 15_000],
      [28, 28_000],
      [20, 10_000],
    ],
  ],
];

const each = (cases: typeof taken) =>
  cases.flatMap(([what, make, values]) =>
    values.map((value) => [what, value, make(value as never) as SettingsInput] as const),
  );

test.each(each(taken))("%s is taken: %j", (_, __, input) => {
  expect(resolveSettings(input)).toMatchObject(input);
});

test.each(each(refused))("a wrong %s is named: %j", (path, _, input) => {
  expect(() => resolveSettings(input)).toThrow(`The settings are not valid:\n  ${path}`);
});

test("a host name has at most 253 characters, as in DNS", () => {
  const longest = `${`${label(49)}.`.repeat(5)}abc`;
  expect(longest).toHaveLength(253);
  expect(resolveSettings(host(longest)).api.domain?.name).toBe(longest);
});
