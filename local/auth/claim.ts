/** Reads a request's signature and who claims to have signed it: from its header or its query (presigned URL). */
import { createHash } from "node:crypto";
import { Refusal } from "../gateway/refusal";
import type { Signable } from "./signature";

export interface Claim {
  /** `<access key>/<day>/<region>/<service>/aws4_request` */
  readonly credential: string;
  /** Names in lower case. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal. */
  readonly signature: string;
  /** `20150830T123600Z` */
  readonly date: string;
  /** Of temporary credentials. */
  readonly sessionToken: string | undefined;
  /** Seconds after `date`, as text, in a presigned URL. */
  readonly expires: string | undefined;
  /** The signed part of the request: without the signature in the query. */
  readonly request: Signable;
}

/** @throws Refusal when the signature is missing or incomplete */
export function readClaim(request: Signable): Claim {
  const header = request.headers.get("authorization")?.[0];
  if (header !== undefined) return readHeader(header, request);
  const query = new Map(request.query);
  if (query.has("X-Amz-Algorithm") || query.has("X-Amz-Signature")) {
    return readQuery(query, request);
  }
  throw new Refusal(403, "MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
}

const parameters = ["Credential", "Signature", "SignedHeaders"] as const;

function readHeader(header: string, request: Signable): Claim {
  const [algorithm = "", ...pairs] = header.split(/[\s,]+/).filter((part) => part !== "");
  const bare = pairs.find((pair) => !pair.includes("="));
  if (bare !== undefined) {
    throw incomplete(
      "Invalid key=value pair (missing equal-sign) in Authorization header " +
        `(hashed with SHA-256 and encoded with Base64): '${hash(bare)}'.`,
    );
  }
  const values = new Map(pairs.map((pair) => pair.split(/=(.*)/, 2) as [string, string]));
  const date = request.headers.get("x-amz-date")?.[0] ?? request.headers.get("date")?.[0];
  const missing = parameters
    .filter((name) => !values.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (date === undefined) {
    missing.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  if (missing.length > 0) {
    const echo = `(Hashed with SHA-256 and encoded with Base64) Authorization=${hash(header)}`;
    throw incomplete([...missing, echo].join(" "));
  }
  const sessionToken = request.headers.get("x-amz-security-token")?.[0];
  return claim(algorithm, values, { date: date as string, sessionToken, request });
}

function readQuery(query: ReadonlyMap<string, string>, request: Signable): Claim {
  const missing = [...parameters, "Date"]
    .filter((name) => !query.get(`X-Amz-${name}`))
    .map((name) => `AWS query-string parameters must include 'X-Amz-${name}'.`);
  if (missing.length > 0) {
    throw incomplete([...missing, "Re-examine the query-string parameters."].join(" "));
  }
  const values = new Map(parameters.map((name) => [name, query.get(`X-Amz-${name}`) as string]));
  return claim(query.get("X-Amz-Algorithm") ?? "", values, {
    date: query.get("X-Amz-Date") as string,
    sessionToken: query.get("X-Amz-Security-Token"),
    expires: query.get("X-Amz-Expires"),
    request: { ...request, query: request.query.filter(([name]) => name !== "X-Amz-Signature") },
  });
}

function claim(
  algorithm: string,
  values: ReadonlyMap<string, string>,
  rest: Pick<Claim, "date" | "sessionToken" | "request"> & { expires?: string },
): Claim {
  if (algorithm !== "AWS4-HMAC-SHA256") {
    throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
  }
  return {
    credential: values.get("Credential") as string,
    signedHeaders: (values.get("SignedHeaders") as string).toLowerCase().split(";"),
    signature: values.get("Signature") as string,
    expires: undefined,
    ...rest,
  };
}

/** AWS repeats only a hash, since a header of another kind may contain a secret. */
const hash = (text: string) => createHash("sha256").update(text, "latin1").digest("base64");

/** API Gateway documents no response type of its own for these. */
export const incomplete = (message: string) =>
  new Refusal(403, "DEFAULT_4XX", message, { errorType: "IncompleteSignatureException" });
