/** The credentials that the server runs with, and that it accepts signatures of. */

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Dummies may be printed; somebody's secret may not. */
  readonly fromEnvironment: boolean;
}

/** Those of the environment when there is an id with its secret; else dummies, good for nothing elsewhere. */
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
