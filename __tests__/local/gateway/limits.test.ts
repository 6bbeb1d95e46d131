/** What is too much for API Gateway: of a request's head, its body, its event, and of requests. */
import { createThrottle } from "../../../local/gateway/throttle";
import { createHome } from "../../support/local/local-server";
import { sendRaw } from "../../support/local/raw-request";
import { startGateway } from "../../support/local/test-gateway";

const path = "/prod/DynamoDBManager";

describe("the sizes", () => {
  const gateway = startGateway();
  const plain = ["Content-Type", "text/plain"] as const;
  const post = (body: string) =>
    sendRaw(gateway.stage, { method: "POST", path, body, headers: [plain] });

  test.each([
    [0, 200],
    [1, 431],
  ])(
    "AWS's quotas: request line and values of headers have 10,240 bytes; %d more are a %d",
    async (more, expected) => {
      const { host } = new URL(gateway.stage);
      const others = `GET ${path} HTTP/1.1${host}close`.length;
      const value = "x".repeat(10_240 - others + more);
      const request = { path, headers: [["a-name-that-does-not-count", value] as const] };
      const { status, body } = await sendRaw(gateway.stage, request);
      expect(status).toBe(expected);
      if (more === 0) return;
      expect(body.toString()).toBe("HTTP header is larger than 10240 bytes.");
      expect(gateway.events).toStrictEqual([]);
    },
  );

  test("a long query counts too", async () => {
    const { status } = await sendRaw(gateway.stage, { path: `${path}?a=${"x".repeat(10_240)}` });
    expect(status).toBe(431);
  });

  test("AWS was captured: a body over 10 MB is refused by the server before the API", async () => {
    const { status, headers, body } = await post("x".repeat(10 * 1024 * 1024 + 1));
    expect(status).toBe(413);
    expect(headers["content-type"]).toStrictEqual(["text; charset=utf-8"]);
    expect(body.toString()).toBe("HTTP content length exceeded 10485760 bytes.");
    expect(gateway.events).toStrictEqual([]);
  });

  test("AWS was captured: an event over 6 MB is a 413, which no gateway response shapes", async () => {
    const { status, headers, body } = await post("x".repeat(6 * 1024 * 1024));
    expect(status).toBe(413);
    expect(headers["x-amzn-errortype"]).toStrictEqual(["BadRequestException"]);
    expect(body.toString()).toBe('{"message":"Request Too Long"}');
    expect(gateway.events).toStrictEqual([]);
  });

  test("a body of which the event has just 6 MB is passed on", async () => {
    await post("");
    const rest = Buffer.byteLength(JSON.stringify({ ...gateway.events[0], body: "" }));
    const spare = 100; // the new request's numbers may be longer
    expect((await post("x".repeat(6 * 1024 * 1024 - rest - spare))).status).toBe(200);
  });

  test("a body that JSON makes longer counts as the event has it", async () => {
    expect((await post('"'.repeat(4 * 1024 * 1024))).status).toBe(413);
  });
});

describe("a token bucket", () => {
  const create = (limits = { rate: 2, burst: 3 }) => {
    let now = 1000;
    const take = createThrottle(limits, () => now);
    return {
      /** How many of the requests pass. */
      send: (count: number) => Array.from({ length: count }, take).filter(Boolean).length,
      wait: (milliseconds: number) => {
        now += milliseconds;
      },
    };
  };

  test("lets the burst pass, then its rate", () => {
    const { send, wait } = create();
    expect(send(5)).toBe(3);
    wait(499);
    expect(send(1)).toBe(0);
    wait(1);
    expect(send(2)).toBe(1);
    wait(1000);
    expect(send(5)).toBe(2);
  });

  test("never holds more than the burst", () => {
    const { send, wait } = create();
    wait(3_600_000);
    expect(send(10)).toBe(3);
  });

  test.each([
    { rate: 0, burst: 0 },
    { rate: 5, burst: 0 },
  ])("of %j lets nothing pass", (limits) => {
    const { send, wait } = create(limits);
    wait(1000);
    expect(send(3)).toBe(0);
  });
});

describe("over the synthesized throttle", () => {
  const settings = { api: { burstLimit: 2, rateLimit: 1 } };
  const slow: Parameters<typeof startGateway>[0] = {
    settings,
    change: ({ one }) => {
      one("aws_api_gateway_method_settings")["settings"].throttling_rate_limit = 0.0001;
    },
  };
  const throttled = startGateway({ ...slow, throttled: true });
  const free = startGateway(slow);
  const statuses = async (stage: string) => {
    const answers = [1, 2, 3].map(() => sendRaw(stage, { path }));
    return (await Promise.all(answers)).map(({ status }) => status).sort();
  };

  test("requests are a 429 Too Many Requests in the synthesized shape (AWS's list of response types)", async () => {
    expect(await statuses(throttled.stage)).toStrictEqual([200, 200, 429]);
    const { status, headers, body } = await sendRaw(throttled.stage, { path });
    expect(status).toBe(429);
    expect(headers["x-amzn-errortype"]).toStrictEqual(["TooManyRequestsException"]);
    expect(headers["retry-after"]).toStrictEqual(["1"]);
    expect(JSON.parse(body.toString())).toMatchObject({
      title: "Too many requests",
      detail: "Too Many Requests",
    });
    expect(throttled.log).toContainEqual(expect.stringMatching(` Over the stage's throttle\\.$`));
  });

  test("requests pass where the throttle is off", async () => {
    expect(await statuses(free.stage)).toStrictEqual([200, 200, 200]);
  });

  const unlimited = startGateway({
    change: ({ one }) => {
      Object.assign(one("aws_api_gateway_method_settings")["settings"], {
        throttling_rate_limit: -1,
        throttling_burst_limit: -1,
      });
    },
    throttled: true,
  });

  test("of -1, which is Terraform's for none, requests pass", async () => {
    expect(await statuses(unlimited.stage)).toStrictEqual([200, 200, 200]);
  });
});

describe("npm start", () => {
  const { start } = createHome();
  const code = "export const handler = async () => ({ statusCode: 200 });";
  const settings = { api: { auth: "none", burstLimit: 1, rateLimit: 1 } } as const;

  test.each([
    ["enforces the throttle with --auth", true],
    ["lets a load test pass without --auth", false],
  ])("%s", async (_, auth) => {
    const { url } = await start({ code, settings, auth });
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(url)));
    expect(answers.some(({ status }) => status === 429)).toBe(auth);
  });
});
