/** The paths below the stage, in API Gateway's notation: what the stack declares and the function answers. */

/** The guide's resource, which takes the envelope. */
export const root = "/DynamoDBManager";

/** Tables, items, echo and ping. */
export const belowRoot = `${root}/{proxy+}`;
