/** Splits a request's URL into stage, path and query, as API Gateway does. */

export interface Address {
  readonly stage: string;
  /** Below the stage, percent-encoded, with one slash at its start. */
  readonly path: string;
  /** With the stage, and with every slash that the caller wrote between the stage and the path. */
  readonly fullPath: string;
  readonly query: string;
}

/** @param url of the request line, such as `/prod/DynamoDBManager?a=1` */
export function readAddress(url: string): Address {
  const start = url.indexOf("?");
  const whole = start < 0 ? url : url.slice(0, start);
  const [, stage = "", below = ""] = /^\/*([^/]*)(.*)$/s.exec(whole) ?? [];
  return {
    stage,
    path: below.replace(/^\/*/, "/"),
    fullPath: `/${stage}${below || "/"}`,
    query: start < 0 ? "" : url.slice(start + 1),
  };
}
