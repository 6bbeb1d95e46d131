/** The tables of docs/scaling.md: list prices times the settings' defaults. */
import { resolveSettings } from "../../infra/settings/settings";

/** AWS's list prices in us-east-1, US dollars, without the free tier, as of November 2026. */
const price = {
  /** For a million requests to a REST API, up to so many million a month. */
  api: [
    { upTo: 333, perMillion: 3.5 },
    { upTo: 1000, perMillion: 2.8 },
    { upTo: 20_000, perMillion: 2.38 },
    { upTo: Number.POSITIVE_INFINITY, perMillion: 1.51 },
  ],
  invocations: 0.2,
  gigabyteSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  /** For a million units: a write of 1 kB, a consistent read of 4 kB; a read without ConsistentRead is half a unit. */
  write: 0.625,
  read: 0.125,
  /** CloudWatch, for a GB that is written. */
  logs: 0.5,
  /** X-Ray, for a million traces that are kept; it keeps one a second and 5 % of the others. */
  traces: 5,
  /** For a GB to the internet. */
  transfer: 0.09,
};

/** The assumptions of the tables. */
const assumed = { milliseconds: 10, logBytes: 600 };

const month = 30 * 24 * 3600;
const million = 1_000_000;
const settings = resolveSettings();
const memory = settings.function.memorySize;

const dollars = (amount: number) =>
  amount.toLocaleString("en-US", {
    minimumFractionDigits: amount < 100 ? 2 : 0,
    maximumFractionDigits: amount < 100 ? 2 : 0,
  });
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** US dollars for a million requests whose function runs for so many milliseconds. */
const duration = (
  megabytes: number,
  milliseconds: number,
  architecture: keyof typeof price.gigabyteSecond = "arm64",
) => million * (milliseconds / 1000) * (megabytes / 1024) * price.gigabyteSecond[architecture];

/** US dollars a month for so many million requests. */
function apiCost(millions: number): number {
  let [cost, before] = [0, 0];
  for (const { upTo, perMillion } of price.api) {
    cost += Math.max(Math.min(millions, upTo) - before, 0) * perMillion;
    before = upTo;
  }
  return cost;
}

/** What Lambda's time costs by memory, time and architecture. */
export function timeTable(): string {
  const sizes = [...new Set([128, 256, memory, 1024, 1769])].sort((one, other) => one - other);
  const columns = [5, 10, 50].flatMap((milliseconds) =>
    (["arm64", "x86_64"] as const).map((architecture) => ({ milliseconds, architecture })),
  );
  const head = columns.map(
    ({ milliseconds, architecture }) => `${milliseconds} ms, ${architecture}`,
  );
  const rows = sizes.map((size) => [
    `${size} MB${size === memory ? " (default)" : ""}`,
    ...columns.map((one) => dollars(duration(size, one.milliseconds, one.architecture))),
  ]);
  return table(["memory", ...head], rows);
}

/** What a million requests cost, by part. */
export function requestTable(): string {
  const logs = (assumed.logBytes * million * price.logs) / 1e9;
  const traces = 0.05 * price.traces;
  const time = duration(memory, assumed.milliseconds);
  const kinds = {
    ping: { units: 0, bytes: 500 },
    "read of an item of 4 kB": { units: price.read / 2, bytes: 4500 },
    "the same with ConsistentRead": { units: price.read, bytes: 4500 },
    "write of an item of 1 kB": { units: price.write, bytes: 500 },
    "list or query of 100 items of 1 kB": { units: (price.read / 2) * 25, bytes: 100_500 },
  };
  const first = price.api[0]?.perMillion ?? 0;
  const rows = Object.entries(kinds).map(([kind, { units, bytes }]) => {
    const transfer = (bytes * million * price.transfer) / 1e9;
    const parts = [first, price.invocations + time, units, logs + traces, transfer];
    return [kind, ...[...parts, parts.reduce((sum, part) => sum + part, 0)].map(dollars)];
  });
  return table(
    ["request", "API Gateway", "Lambda", "DynamoDB", "logs, traces", "transfer", "all"],
    rows,
  );
}

/** The most that the throttles let through in a month. */
export function ceilingTable(): string {
  const { rateLimit } = settings.api;
  const [{ maxReadUnits, maxWriteUnits }] = Object.values(settings.tables) as [
    (typeof settings.tables)[string],
  ];
  const millions = (rateLimit * month) / million;
  const { timeout } = settings.function;
  const rows: (readonly [string, string, number])[] = [
    ["API Gateway", `\`api.rateLimit\` = ${rateLimit} a second`, apiCost(millions)],
    [
      `Lambda, each request ${assumed.milliseconds} ms`,
      "the same",
      millions * (price.invocations + duration(memory, assumed.milliseconds)),
    ],
    [
      `Lambda, each request until \`function.timeout\` = ${timeout} s`,
      "the same",
      millions * (price.invocations + duration(memory, timeout * 1000)),
    ],
    [
      "DynamoDB, reads of one table",
      `\`maxReadUnits\` = ${maxReadUnits}`,
      ((maxReadUnits * month) / million) * price.read,
    ],
    [
      "DynamoDB, writes of one table",
      `\`maxWriteUnits\` = ${maxWriteUnits}`,
      ((maxWriteUnits * month) / million) * price.write,
    ],
    [
      "logs of the function",
      "`api.rateLimit`",
      (millions * million * assumed.logBytes * price.logs) / 1e9,
    ],
    [
      "transfer, if each answer is an echo of 1 MiB",
      "`api.rateLimit`",
      ((millions * million * 2 ** 20) / 1e9) * price.transfer,
    ],
  ];
  return table(
    ["part", "limit", "at most, in 30 days"],
    rows.map(([part, limit, cost]) => [part, limit, dollars(cost)]),
  );
}

/** Three sizes of traffic: half reads of 4 kB, half writes of 1 kB. */
export function stepTable(): string {
  const rows = [10, 1000, 100_000].map((rate) => {
    const millions = (rate * month) / million;
    const lambda = millions * (price.invocations + duration(memory, assumed.milliseconds));
    const database = (millions / 2) * (price.read / 2 + price.write);
    const api = apiCost(millions);
    return [
      rate.toLocaleString("en-US"),
      dollars(api),
      dollars(lambda),
      dollars(database),
      String(Math.ceil((rate * assumed.milliseconds) / 1000)),
      String(Math.max(1, Math.ceil(rate / 2 / 1000))),
    ];
  });
  return table(
    [
      "requests a second",
      "API Gateway",
      "Lambda",
      "DynamoDB",
      "functions at once",
      "partitions that the writes need",
    ],
    rows,
  );
}
