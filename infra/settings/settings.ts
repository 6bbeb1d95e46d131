/** The schema of all settings, with their checks and defaults, and how they are read. */
import * as z from "zod/mini";
import { guide } from "../../functions/paths";
import { api } from "./api";
import { flag, region, text } from "./checks";
import { fillFromEnvironment, type Variables } from "./environment";
import { explain } from "./explain";
import { lambda } from "./function";
import { alarms, apiGatewayAccountRole, logRetentionDays, observability } from "./observability";
import { tables, wrongPhysicalNames } from "./tables";

const state = z.strictObject({
  /** Name of an existing S3 bucket; enable its versioning. */
  bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of an S3 bucket"),
  /** Region of the bucket. @default the stack's */
  region: z.optional(region),
});

/** `resolveSettings` adds the defaults of production. */
export const schema = z
  .strictObject({
    /** Name of the stack and its state, tag `project`, part of a problem's `type`. @default "dynamodb-operations" */
    service: z._default(
      text(/^[a-z][a-z0-9-]{0,39}$/, "must be 1 to 40 of a-z, 0-9 and '-', a letter first"),
      guide.service,
    ),
    /**
     * Any name except `default` is added to every name as a suffix, so that one account can have several
     * environments. `prod` has the defaults of `protection`.
     * @default "default"
     */
    environment: z._default(
      text(/^[a-z][a-z0-9-]{0,19}$/, "must be 1 to 20 of a-z, 0-9 and '-', a letter first"),
      "default",
    ),
    /** AWS region. @default "us-east-1" */
    region: z._default(region, "us-east-1"),
    /** Id of the one AWS account in which Terraform may work. @default any account */
    account: z.optional(text(/^\d{12}$/, "must be the 12 digits of an AWS account's id, as text")),
    /**
     * Where Terraform keeps its state: in a file beside `cdktf.json`, or in S3 with S3's own locking,
     * which needs Terraform 1.10. @default a file
     */
    state: z.optional(state),
    /**
     * Gives the environment the defaults of production, as `prod` has them: deletion protection,
     * point-in-time recovery, logs for a year, full observability. @default false, in prod true
     */
    protection: z._default(flag, false),
    /**
     * AWS and Terraform refuse to delete the tables, and the user pool that the stack creates. Terraform
     * also refuses every plan for another account or region. To destroy the environment, first deploy
     * with `false`. @default false, in prod true
     */
    deletionProtection: z._default(flag, false),
    /** Tables can be restored to any second of the last 35 days. @default false, in prod true */
    pointInTimeRecovery: z._default(flag, false),
    /**
     * Encrypts tables, logs and the function's environment with a KMS key of the account's own, which is
     * rotated every year. Without it, AWS encrypts them with its own keys.
     * @default false
     */
    customerManagedKey: z._default(flag, false),
    logRetentionDays,
    observability,
    alarms: z.optional(alarms),
    apiGatewayAccountRole: z.optional(apiGatewayAccountRole),
    /** Tables by their logical names, which clients use. @default LambdaTable with the hash key Id (S) */
    tables: z.prefault(tables, { LambdaTable: { hashKey: { name: "Id", type: "S" } } }),
    function: z.prefault(lambda, {}),
    api: z.prefault(api, {}),
  })
  .check(
    z.refine((all) => all.function.timeout * 1000 < all.api.integrationTimeout, {
      path: ["api", "integrationTimeout"],
      message:
        "must be longer than function.timeout, or API Gateway stops waiting before the function answers",
    }),
    z.refine((all) => !all.api.domain || regionOf(all.api.domain.certificateArn) === all.region, {
      path: ["api", "domain", "certificateArn"],
      message: "must be in the stack's own region: request or import the certificate there",
    }),
    ({ value, issues }) => {
      issues.push(...wrongPhysicalNames(value));
    },
    z.refine((all) => !all.alarms || regionOf(all.alarms.topicArn) === all.region, {
      path: ["alarms", "topicArn"],
      message: "must be a topic in the stack's own region",
    }),
  );

/** ARNs are `arn:PARTITION:SERVICE:REGION:…`. */
const regionOf = (arn: string) => arn.split(":")[3];

export type Settings = z.output<typeof schema>;

/** What `main.ts` gives; defaults fill the rest. */
export type SettingsInput = z.input<typeof schema>;

/** Other defaults for environments with `protection`. */
const production: SettingsInput = {
  protection: true,
  logRetentionDays: 365,
  deletionProtection: true,
  pointInTimeRecovery: true,
  observability: "full",
};

/**
 * The settings with every default filled in.
 * @param variables of the environment, which fill what the input leaves out
 * @throws Error that lists each wrong setting with its path, what was received and what to do
 */
export function resolveSettings(input: SettingsInput = {}, variables: Variables = {}): Settings {
  const given = fillFromEnvironment(input, variables) as SettingsInput;
  const defaults = (given.protection ?? given.environment === "prod") ? production : {};
  const result = z.safeParse(schema, { ...defaults, ...definedOnly(given) }, { reportInput: true });
  if (!result.success) throw new Error(explain(result.error.issues));
  return result.data;
}

const definedOnly = (input: SettingsInput): SettingsInput =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
