/** Settings of the API: its names, who may call, and what API Gateway does with requests. */
import * as z from "zod/mini";
import { flag, oneOf, text, whole } from "./checks";
import { burst, callers, domain, firewallOrFlag, quota, rate } from "./entrance";

const cors = z
  .strictObject({
    /** The one origin that is allowed, such as `https://app.example.com`, or `*` for all. */
    origin: text(
      /^(\*|https?:\/\/[a-z0-9.-]+(:\d+)?)$/,
      'must be an origin such as "https://app.example.com", without a path, or "*"',
    ),
    /** Browsers may send cookies and client certificates; not with `*`. @default false */
    credentials: z._default(flag, false),
  })
  .check(
    z.refine(({ origin, credentials }) => !(credentials && origin === "*"), {
      path: ["credentials"],
      message: 'must be false with the origin "*": browsers refuse the combination',
    }),
  );

/** A permission's id has only the letters of its path: with such a name, it would be the id of `/` or `/{proxy+}`. */
const withoutId = /^[\d_.]*(proxy([\d_.]+|-)?)?$/i;

const mediaType = text(/^[\w.+*-]+\/[\w.+*-]+$/, 'must be a media type such as "image/png"');

/** The policies for regional APIs without TLS 1.0 and 1.1. */
const securityPolicy = oneOf(
  "SecurityPolicy_TLS13_1_3_2025_09",
  "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
  "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_2021_06",
);

export const api = z
  .strictObject({
    /** @default "DynamoDBOperations" */
    name: z._default(
      text(/^[\w-]{1,64}$/, "must be 1 to 64 letters, digits, '_' or '-'"),
      "DynamoDBOperations",
    ),
    /** The first part of every path, unless `domain` is set. @default "prod" */
    stage: z._default(text(/^[\w-]{1,128}$/, "must be letters, digits, '_' or '-'"), "prod"),
    /** The resource that takes the envelope; tables and items are below it. @default "DynamoDBManager" */
    resource: z._default(
      text(/^[A-Za-z0-9][\w.-]{0,63}$/, "must be 1 to 64 letters, digits, '_', '-' or '.'").check(
        z.refine(
          (name) => !withoutId.test(name),
          'must have letters, and not only the word "proxy"',
        ),
      ),
      "DynamoDBManager",
    ),
    /**
     * Who may call. `iam`: identities whose policy allows `execute-api:Invoke`, by Signature Version 4.
     * `apiKey`: callers with the key, which identifies a program and not a person. `cognito`: callers
     * with an ID token of a user pool. `none`: anyone on the internet, with a warning at synth.
     * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
     * @default "iam"
     */
    auth: z._default(oneOf("iam", "apiKey", "cognito", "none"), "iam"),
    /**
     * ARN of a Cognito user pool, for `auth: "cognito"`. All its users may call, through any of its
     * clients. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
     * @default the stack creates a pool, to which only an administrator adds users
     */
    userPoolArn: z.optional(
      text(
        /^arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/[\w-]+$/,
        "must be the ARN of a Cognito user pool, arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID",
      ),
    ),
    /**
     * The quota of each key, for `auth: "apiKey"`.
     * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
     */
    quota: z.prefault(quota, {}),
    /**
     * Callers by name, for `auth: "apiKey"`: each gets a key and limits of its own, so that one can be limited, or get
     * another key, without the others. The name `default` is that of the one key without this setting.
     * @default one caller, `default`
     */
    callers: z.optional(callers),
    /**
     * What the function gets from the guide's POST. `AWS_PROXY`: the whole request. `AWS`: only the body,
     * as in the guide's first version; paths below the resource keep `AWS_PROXY`. To change it on a
     * deployed API, deploy twice: the provider creates the new integration and then deletes the old one,
     * which has the same name. The second deploy creates it again.
     * @default "AWS_PROXY"
     */
    integration: z._default(oneOf("AWS_PROXY", "AWS"), "AWS_PROXY"),
    /** Lets pages of another origin call the API: CORS headers, and OPTIONS without authorization. @default none */
    cors: z.optional(cors),
    /** Milliseconds that API Gateway waits for the function; at most 29,000. @default 15000 */
    integrationTimeout: z._default(whole(10_001, 29_000, "milliseconds"), 15_000),
    /** Requests per second for the whole stage, steady. @default 50 */
    rateLimit: z._default(rate, 50),
    /** Requests at once above the rate. @default 100 */
    burstLimit: z._default(burst, 100),
    /**
     * API Gateway refuses bodies that no operation accepts, before the function runs. The function
     * repeats the checks and reports more.
     * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
     * @default true
     */
    requestValidation: z._default(flag, true),
    /**
     * The size in bytes from which an answer is compressed, for clients that accept it; -1 is never.
     * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
     * @default -1
     */
    minimumCompressionSize: z._default(whole(-1, 10_485_760, "bytes (-1 is off)"), -1),
    /**
     * Media types that are base64 in events and in the function's results.
     * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
     * @default none
     */
    binaryMediaTypes: z._default(z.array(mediaType, "must be a list"), []),
    /**
     * The TLS versions and ciphers that the API accepts. Without a policy, AWS's own address also accepts
     * TLS 1.0. It needs AWS provider 6.66; a change takes about 15 minutes.
     * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
     * @default none
     */
    securityPolicy: z.optional(securityPolicy),
    /** A custom domain. @default none: AWS's own address */
    domain: z.optional(domain),
    /** A firewall against known bad inputs and too many requests from one address. @default none */
    waf: z.optional(firewallOrFlag),
  })
  .check(
    z.refine(({ integration, requestValidation }) => integration !== "AWS" || requestValidation, {
      path: ["requestValidation"],
      message: 'must be true with integration "AWS": the function gets the body as its event',
    }),
    z.refine(({ auth, userPoolArn }) => auth === "cognito" || userPoolArn === undefined, {
      path: ["userPoolArn"],
      message: 'is used only with auth "cognito": set that, or remove userPoolArn',
    }),
    z.refine(({ auth, callers }) => auth === "apiKey" || callers === undefined, {
      path: ["callers"],
      message: 'is used only with auth "apiKey": set that, or remove callers',
    }),
  );

export type ApiSettings = z.output<typeof api>;
