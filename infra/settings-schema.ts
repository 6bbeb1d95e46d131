/** The checks and defaults of the settings, and what is said of a wrong one. */
import * as z from "zod/mini";
import { localOperations } from "../functions/operations";
import { apiSchema } from "./api-settings-schema";
import { runtimes } from "./provider";
import type { TableSettings } from "./settings";
import { flag, text, whole } from "./settings-checks";

const retentionSteps = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as "eu-west-1"');
const tableName = text(/^[\w.-]{3,200}$/, "must be 3 to 200 letters, digits, '_', '-' or '.'");
const key = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  type: z.enum(["S", "N", "B"]),
});
type Key = z.infer<typeof key>;
type Keys = Pick<TableSettings, "hashKey" | "sortKey" | "globalIndexes" | "localIndexes">;

const differentKeys = z.refine<{ hashKey: Key; sortKey?: Key }>(
  ({ hashKey, sortKey }) => hashKey.name !== sortKey?.name,
  { path: ["sortKey"], message: "must be another attribute than the hashKey" },
);
const index = z.strictObject({ hashKey: key, sortKey: z.optional(key) }).check(differentKeys);
const units = z._default(whole(1, 40_000, "request units per second"), 1000);

const table = z
  .strictObject({
    hashKey: key,
    sortKey: z.optional(key),
    globalIndexes: z.optional(z.record(tableName, index)),
    localIndexes: z.optional(z.record(tableName, key)),
    ttlAttribute: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
    maxReadUnits: units,
    maxWriteUnits: units,
  })
  .check(
    differentKeys,
    z.refine((value) => !value.localIndexes || value.sortKey !== undefined, {
      path: ["localIndexes"],
      message: "needs a sortKey on the table: a local index is another order of the same hash key",
    }),
    z.refine((value) => Object.keys(value.localIndexes ?? {}).length <= 5, {
      path: ["localIndexes"],
      message: "must be at most 5, which is DynamoDB's limit",
    }),
    z.refine((value) => Object.keys(value.globalIndexes ?? {}).length <= 20, {
      path: ["globalIndexes"],
      message: "must be at most 20, which is DynamoDB's default limit",
    }),
    z.refine(
      ({ globalIndexes = {}, localIndexes = {} }) =>
        !Object.keys(localIndexes).some((name) => Object.hasOwn(globalIndexes, name)),
      { path: ["localIndexes"], message: "must have other names than the globalIndexes" },
    ),
    z.refine(hasOneTypeEach, {
      message: "must give an attribute that is in several keys the same type in each of them",
    }),
  );

/** Every key of a table and of its indexes; an attribute comes once for each key that it is in. */
export function keysOf({ hashKey, sortKey, globalIndexes, localIndexes }: Keys): readonly Key[] {
  return [
    hashKey,
    sortKey,
    ...Object.values(globalIndexes ?? {}).flatMap((one) => [one.hashKey, one.sortKey]),
    ...Object.values(localIndexes ?? {}),
  ].filter((one) => one !== undefined);
}

function hasOneTypeEach(settings: Keys): boolean {
  const keys = keysOf(settings);
  return keys.every(({ name, type }) =>
    keys.every((other) => other.name !== name || other.type === type),
  );
}

/** Defaults do not depend on each other here; see `resolveSettings` for those of production. */
export const schema = z
  .strictObject({
    environment: z._default(
      text(/^[a-z][a-z0-9-]{0,19}$/, "must be 1 to 20 of a-z, 0-9 and '-', a letter first"),
      "default",
    ),
    region: z._default(region, "us-east-1"),
    state: z.optional(
      z.strictObject({
        bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be the name of an S3 bucket"),
        region: z.optional(region),
      }),
    ),
    deletionProtection: z._default(flag, false),
    pointInTimeRecovery: z._default(flag, false),
    logRetentionDays: z._default(
      z.literal(retentionSteps, `must be one of ${retentionSteps.join(", ")} days`),
      14,
    ),
    tables: z.prefault(
      z.record(tableName, table).check(
        z.refine((tables) => Object.keys(tables).length > 0, "must name at least one table"),
        z.refine(
          (tables) => !Object.keys(tables).some((name) => localOperations.includes(name)),
          `must not name a table ${localOperations.join(" or ")}: the façade has that path already`,
        ),
      ),
      { LambdaTable: { hashKey: { name: "Id", type: "S" } } },
    ),
    function: z.prefault(
      z.strictObject({
        memorySize: z._default(whole(128, 10_240, "MB"), 512),
        timeout: z._default(whole(10, 28, "seconds"), 10),
        runtime: z._default(
          z.enum(runtimes, `must be ${runtimes.map((name) => `"${name}"`).join(" or ")}`),
          runtimes[0],
        ),
      }),
      {},
    ),
    api: z.prefault(apiSchema, {}),
  })
  .check(
    z.refine((all) => all.function.timeout * 1000 < all.api.integrationTimeout, {
      path: ["api", "integrationTimeout"],
      message:
        "must be longer than function.timeout, or API Gateway hangs up before the function answers",
    }),
    z.refine(({ api, region }) => !api.domain || regionOf(api.domain.certificateArn) === region, {
      path: ["api", "domain", "certificateArn"],
      message: "must be in the stack's own region: request or import the certificate there",
    }),
  );

/** ARNs are `arn:PARTITION:SERVICE:REGION:…`. */
const regionOf = (arn: string) => arn.split(":")[3];

/** A line for each wrong setting: its path, what was received, what to do. */
export function explain(issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.map((issue) => {
    const path = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      return `  ${[path, issue.keys[0]].filter(Boolean).join(".")}: there is no such setting; see docs/settings.md`;
    }
    return `  ${path}: ${messageOf(issue)}, received ${JSON.stringify(receivedBy(issue))}`;
  });
  return `The settings are not valid:\n${lines.join("\n")}`;
}

/** A check of several settings together was given all of them; the path says which is meant. */
function receivedBy({ code, path, input }: z.core.$ZodIssue): unknown {
  if (code !== "custom") return input;
  const values = path.map((_, start) => path.slice(start).reduce(memberOf, input));
  return values.find((value) => value !== undefined) ?? input;
}

const memberOf = (value: unknown, key: PropertyKey) =>
  (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key];

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.message !== "Invalid input") return issue.message;
  if (issue.code === "invalid_key") return issue.issues.map((inner) => inner.message).join(", ");
  if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_type") return `must be of type ${issue.expected}`;
  return "is not valid";
}
