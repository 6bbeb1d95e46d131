/** Every kind of stack that the settings can make, each synthesized once in a test file. */
import type { SettingsInput } from "../../../infra/settings/settings";
import { type Synthesis, synthesize } from "./synthesize";

export const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1a2b-3c";
export const topicArn = "arn:aws:sns:us-east-1:123456789012:on-call";
export const userPoolArn = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_aBc123";

const domain = { name: "api.example.com", certificateArn };
const cors = { origin: "https://app.example.com", credentials: true };
const text = (name: string) => ({ name, type: "S" }) as const;
const number = (name: string) => ({ name, type: "N" }) as const;
const keys = { hashKey: text("customer"), sortKey: number("time") };
const localIndexes = { "by-total": number("total") };
const callers = { default: {}, shop: { rateLimit: 5, quota: { limit: 100 } } };
const globalIndexes = { "by-state": { hashKey: text("state"), sortKey: text("city") } };

export const variants = {
  default: {},
  prod: { environment: "prod" },
  "protected environment": {
    environment: "live",
    account: "123456789012",
    protection: true,
    apiGatewayAccountRole: "manage",
    alarms: { topicArn },
  },
  "own key": { environment: "dev", customerManagedKey: true, api: { waf: true } },
  "alarms alone": { environment: "dev", alarms: { topicArn } },
  "basic observability": { environment: "dev", observability: "basic" },
  "another environment": { environment: "dev", region: "eu-west-1", logRetentionDays: 30 },
  "state in S3": { environment: "dev", state: { bucket: "states", region: "eu-west-1" } },
  "own limits": {
    function: { memorySize: 1024, timeout: 20 },
    api: { integrationTimeout: 25_000, rateLimit: 3, burstLimit: 4 },
  },
  cors: { api: { cors } },
  firewall: { environment: "dev", logRetentionDays: 30, api: { waf: { rateLimit: 100 } } },
  domain: { api: { domain } },
  "domain in a zone": { api: { domain: { ...domain, hostedZoneId: "Z0123456789ABC" } } },
  "own concurrency": {
    environment: "dev",
    function: { reservedConcurrency: 20, provisionedConcurrency: 2 },
  },
  "restored table": {
    environment: "prod",
    tables: { Orders: { ...keys, physicalName: "Orders-2026-10-01-prod" } },
  },
  callers: { environment: "dev", api: { auth: "apiKey", callers } },
  "API key": { environment: "dev", api: { auth: "apiKey", cors } },
  "user pool": { environment: "dev", api: { auth: "cognito", cors } },
  "user pool in prod": { environment: "prod", api: { auth: "cognito", waf: true } },
  "user pool that is there": { api: { auth: "cognito", userPoolArn } },
  "open to everybody": { api: { auth: "none" } },
  "body alone": { environment: "dev", api: { integration: "AWS", cors } },
  "no validation": { api: { requestValidation: false } },
  "local index": { environment: "dev", tables: { Orders: { ...keys, localIndexes } } },
  "global index": { environment: "dev", tables: { Orders: { ...keys, globalIndexes } } },
  "several tables": {
    environment: "dev",
    tables: {
      Orders: { ...keys, localIndexes, globalIndexes, ttlAttribute: "expires" },
      Plain: { hashKey: { name: "Id", type: "B" } },
    },
  },
  "limited operations": {
    environment: "dev",
    tables: {
      Orders: { ...keys, localIndexes, globalIndexes, operations: ["create", "query"] },
      Products: { ...keys, globalIndexes, operations: ["query", "create"] },
      Prices: { ...keys, operations: ["read", "create", "update"], versionAttribute: "version" },
      Visits: { ...keys, localIndexes, operations: ["delete"] },
      Plain: { ...keys, globalIndexes },
    },
  },
} as const satisfies Readonly<Record<string, SettingsInput>>;

export type Variant = keyof typeof variants;

export const variantNames = Object.keys(variants) as readonly Variant[];

const synthesized = new Map<Variant, Synthesis>();

export function variant(name: Variant): Synthesis {
  const known = synthesized.get(name) ?? synthesize(variants[name]);
  synthesized.set(name, known);
  return known;
}
