/** The stage's throttle, as a token bucket. */

export interface ThrottleLimits {
  /** Requests per second, steady. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 * @returns a function that takes a token; `false` when there is none
 * @param now milliseconds of a clock that never goes back
 */
export function createThrottle(
  { rate, burst }: ThrottleLimits,
  now: () => number = () => performance.now(),
): () => boolean {
  let tokens = burst;
  let last = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - last) * rate) / 1000);
    last = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
