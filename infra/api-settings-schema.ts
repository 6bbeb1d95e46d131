/** The checks and defaults of the API's settings. */
import * as z from "zod/mini";
import { securityPolicies } from "./provider";
import { flag, text, whole } from "./settings-checks";

const hostName =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;
const cors = z
  .strictObject({
    origin: text(
      /^(\*|https?:\/\/[a-z0-9.-]+(:\d+)?)$/,
      'must be an origin such as "https://app.example.com", without a path, or "*"',
    ),
    credentials: z._default(flag, false),
  })
  .check(
    z.refine(({ origin, credentials }) => !(credentials && origin === "*"), {
      path: ["credentials"],
      message: 'must be false with the origin "*": browsers refuse that, and so should everybody',
    }),
  );

const mediaType = /^[\w.+*-]+\/[\w.+*-]+$/;

const quota = z.strictObject({
  limit: z._default(whole(1, 2_147_483_647, "requests"), 10_000),
  period: z._default(z.enum(["DAY", "WEEK", "MONTH"]), "DAY"),
});

const domain = z.strictObject({
  name: text(
    hostName,
    'must be a host name in lower case such as "api.example.com", and no wildcard',
  ),
  certificateArn: text(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    "must be the ARN of an ACM certificate, arn:aws:acm:REGION:ACCOUNT:certificate/ID",
  ),
  hostedZoneId: z.optional(
    text(/^[A-Z0-9]{1,32}$/, 'must be the id of a Route 53 hosted zone such as "Z0123456789ABC"'),
  ),
});

const waf = z.strictObject(
  { rateLimit: z._default(whole(10, 2_000_000_000, "requests in 5 minutes"), 2000) },
  "must be true, or an object such as {rateLimit: 2000}",
);

/** `true` is the firewall with its defaults, `false` is as good as absent. */
const wafOrFlag = z.pipe(
  z.transform((given) => (given === true ? {} : given === false ? undefined : given)),
  z.optional(waf),
);

export const apiSchema = z
  .strictObject({
    auth: z._default(
      z.enum(["iam", "apiKey", "cognito", "none"], 'must be "iam", "apiKey", "cognito" or "none"'),
      "iam",
    ),
    userPoolArn: z.optional(
      text(
        /^arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/[\w-]+$/,
        "must be the ARN of a Cognito user pool, arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID",
      ),
    ),
    quota: z.prefault(quota, {}),
    integration: z._default(
      z.enum(["AWS_PROXY", "AWS"], 'must be "AWS_PROXY" or "AWS"'),
      "AWS_PROXY",
    ),
    cors: z.optional(cors),
    integrationTimeout: z._default(whole(9000, 29_000, "milliseconds"), 15_000),
    rateLimit: z._default(whole(1, 10_000, "requests per second"), 50),
    burstLimit: z._default(whole(1, 5000, "requests"), 100),
    requestValidation: z._default(flag, true),
    minimumCompressionSize: z._default(whole(-1, 10_485_760, "bytes (-1 is off)"), -1),
    binaryMediaTypes: z._default(
      z.array(text(mediaType, 'must be a media type such as "image/png"'), "must be a list"),
      [],
    ),
    securityPolicy: z.optional(
      z.enum(securityPolicies, `must be one of ${securityPolicies.join(", ")}`),
    ),
    domain: z.optional(domain),
    waf: z.optional(wafOrFlag),
  })
  .check(
    z.refine(({ integration, requestValidation }) => integration !== "AWS" || requestValidation, {
      path: ["requestValidation"],
      message: 'must be true with integration "AWS": the function gets the body as its event',
    }),
    z.refine(({ auth, userPoolArn }) => auth === "cognito" || userPoolArn === undefined, {
      path: ["userPoolArn"],
      message: 'is read only with auth "cognito": set that, or leave the pool out',
    }),
  );
