/** Signatures in the Authorization header: which are accepted, and AWS's message about the others. */
import fc from "fast-check";
import { checkSync } from "../../support/functions/fuzz";
import {
  answer,
  authorization,
  type Change,
  claiming,
  date,
  incomplete,
  invalid,
  minutes,
  mismatch,
  now,
  parts,
  refused,
  unrecognized,
} from "../../support/local/signed-request";

test.each<[string, Change]>([
  ["as signed", {}],
  ["with a header that is not signed", { headers: { "user-agent": "test" } }],
  [
    "without spaces between the parts",
    { headers: { authorization: authorization().replaceAll(", ", ",") } },
  ],
  [
    "with the names of the signed headers in capitals",
    claiming({ SignedHeaders: "Host;X-Amz-Date" }),
  ],
  [
    "with the date in the header Date",
    {
      headers: {
        "x-amz-date": undefined,
        date,
        authorization: authorization({
          SignedHeaders: "date;host",
          Signature: "ff8b6099847a4834c71cf834019d67f6c5d2bf4d2fc0b2db75bc54908e09762c",
        }),
      },
    },
  ],
])("a request %s is accepted", (_, change) => {
  expect(answer(change)).toBe("AKIDEXAMPLE");
});

test.each([-5, 5])("a signature is valid %d minutes from its date", (distance) => {
  expect(answer({}, now + distance * minutes)).toBe("AKIDEXAMPLE");
});

test.each<[string, Change, object]>([
  [
    "without a signature",
    { headers: { authorization: undefined } },
    refused(
      "MISSING_AUTHENTICATION_TOKEN",
      "MissingAuthenticationTokenException",
      "Missing Authentication Token",
    ),
  ],
  ["of another method", { method: "DELETE" }, mismatch],
  ["of another path", { path: "/a" }, mismatch],
  ["with a query", { query: "a=" }, mismatch],
  ["with X-Amz-Signature in the query", { query: `X-Amz-Signature=${parts.Signature}` }, mismatch],
  ["with a body", { body: "x" }, mismatch],
  [
    "with an unsigned body",
    { body: "x", headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } },
    mismatch,
  ],
  ["to another host", { headers: { host: "example.com" } }, mismatch],
  ["of another second", { headers: { "x-amz-date": "20150830T123601Z" } }, mismatch],
  ["with a signature of another length", claiming({ Signature: "0" }), mismatch],
  [
    "with a header that was signed empty and is missing",
    claiming({
      SignedHeaders: "constructor;host;x-amz-date",
      Signature: "ef6e5de9243faae51855f01f3bb9c3057d6ad4f3775f61638d7edaa2261d9936",
    }),
    mismatch,
  ],
  [
    "without the host signed",
    claiming({ SignedHeaders: "x-amz-date" }),
    invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
  ],
  [
    "by an unknown key",
    claiming({ Credential: parts.Credential.replace("AKID", "OTHER") }),
    unrecognized,
  ],
  [
    "with a session token that the server has not",
    { headers: { "x-amz-security-token": "token" } },
    unrecognized,
  ],
  [
    "for another region, service, day and terminator",
    claiming({
      Credential: "AKIDEXAMPLE/20150829/eu-west-1/lambda/aws5_request",
    }),
    invalid(
      "Credential should be scoped to a valid region. " +
        "Credential should be scoped to correct service: 'execute-api'. " +
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. " +
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150829' != '20150830', from '20150830T123600Z'.",
    ),
  ],
  [
    "with half a credential",
    claiming({ Credential: "AKIDEXAMPLE" }),
    incomplete(
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIDEXAMPLE'",
    ),
  ],
  [
    "with more than a credential",
    claiming({ Credential: `${parts.Credential}/more` }),
    incomplete(expect.stringMatching(/^Credential must have exactly 5 slash-delimited elements/)),
  ],
  [
    "with an empty signature",
    claiming({ Signature: "" }),
    incomplete(expect.stringMatching(/^Authorization header requires 'Signature' parameter\./)),
  ],
  [
    "with a bearer token",
    { headers: { authorization: "Bearer abc" } },
    incomplete(
      "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='.",
    ),
  ],
  [
    "with one word",
    { headers: { authorization: "abc", "x-amz-date": undefined } },
    incomplete(
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
        "Authorization header requires 'SignedHeaders' parameter. " +
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. " +
        "(Hashed with SHA-256 and encoded with Base64) Authorization=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    ),
  ],
  [
    "by another algorithm",
    { headers: { authorization: authorization().replace("SHA256", "SHA1") } },
    incomplete("Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'."),
  ],
  [
    "with another form of date",
    { headers: { "x-amz-date": "2015-08-30T12:36:00Z" } },
    incomplete(
      "Date must be in ISO-8601 'basic format'. Got '2015-08-30T12:36:00Z'. See http://en.wikipedia.org/wiki/ISO_8601",
    ),
  ],
])("a request %s is refused", (_, change, expected) => {
  expect(answer(change)).toStrictEqual(expected);
});

test.each<[string, number, string]>([
  [
    "old",
    now + 5 * minutes + 1000,
    "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)",
  ],
  [
    "young",
    now - 5 * minutes - 1000,
    "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T123059Z + 5 min.)",
  ],
])("a signature that is too %s is refused", (_, time, message) => {
  expect(answer({}, time)).toStrictEqual(invalid(message));
});

test("any other header is refused by one of the checks, without an exception", () => {
  const own = Object.entries(parts).map(([name, value]) => `${name}=${value}`);
  const pair = fc
    .tuple(fc.constantFrom(...Object.keys(parts)), fc.string())
    .map((one) => one.join("="));
  const word = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...own) },
    { weight: 1, arbitrary: pair },
    { weight: 1, arbitrary: fc.string() },
  );
  const words = fc.array(word, { maxLength: 12 });
  const mostly = (value: string) =>
    fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.string() });
  const reached = new Set<unknown>();
  checkSync(
    500,
    fc.property(mostly("AWS4-HMAC-SHA256"), words, mostly(date), (algorithm, all, time) => {
      const authorization = [algorithm, ...all].join(" ");
      const refusal = answer({ path: "/other", headers: { authorization, "x-amz-date": time } });
      expect(refusal).toMatchObject({ status: 403, message: expect.any(String) });
      reached.add((refusal as { errorType: string }).errorType);
    }),
  );
  expect(reached).toContain("IncompleteSignatureException");
  expect(reached).toContain("InvalidSignatureException");
});
