/** Signatures in the query: which presigned URLs are accepted, and AWS's message about the others. */
import {
  answer,
  date,
  incomplete,
  invalid,
  minutes,
  mismatch,
  now,
  parts,
} from "../../support/local/signed-request";

describe("a presigned URL", () => {
  const query = (change = {}) =>
    new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": parts.Credential,
      "X-Amz-Date": date,
      "X-Amz-Expires": "600",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "7cb4618ec29e49c3876cc476da743bdb39842f9f28d3fbb0ec49d0cce637ef89",
      ...change,
    }).toString();
  const presigned = (change = {}) => ({
    query: query(change),
    headers: { authorization: undefined, "x-amz-date": undefined },
  });

  test.each([0, 10])("is valid %d minutes after its date", (distance) => {
    expect(answer(presigned(), now + distance * minutes)).toBe("AKIDEXAMPLE");
  });

  test.each<[string, number, object, object]>([
    [
      "that has expired",
      now + 10 * minutes + 1000,
      {},
      invalid("Signature expired: 20150830T124600Z is now earlier than 20150830T124601Z"),
    ],
    ["that is changed", now, { "X-Amz-Expires": "601" }, mismatch],
    [
      "that never expires",
      now,
      { "X-Amz-Expires": "never" },
      incomplete("X-Amz-Expires must be a number of seconds, at most 604800."),
    ],
    [
      "that is good for over a week",
      now,
      { "X-Amz-Expires": "604801" },
      incomplete("X-Amz-Expires must be a number of seconds, at most 604800."),
    ],
    [
      "without half of it",
      now,
      { "X-Amz-Credential": "", "X-Amz-Date": "" },
      incomplete(
        "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
      ),
    ],
    [
      "that is good from tomorrow on",
      now - 24 * 60 * minutes,
      {},
      invalid(
        "Signature not yet current: 20150830T123600Z is still later than 20150829T124100Z (20150829T123600Z + 5 min.)",
      ),
    ],
    [
      "of another algorithm",
      now,
      { "X-Amz-Algorithm": "AWS4-HMAC-SHA1" },
      incomplete("Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'."),
    ],
  ])("%s is refused", (_, time, change, expected) => {
    expect(answer(presigned(change), time)).toStrictEqual(expected);
  });

  test.each(["X-Amz-Algorithm", "X-Amz-Signature"])(
    "with %s alone is told what else it needs, and not that it is unsigned",
    (name) => {
      const headers = { authorization: undefined };
      const { message } = answer({ query: `${name}=a`, headers }) as { message: string };
      expect(message).toContain("AWS query-string parameters must include 'X-Amz-Credential'.");
      expect(message).toContain("AWS query-string parameters must include 'X-Amz-Date'.");
    },
  );
});
