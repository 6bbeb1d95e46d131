/** Settings of what is in front of the API: a custom domain, a firewall, API keys with their limits. */
import * as z from "zod/mini";
import { oneOf, text, whole } from "./checks";

const hostName =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * A custom domain. With it, AWS's own address is disabled.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
 */
export const domain = z.strictObject({
  /** In lower case, such as `api.example.com`. Each environment needs its own. */
  name: text(
    hostName,
    'must be a host name in lower case such as "api.example.com", without a wildcard',
  ),
  /** ARN of an issued ACM certificate for the name, in the stack's region. */
  certificateArn: text(
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
    "must be the ARN of an ACM certificate, arn:aws:acm:REGION:ACCOUNT:certificate/ID",
  ),
  /** Id of the Route 53 zone for the name's records. @default none: an output has the target for your DNS */
  hostedZoneId: z.optional(
    text(/^[A-Z0-9]{1,32}$/, 'must be the id of a Route 53 hosted zone such as "Z0123456789ABC"'),
  ),
});
export type DomainSettings = z.output<typeof domain>;

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html */
const firewall = z.strictObject(
  {
    /** An IP address with more requests than this in 5 minutes is blocked. @default 2000 */
    rateLimit: z._default(whole(10, 2_000_000_000, "requests in 5 minutes"), 2000),
  },
  "must be true, or an object such as {rateLimit: 2000}",
);
export type FirewallSettings = z.output<typeof firewall>;

/** `true` is a firewall with defaults, `false` is none. */
export const firewallOrFlag = z.pipe(
  z.transform((given: boolean | z.input<typeof firewall> | undefined) =>
    given === true ? {} : given === false ? undefined : given,
  ),
  z.optional(firewall),
);

/** How many requests a caller's API key allows. AWS enforces it on a best-effort basis. */
export const quota = z.strictObject({
  /** Requests in each period. @default 10000 */
  limit: z._default(whole(1, 2_147_483_647, "requests"), 10_000),
  /** The period of the limit. @default "DAY" */
  period: z._default(oneOf("DAY", "WEEK", "MONTH"), "DAY"),
});

/** Requests per second, steady. */
export const rate = whole(1, 10_000, "requests per second");
/** Requests at once above the rate. */
export const burst = whole(1, 5000, "requests");

/** A caller with an API key, and a usage plan for it. */
const caller = z.strictObject({
  /** Requests per second, steady. @default `api.rateLimit` */
  rateLimit: z.optional(rate),
  /** Requests at once above the rate. @default `api.burstLimit` */
  burstLimit: z.optional(burst),
  /** @default `api.quota` */
  quota: z.optional(quota),
});

const callerName = text(
  /^[a-z][a-z0-9-]{0,39}$/,
  "must be 1 to 40 of a-z, 0-9 and '-', a letter first",
);

/** Callers by name, each with a key of its own. */
export const callers = z
  .record(callerName, caller)
  .check(z.refine((all) => Object.keys(all).length > 0, "must name at least one caller"));
