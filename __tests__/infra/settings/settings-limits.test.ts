/** Each limit of the settings, without those of tables: what is just within is taken, what is just beyond stops the synth. */
import { resolveSettings } from "../../../infra/settings/settings";
import { type Cases, label, testLimits } from "../../support/infra/limits";

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1a2b-3c";

const environment = (value: string) => ({ environment: value });
const account = (value: string) => ({ account: value });
const topic = (name: string) => ({
  alarms: { topicArn: `arn:aws:sns:us-east-1:123456789012:${name}` },
});
const region = (value: string) => ({ region: value });
const bucket = (value: string) => ({ state: { bucket: value } });
const stateRegion = (value: string) => ({ state: { bucket: "states", region: value } });
const concurrency = ([reservedConcurrency, provisionedConcurrency]: [number, number]) => ({
  function: { reservedConcurrency, provisionedConcurrency },
});
const caller = (name: string) => ({
  api: { auth: "apiKey", callers: { [name]: { rateLimit: 1 } } },
});
const callers = (value: object) => ({ api: { callers: value } });
const resource = (value: string) => ({ api: { resource: value } });
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

const taken: Cases = [
  ["an environment", environment, ["a", "dev-2", label(20)]],
  ["a region", region, ["us-gov-west-1", "ap-southeast-3", "eu-central-1"]],
  ["an account", account, ["012345678901"]],
  ["a topic", topic, ["t", "My_topic-1", label(256)]],
  ["a bucket", bucket, ["abc", "my.states-1", label(63)]],
  ["a bucket's region", stateRegion, ["eu-west-1"]],
  [
    "a concurrency",
    concurrency,
    [
      [1, 1],
      [10_000, 10_000],
    ],
  ],
  ["a caller", caller, ["a", "default", "shop-2", label(40)]],
  ["a resource", resource, ["v1", "1-0", "1a.b_c", "proxies", "my-proxy", label(64)]],
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

const refused: Cases = [
  ["environment", environment, ["", "1dev", "-dev", "Dev", "dev_1", label(21)]],
  ["region", region, ["", "us-east", "us-east-1a", "US-EAST-1", "useast-1", "us-east-12"]],
  ["account", account, ["", "12345678901", "1234567890123", "12345678901x"]],
  ["alarms.topicArn", topic, ["", "a:b", "a.fifo", label(257)]],
  ["state.bucket", bucket, ["", "ab", "-abc", "abc-", "a_b", label(64)]],
  ["state.region", stateRegion, ["europe"]],
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
  ["api.resource: must be 1 to 64", resource, ["", "-a", "a/b", label(65)]],
  ["api.resource: must have letters", resource, ["1", "1.0", "proxy", "Proxy-", "1proxy_2"]],
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

testLimits(taken, refused);

test("a host name has at most 253 characters, as in DNS", () => {
  const longest = `${`${label(49)}.`.repeat(5)}abc`;
  expect(longest).toHaveLength(253);
  expect(resolveSettings(host(longest)).api.domain?.name).toBe(longest);
});
