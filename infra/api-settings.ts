/** The settings of the API: their types, units, defaults. */

import type { SecurityPolicy } from "./provider";

/** How many requests an API key is good for. */
export interface QuotaSettings {
  /** Requests in each period. @default 10000 */
  readonly limit: number;
  /** What the limit is counted over. @default "DAY" */
  readonly period: "DAY" | "WEEK" | "MONTH";
}

/**
 * A host name of one's own; the address that AWS gives is closed then.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
 */
export interface DomainSettings {
  /** In lower case, such as `api.example.com`. A name is one environment's. */
  readonly name: string;
  /** ARN of an issued ACM certificate for the name, in the stack's region. */
  readonly certificateArn: string;
  /** Id of the Route 53 zone that gets the name's records. @default none: the deploy says where to point the name */
  readonly hostedZoneId?: string;
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html */
export interface WafSettings {
  /** Requests in 5 minutes from one IP address, above which that address is blocked. @default 2000 */
  readonly rateLimit: number;
}

export interface CorsSettings {
  /** The one origin that is allowed, such as `https://app.example.com`, or `*` for all. */
  readonly origin: string;
  /** Browsers may send cookies and client certificates along; not with `*`. @default false */
  readonly credentials: boolean;
}

export interface ApiSettings {
  /**
   * Who may call. `iam`: requests signed with Signature Version 4 by someone with
   * `execute-api:Invoke`. `apiKey`: who has the key, which says which program calls and not who
   * it is. `cognito`: who brings an ID token of a user pool. `none`: everybody on the internet,
   * with a warning at synth.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
   * @default "iam"
   */
  readonly auth: "iam" | "apiKey" | "cognito" | "none";
  /**
   * ARN of a Cognito user pool, for `auth: "cognito"`. All its users may call, through any of its
   * clients. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
   * @default a pool is made, to which only an administrator adds users
   */
  readonly userPoolArn?: string;
  /**
   * The key's quota, for `auth: "apiKey"`; AWS counts on a best-effort basis.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
   */
  readonly quota: QuotaSettings;
  /**
   * How the guide's POST reaches the function. `AWS_PROXY`: as the whole request. `AWS`: as the body
   * alone, as the guide's first version does; what is below the resource stays `AWS_PROXY`. To change
   * it on a standing API, deploy twice: the provider makes the new integration first and then deletes
   * the old one, which has the same name, and the second deploy puts it back.
   * @default "AWS_PROXY"
   */
  readonly integration: "AWS_PROXY" | "AWS";
  /** Lets pages of another origin call the API: OPTIONS without authorization, and the headers. @default none */
  readonly cors?: CorsSettings;
  /** Milliseconds that API Gateway waits for the function; at most 29,000. @default 15000 */
  readonly integrationTimeout: number;
  /** Requests per second for the whole stage, steady. @default 50 */
  readonly rateLimit: number;
  /** Requests at once above the rate. @default 100 */
  readonly burstLimit: number;
  /**
   * API Gateway refuses bodies that no operation accepts, before the function runs. The function
   * repeats the checks and says more.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
   * @default true
   */
  readonly requestValidation: boolean;
  /**
   * Bytes of an answer from which it is compressed for clients that accept it; -1 for never.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
   * @default -1
   */
  readonly minimumCompressionSize: number;
  /**
   * Media types of requests that reach the function as base64, and of answers that it may give so.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
   * @default none
   */
  readonly binaryMediaTypes: readonly string[];
  /**
   * The TLS versions and ciphers that the API accepts. Without one, AWS also accepts TLS 1.0 at the address that it
   * gives. Takes AWS provider 6.66; a change takes AWS about 15 minutes.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
   * @default none
   */
  readonly securityPolicy?: SecurityPolicy;
  /** @default none: the address that AWS gives */
  readonly domain?: DomainSettings;
  /** A firewall that blocks known bad inputs and single addresses that ask too often. @default none */
  readonly waf?: WafSettings;
}

/** What a caller gives for the API; the rest is defaults. */
export type ApiSettingsInput = Partial<Omit<ApiSettings, "quota" | "waf" | "cors">> & {
  readonly cors?: Pick<CorsSettings, "origin"> & Partial<CorsSettings>;
  readonly quota?: Partial<QuotaSettings>;
  /** `true` stands for a firewall with its defaults. */
  readonly waf?: boolean | Partial<WafSettings>;
};
