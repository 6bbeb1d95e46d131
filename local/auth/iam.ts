/** Authorization `AWS_IAM`: checks a request's signature, its credentials and its time. */
import { timingSafeEqual } from "node:crypto";
import { Refusal } from "../gateway/refusal";
import { type Claim, incomplete, readClaim } from "./claim";
import type { Credentials } from "./credentials";
import { canonicalRequest, type Scope, type Signable, signature, stringToSign } from "./signature";

export interface Trust {
  readonly credentials: Credentials;
  readonly region: string;
  /** The service that requests are signed for. @default API Gateway's */
  readonly service?: string;
}

/** Minutes before and after its date in which a signature is valid. */
const skew = 5;

/**
 * @param now milliseconds since the epoch
 * @returns the access key
 * @throws Refusal with API Gateway's message
 */
export function checkSignature(request: Signable, trust: Trust, now: number): string {
  const claim = readClaim(request);
  if (!claim.signedHeaders.includes("host")) {
    throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  checkTime(claim, now);
  const { accessKeyId, scope } = readCredential(claim, trust);
  const { credentials } = trust;
  if (accessKeyId !== credentials.accessKeyId || claim.sessionToken !== credentials.sessionToken) {
    throw new Refusal(
      403,
      "DEFAULT_4XX",
      "The security token included in the request is invalid.",
      { errorType: "UnrecognizedClientException" },
    );
  }
  checkHash(claim, scope, credentials.secretAccessKey);
  return accessKeyId;
}

function checkTime({ date, expires }: Claim, now: number): void {
  const time = readTime(date);
  const earliest = now - skew * 60_000;
  const latest = now + skew * 60_000;
  if (time > latest) {
    throw invalid(
      `Signature not yet current: ${date} is still later than ${format(latest)} (${format(now)} + ${skew} min.)`,
    );
  }
  if (expires === undefined && time < earliest) {
    throw invalid(
      `Signature expired: ${date} is now earlier than ${format(earliest)} (${format(now)} - ${skew} min.)`,
    );
  }
  if (expires === undefined) return;
  if (!/^\d{1,6}$/.test(expires) || Number(expires) > 604_800) {
    throw incomplete("X-Amz-Expires must be a number of seconds, at most 604800.");
  }
  const end = time + Number(expires) * 1000;
  if (end < now) {
    throw invalid(`Signature expired: ${format(end)} is now earlier than ${format(now)}`);
  }
}

function readTime(date: string): number {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const time = iso === date ? Number.NaN : Date.parse(iso);
  if (!Number.isNaN(time)) return time;
  throw incomplete(
    `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
  );
}

const format = (time: number) => `${new Date(time).toISOString().replaceAll(/[-:]|\..*/g, "")}Z`;

function readCredential({ credential, date }: Claim, { region, service = "execute-api" }: Trust) {
  const [accessKeyId = "", day = "", ...rest] = credential.split("/");
  if (rest.length !== 3) {
    throw incomplete(
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, " +
        `got '${credential}'`,
    );
  }
  const problems = [
    rest[0] !== region && "Credential should be scoped to a valid region.",
    rest[1] !== service && `Credential should be scoped to correct service: '${service}'.`,
    rest[2] !== "aws4_request" &&
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${rest[2]}'.`,
    day !== date.slice(0, 8) &&
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${date.slice(0, 8)}', from '${date}'.`,
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw invalid(problems.join(" "));
  return { accessKeyId, scope: { day, region, service } satisfies Scope };
}

function checkHash({ request, signedHeaders, ...claim }: Claim, scope: Scope, secret: string) {
  const canonical = canonicalRequest(request, signedHeaders);
  const text = stringToSign(canonical, claim.date, scope);
  const given = Buffer.from(claim.signature);
  const expected = Buffer.from(signature(text, scope, secret));
  const complete = signedHeaders.every((name) => request.headers.has(name));
  if (complete && given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw invalid(
    "The request signature we calculated does not match the signature you provided. Check your AWS " +
      "Secret Access Key and signing method. Consult the service documentation for details.\n\n" +
      `The Canonical String for this request should have been\n'${canonical}'\n\n` +
      `The String-to-Sign should have been\n'${text}'\n`,
  );
}

const invalid = (message: string) =>
  new Refusal(403, "INVALID_SIGNATURE", message, { errorType: "InvalidSignatureException" });
