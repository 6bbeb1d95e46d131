/** Every setting of the stack: its type, its unit, its default. */
import * as z from "zod/mini";
import type { ApiSettings, ApiSettingsInput } from "./api-settings";
import type { Runtime } from "./provider";
import { explain, schema } from "./settings-schema";

/** An attribute that is part of a key. */
export interface KeySettings {
  readonly name: string;
  /** String, number or binary. */
  readonly type: "S" | "N" | "B";
}

/** A secondary index. Its projection is ALL: every attribute can be read from it. */
export interface IndexSettings {
  readonly hashKey: KeySettings;
  readonly sortKey?: KeySettings;
}

export interface TableSettings {
  readonly hashKey: KeySettings;
  readonly sortKey?: KeySettings;
  /** Global secondary indexes by name; at most 20. @default none */
  readonly globalIndexes?: Readonly<Record<string, IndexSettings>>;
  /** Sort keys of local secondary indexes by name; at most 5, and only beside a `sortKey`. @default none */
  readonly localIndexes?: Readonly<Record<string, KeySettings>>;
  /** Attribute with the second (Unix time) after which DynamoDB deletes the item. @default none */
  readonly ttlAttribute?: string;
  /** Request units per second; a cost guard, since on-demand tables have no other. @default 1000 */
  readonly maxReadUnits?: number;
  /** Request units per second. @default 1000 */
  readonly maxWriteUnits?: number;
}

export interface FunctionSettings {
  /** MB; CPU grows with it. @default 512 */
  readonly memorySize: number;
  /** Seconds, 10 to 28: longer than the SDK's attempts together, shorter than the integration. @default 10 */
  readonly timeout: number;
  /**
   * Lambda's Node. `nodejs24.x` needs AWS provider 6.21, `nodejs22.x` 5.100: choose it where a
   * mirror or a lock file has no newer one.
   * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
   * @default "nodejs24.x"
   */
  readonly runtime: Runtime;
}

export interface StateSettings {
  /** Name of an S3 bucket that is there already; turn its versioning on. */
  readonly bucket: string;
  /** Region of the bucket. @default the stack's own */
  readonly region?: string;
}

export interface Settings {
  /**
   * `default` deploys under the guide's exact names. Any other name is added to them as a
   * suffix, so that several environments stand in one account. `prod` has defaults of its own.
   * @default "default"
   */
  readonly environment: string;
  /**
   * Where Terraform keeps its state: a file beside the project, or S3 with S3's own locking,
   * which takes Terraform 1.10. @default a file
   */
  readonly state?: StateSettings;
  /**
   * Tables, and a user pool that is made, refuse to be deleted, by AWS and by Terraform's plan. To
   * destroy them after all, deploy once without. @default false, in prod true
   */
  readonly deletionProtection: boolean;
  /** Tables can be restored to any second of the last 35 days. @default false, in prod true */
  readonly pointInTimeRecovery: boolean;
  /** AWS region. @default "us-east-1" */
  readonly region: string;
  /** Days that logs are kept; one of CloudWatch's own steps. @default 14, in prod 365 */
  readonly logRetentionDays: number;
  /** Tables by their logical names, which clients say. @default LambdaTable with the hash key Id (S) */
  readonly tables: Readonly<Record<string, TableSettings>>;
  readonly function: FunctionSettings;
  readonly api: ApiSettings;
}

/** What a caller gives; the rest is defaults. */
export type SettingsInput = Partial<Omit<Settings, "function" | "api">> & {
  readonly function?: Partial<FunctionSettings>;
  readonly api?: ApiSettingsInput;
};

/**
 * The settings with every default filled in.
 * @throws Error that lists each wrong setting with its path, what was received and what to do
 */
export function resolveSettings(input: SettingsInput = {}): Settings {
  const defaults = input.environment === "prod" ? production : {};
  const all = { ...defaults, ...definedOnly(input) };
  const result = z.safeParse(schema, all, { reportInput: true });
  if (!result.success) throw new Error(explain(result.error.issues));
  return result.data;
}

/** What people expect of the one environment that matters. */
const production: SettingsInput = {
  logRetentionDays: 365,
  deletionProtection: true,
  pointInTimeRecovery: true,
};

/**
 * The settings that a person gives from outside: `ENVIRONMENT`, `AWS_REGION`, `STATE_BUCKET`,
 * `LAMBDA_RUNTIME`, and `DELETION_PROTECTION` (`on` or `off`). Empty counts as absent.
 * @throws Error when `DELETION_PROTECTION` is neither
 */
export function settingsFromEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): SettingsInput {
  const { ENVIRONMENT, AWS_REGION, STATE_BUCKET, DELETION_PROTECTION, LAMBDA_RUNTIME } = variables;
  if (DELETION_PROTECTION && !["on", "off"].includes(DELETION_PROTECTION)) {
    throw new Error(`DELETION_PROTECTION must be on or off, received "${DELETION_PROTECTION}".`);
  }
  return definedOnly({
    environment: ENVIRONMENT || undefined,
    region: AWS_REGION || undefined,
    state: STATE_BUCKET ? { bucket: STATE_BUCKET } : undefined,
    deletionProtection: DELETION_PROTECTION ? DELETION_PROTECTION === "on" : undefined,
    function: LAMBDA_RUNTIME ? { runtime: LAMBDA_RUNTIME as Runtime } : undefined, // checked later
  });
}

function definedOnly(input: SettingsInput): SettingsInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
