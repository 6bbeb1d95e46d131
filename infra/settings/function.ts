/** Settings of the Lambda function. */
import * as z from "zod/mini";
import { oneOf, text, whole } from "./checks";

const concurrency = (from: number) => z.optional(whole(from, 10_000, "invocations at once"));

export const lambda = z
  .strictObject({
    /** @default "LambdaFunctionOverHttps" */
    name: z._default(
      text(/^[\w-]{1,40}$/, "must be 1 to 40 letters, digits, '_' or '-'"),
      "LambdaFunctionOverHttps",
    ),
    /** MB; CPU grows with it. @default 512 */
    memorySize: z._default(whole(128, 10_240, "MB"), 512),
    /** Seconds, 10 to 28: longer than the SDK's attempts, shorter than the integration's timeout. @default 10 */
    timeout: z._default(whole(10, 28, "seconds"), 10),
    /**
     * Lambda's Node. `nodejs24.x` needs AWS provider 6.21; choose `nodejs22.x` (5.100) where a mirror
     * or a lock file has an older provider.
     * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
     * @default "nodejs24.x"
     */
    runtime: z._default(oneOf("nodejs24.x", "nodejs22.x"), "nodejs24.x"),
    /**
     * The most invocations at once, which are taken from the account's concurrency; 0 stops the function. AWS
     * refuses a number that leaves the account less than 100 for its other functions.
     * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
     * @default none: the function shares the account's concurrency
     */
    reservedConcurrency: concurrency(0),
    /**
     * Execution environments of the alias `live` that AWS keeps started, whether they are used or not.
     * docs/settings.md has their cost.
     * https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
     * @default none
     */
    provisionedConcurrency: concurrency(1),
  })
  .check(
    z.refine(
      ({ reservedConcurrency = Number.POSITIVE_INFINITY, provisionedConcurrency = 0 }) =>
        provisionedConcurrency <= reservedConcurrency,
      { path: ["provisionedConcurrency"], message: "must be at most reservedConcurrency" },
    ),
  );

export type Runtime = z.output<typeof lambda>["runtime"];
