/** The paths below the stage, in API Gateway's notation: what the stack declares and the function answers. */

/** Below the guide's resource: tables, items, and the operations that answer by themselves. */
export const belowResource = (resource: string) => `${resource}/{proxy+}`;

/** What the function is told only where it is not the guide's own. */
export const guide = { resource: "/DynamoDBManager", service: "dynamodb-operations" } as const;
