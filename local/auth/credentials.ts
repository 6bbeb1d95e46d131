/** The credentials of the local server; it accepts only requests that are signed with them. */

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Only the dummies may be printed. */
  readonly fromEnvironment: boolean;
}

/** The credentials of the environment if it has an id and a secret; otherwise dummies. */
export function readCredentials(
  environment: Readonly<Record<string, string | undefined>>,
): Credentials {
  const accessKeyId = environment["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = environment["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = environment["AWS_SESSION_TOKEN"];
  if (!accessKeyId || !secretAccessKey) {
    return { accessKeyId: "local", secretAccessKey: "local", fromEnvironment: false };
  }
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    fromEnvironment: true,
  };
}
