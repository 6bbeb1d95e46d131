/** Checks that several settings share, each with its advice. */
import * as z from "zod/mini";

export const text = (pattern: RegExp, advice: string) => z.string().check(z.regex(pattern, advice));

export const whole = (from: number, to: number, what: string) =>
  z
    .int(`must be a whole number of ${what}`)
    .check(
      z.gte(from, `must be at least ${from} ${what}`),
      z.lte(to, `must be at most ${to} ${what}`),
    );

export const flag = z.boolean("must be true or false");
