/** Paths and names that the stack and the function share. */

/** The path of everything below the resource, in API Gateway's notation. */
export const belowResource = (resource: string) => `${resource}/{proxy+}`;

/** The guide's values. The function's environment has only those that differ. */
export const guide = { resource: "/DynamoDBManager", service: "dynamodb-operations" } as const;
