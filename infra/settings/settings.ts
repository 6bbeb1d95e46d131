/** Every setting of the stack, with its type, its check and its default in one place. */
import * as z from "zod/mini";
import { guide } from "../../functions/paths";
import { api } from "./api";
import { flag, region, text } from "./checks";
import { fillFromEnvironment, type Variables } from "./environment";
import { explain } from "./explain";
import { lambda } from "./function";
import { tables } from "./tables";

const retentionSteps = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const state = z.strictObject({
  /** Name of an S3 bucket that is there already; turn its versioning on. */
  bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of an S3 bucket"),
  /** Region of the bucket. @default the stack's own */
  region: z.optional(region),
});

/** Defaults do not depend on each other here; see `resolveSettings` for those of production. */
export const schema = z
  .strictObject({
    /** Name of the stack, of its state, of the tag `project`, and in the problems' types. @default "dynamodb-operations" */
    service: z._default(
      text(/^[a-z][a-z0-9-]{0,39}$/, "must be 1 to 40 of a-z, 0-9 and '-', a letter first"),
      guide.service,
    ),
    /**
     * `default` deploys under the names as they are. Any other name is added to them as a suffix, so that
     * several environments are in one account. `prod` has defaults of its own.
     * @default "default"
     */
    environment: z._default(
      text(/^[a-z][a-z0-9-]{0,19}$/, "must be 1 to 20 of a-z, 0-9 and '-', a letter first"),
      "default",
    ),
    /** AWS region. @default "us-east-1" */
    region: z._default(region, "us-east-1"),
    /**
     * Where Terraform keeps its state: a file beside the project, or S3 with S3's own locking,
     * which takes Terraform 1.10. @default a file
     */
    state: z.optional(state),
    /**
     * Tables, and a user pool that is made, refuse to be deleted, by AWS and by Terraform's plan. To
     * destroy them after all, deploy once without. @default false, in prod true
     */
    deletionProtection: z._default(flag, false),
    /** Tables can be restored to any second of the last 35 days. @default false, in prod true */
    pointInTimeRecovery: z._default(flag, false),
    /** Days that logs are kept; one of CloudWatch's own steps. @default 14, in prod 365 */
    logRetentionDays: z._default(
      z.literal(retentionSteps, `must be one of ${retentionSteps.join(", ")} days`),
      14,
    ),
    /** Tables by their logical names, which clients say. @default LambdaTable with the hash key Id (S) */
    tables: z.prefault(tables, { LambdaTable: { hashKey: { name: "Id", type: "S" } } }),
    function: z.prefault(lambda, {}),
    api: z.prefault(api, {}),
  })
  .check(
    z.refine((all) => all.function.timeout * 1000 < all.api.integrationTimeout, {
      path: ["api", "integrationTimeout"],
      message:
        "must be longer than function.timeout, or API Gateway hangs up before the function answers",
    }),
    z.refine((all) => !all.api.domain || regionOf(all.api.domain.certificateArn) === all.region, {
      path: ["api", "domain", "certificateArn"],
      message: "must be in the stack's own region: request or import the certificate there",
    }),
  );

/** ARNs are `arn:PARTITION:SERVICE:REGION:…`. */
const regionOf = (arn: string) => arn.split(":")[3];

export type Settings = z.output<typeof schema>;

/** What a person gives; the rest is defaults. */
export type SettingsInput = z.input<typeof schema>;
export type ApiSettingsInput = NonNullable<SettingsInput["api"]>;

/** What people expect of the one environment that matters. */
const production: SettingsInput = {
  logRetentionDays: 365,
  deletionProtection: true,
  pointInTimeRecovery: true,
};

/**
 * The settings with every default filled in.
 * @param variables of the shell, which fill what the input leaves open
 * @throws Error that lists each wrong setting with its path, what was received and what to do
 */
export function resolveSettings(input: SettingsInput = {}, variables: Variables = {}): Settings {
  const given = fillFromEnvironment(input, variables) as SettingsInput;
  const defaults = given.environment === "prod" ? production : {};
  const result = z.safeParse(schema, { ...defaults, ...definedOnly(given) }, { reportInput: true });
  if (!result.success) throw new Error(explain(result.error.issues));
  return result.data;
}

const definedOnly = (input: SettingsInput): SettingsInput =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
