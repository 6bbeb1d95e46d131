/** The request "get-vanilla" of AWS's test suite, signed for this service, and what changes make of it. */
import { checkSignature } from "../../../local/auth/iam";

export const date = "20150830T123600Z";
export const now = Date.parse("2015-08-30T12:36:00Z");
export const minutes = 60_000;
const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  fromEnvironment: true,
};
const trust = { region: "us-east-1", credentials };

export const parts = {
  Credential: "AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request",
  SignedHeaders: "host;x-amz-date",
  Signature: "0b42ea2cbe5587460c2dc01f388964c0834d1cf82281963872548698c270aeb6",
};
export const authorization = (change: Partial<typeof parts> = {}) =>
  `AWS4-HMAC-SHA256 ${Object.entries({ ...parts, ...change })
    .map((pair) => pair.join("="))
    .join(", ")}`;

export interface Change {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly body?: string;
  /** `undefined` takes a header away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

const request = ({ method = "GET", path = "/", query, body = "", headers }: Change = {}) => {
  const all = {
    host: "example.amazonaws.com",
    "x-amz-date": date,
    authorization: authorization(),
    ...headers,
  };
  return {
    method,
    path,
    query: [...new URLSearchParams(query)],
    body: Buffer.from(body),
    headers: new Map(
      Object.entries(all).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, [value]] as const],
      ),
    ),
  };
};

/** @returns the access key, or the refusal */
export function answer(change: Change, time = now) {
  try {
    return checkSignature(request(change), trust, time);
  } catch (error) {
    const { status, type, message, errorType } = error as Record<string, unknown>;
    return { status, type, message, errorType };
  }
}

export const refused = (type: string, errorType: string, message: unknown) => ({
  status: 403,
  type,
  errorType,
  message,
});
export const invalid = (message: unknown) =>
  refused("INVALID_SIGNATURE", "InvalidSignatureException", message);
export const incomplete = (message: unknown) =>
  refused("DEFAULT_4XX", "IncompleteSignatureException", message);
export const unrecognized = refused(
  "DEFAULT_4XX",
  "UnrecognizedClientException",
  "The security token included in the request is invalid.",
);
export const mismatch = invalid(
  expect.stringMatching(
    /^The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\. Consult the service documentation for details\.\n\nThe Canonical String for this request should have been\n'[A-Z]+\n\//,
  ),
);

/** The change of what the Authorization header says. */
export const claiming = (change: Partial<typeof parts>): Change => ({
  headers: { authorization: authorization(change) },
});
