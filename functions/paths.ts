/** Paths and names that the stack and the function share. */

/** The path of everything below the resource, in API Gateway's notation. */
export const belowResource = (resource: string) => `${resource}/{proxy+}`;

/** The guide's values. The function's environment has only those that differ. */
export const guide = { resource: "/DynamoDBManager", service: "dynamodb-operations" } as const;

/**
 * Headers with a credential, in lower case. Some are also parameters of a presigned URL
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
export const credentialHeaders: readonly string[] = [
  "authorization",
  "proxy-authorization",
  "cookie",
  "set-cookie",
  "x-api-key",
  "x-amz-security-token",
  "x-amz-credential",
  "x-amz-signature",
];
