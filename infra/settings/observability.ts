/** Settings of what can be observed: logs, metrics, traces, alarms. docs/settings.md has their cost. */
import * as z from "zod/mini";
import { oneOf, text } from "./checks";

const retentionSteps = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** Days that logs are kept; one of CloudWatch's values. @default 14, in prod 365 */
export const logRetentionDays = z._default(
  z.literal(retentionSteps, `must be one of ${retentionSteps.join(", ")} days`),
  14,
);

/**
 * `off`: the function's log and traces. `basic`: also alarms, a dashboard, and counts of each operation.
 * `full`: API Gateway also writes an access log and a log of its errors, sends traces, and measures each
 * method; the account needs a role for that, see `apiGatewayAccountRole`.
 * @default "off", in prod "full"
 */
export const observability = z._default(oneOf("off", "basic", "full"), "off");

/** Where alarms are sent. With `observability: "off"`, this setting alone creates the alarms. @default nowhere */
export const alarms = z.strictObject({
  /** ARN of an SNS topic in the stack's region. */
  topicArn: text(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    "must be the ARN of an SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME",
  ),
});

/**
 * API Gateway writes logs with one role, which belongs to the whole region of an account. `manage`:
 * this stack creates the role and sets it, for every API of the region. `existing`: the account has one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 * @default expects an existing role, and says so at synth
 */
export const apiGatewayAccountRole = oneOf("manage", "existing");
