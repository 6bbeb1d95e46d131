/** A signature's computation, with the requests and results that AWS publishes. */
import {
  canonicalRequest,
  type Signable,
  signature,
  stringToSign,
} from "../../../local/auth/signature";

const date = "20150830T123600Z";
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/** As every request of AWS's test suite for Signature Version 4. */
function request(method: string, url: string, headers = {}, body = ""): Signable {
  const [path = "", query] = url.split("?");
  const given = { host: ["example.amazonaws.com"], "x-amz-date": [date], ...headers };
  return {
    method,
    path,
    query: [...new URLSearchParams(query)],
    headers: new Map(Object.entries<string[]>(given)),
    body: Buffer.from(body),
  };
}

describe("AWS's own test suite", () => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const unreserved = `-._~0123456789${letters}`;
  const form = { "content-type": ["application/x-www-form-urlencoded"] };
  const vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
  test.each<[string, string, string, object, string, string]>([
    ["get-vanilla", "GET", "/", {}, "", vanilla],
    [
      "get-vanilla-query-order-key-case",
      "GET",
      "/?Param2=value2&Param1=value1",
      {},
      "",
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ],
    [
      "get-vanilla-query-order-value",
      "GET",
      "/?Param1=value2&Param1=Value1",
      {},
      "",
      "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1",
    ],
    [
      "get-vanilla-query-unreserved",
      "GET",
      `/?${unreserved}=${unreserved}`,
      {},
      "",
      "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
    ],
    [
      "get-utf8",
      "GET",
      "/ሴ",
      {},
      "",
      "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    ],
    [
      "get-space",
      "GET",
      "/example space/",
      {},
      "",
      "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
    ],
    [
      "get-slashes",
      "GET",
      "//example//",
      {},
      "",
      "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
    ],
    ["get-relative", "GET", "/example/..", {}, "", vanilla],
    ["get-slash-dot-slash", "GET", "/./", {}, "", vanilla],
    [
      "get-header-value-order",
      "GET",
      "/",
      { "my-header1": ["value4", "value1", "value3", "value2"] },
      "",
      "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
    ],
    [
      "get-header-value-trim",
      "GET",
      "/",
      { "my-header1": [" value1"], "my-header2": [' "a   b   c"'] },
      "",
      "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    ],
    [
      "post-x-www-form-urlencoded",
      "POST",
      "/",
      form,
      "Param1=value1",
      "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    ],
  ])("%s has the signature that AWS publishes", (_, method, url, headers, body, expected) => {
    const signed = request(method, url, headers, body);
    const scope = { day: "20150830", region: "us-east-1", service: "service" };
    const canonical = canonicalRequest(signed, [...signed.headers.keys()]);
    expect(signature(stringToSign(canonical, date, scope), scope, secret)).toBe(expected);
  });
});

test.each([
  ["/a%2Fb/%20/%C3%BC", "/a%252Fb/%2520/%25C3%25BC?"],
  ["/!'()*/=:@", "/%21%27%28%29%2A/%3D%3A%40?"],
  ["/a?b=+&a-b=1&a=&a=%2F&a", "/a?a=&a=&a=%2F&a-b=1&b=%20"],
])("%s is signed as %s", (url, expected) => {
  const canonical = canonicalRequest(request("GET", url), ["host"]);
  expect(canonical.split("\n").slice(1, 3).join("?")).toBe(expected);
});
