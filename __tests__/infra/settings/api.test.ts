/** The settings of the API: defaults inside its objects, what is taken, and the message about each wrong value. */
import { resolveSettings, type SettingsInput } from "../../../infra/settings/settings";

const name = "api.example.com";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1a2b-3c";
const userPoolArn = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_aBc123";

const resolve = (api: object) => resolveSettings({ api } as SettingsInput).api;

test.each([
  [true, { rateLimit: 2000 }],
  [{}, { rateLimit: 2000 }],
  [{ rateLimit: 10 }, { rateLimit: 10 }],
  [false, undefined],
  [undefined, undefined],
])("waf %j is %j", (waf, resolved) => {
  expect(resolve({ waf }).waf).toStrictEqual(resolved);
});

test("a quota with one member keeps the default of the other", () => {
  expect(resolve({ quota: { period: "WEEK" } }).quota).toStrictEqual({
    limit: 10_000,
    period: "WEEK",
  });
});

test.each([
  { auth: "cognito", userPoolArn },
  { minimumCompressionSize: 0 },
  { minimumCompressionSize: 10_485_760 },
  { binaryMediaTypes: ["image/*", "application/vnd.api+zip"] },
  { domain: { name, certificateArn } },
  { domain: { name: "xn--bcher-kva.example", certificateArn, hostedZoneId: "Z0123456789ABC" } },
])("%j is taken as it is", (api) => {
  expect(resolve(api)).toMatchObject(api);
});

test.each<[object, RegExp]>([
  [{ auth: "open" }, /auth: must be "iam", "apiKey", "cognito" or "none", received "open"$/],
  [{ auth: "cognito", userPoolArn: "eu-west-1_aBc123" }, /userPoolArn: must be the ARN of a/],
  [{ userPoolArn }, /userPoolArn: is used only with auth "cognito".*, received "arn:.*aBc123"$/],
  [{ auth: "apiKey", userPoolArn }, /userPoolArn: is used only with auth "cognito"/],
  [{ auth: "none", userPoolArn }, /userPoolArn: is used only with auth "cognito"/],
  [{ quota: { limit: 0 } }, /quota\.limit: must be at least 1 requests, received 0$/],
  [{ quota: { period: "HOUR" } }, /quota\.period: must be "DAY", "WEEK" or "MONTH"/],
  [{ requestValidation: "no" }, /requestValidation: must be true or false, received "no"$/],
  [{ minimumCompressionSize: -2 }, /minimumCompressionSize: must be at least -1 bytes \(-1 is off/],
  [{ minimumCompressionSize: 10_485_761 }, /minimumCompressionSize: must be at most 10485760/],
  [{ binaryMediaTypes: "image/png" }, /binaryMediaTypes: must be a list, received "image\/png"$/],
  [{ binaryMediaTypes: ["png"] }, /binaryMediaTypes\.0: must be a media type such as "image\/png"/],
  [{ domain: { certificateArn } }, /domain\.name: is required, a string$/],
  [{ domain: { name: "*.example.com", certificateArn } }, /domain\.name: must be a host name/],
  [{ domain: { name: "API.example.com", certificateArn } }, /domain\.name: .* in lower case/],
  [{ domain: { name: "localhost", certificateArn } }, /domain\.name: must be a host name/],
  [
    { domain: { name, certificateArn: "arn:aws:iam::123456789012:server-certificate/x" } },
    /domain\.certificateArn: must be the ARN of an ACM certificate, arn:aws:acm:REGION:ACCOUNT/,
  ],
  [
    { domain: { name, certificateArn: certificateArn.replace("us-east-1", "eu-west-1") } },
    /domain\.certificateArn: must be in the stack's own region.*, received "arn:aws:acm:eu-west-1:.*3c"$/,
  ],
  [
    { domain: { name, certificateArn, hostedZoneId: "example.com" } },
    /domain\.hostedZoneId: must be the id of a Route 53 hosted zone such as/,
  ],
  [{ waf: "on" }, /waf: must be true, or an object such as {rateLimit: 2000}, received "on"$/],
  [{ waf: { rateLimit: 9 } }, /waf\.rateLimit: must be at least 10 requests in 5 minutes/],
  [{ waf: { limit: 9 } }, /waf\.limit: there is no such setting; see docs\/settings\.md/],
])("%j is refused with what to do", (api, message) => {
  expect(() => resolve(api)).toThrow(message);
});

test.each([
  ["aws", "eu-west-1"],
  ["aws-us-gov", "us-gov-west-1"],
])("a certificate of the stack's own region is taken in %s, %s", (partition, region) => {
  const certificateArn = `arn:${partition}:acm:${region}:123456789012:certificate/1a2b-3c`;
  const api = { domain: { name, certificateArn } };
  expect(resolveSettings({ region, api }).api).toMatchObject(api);
});
