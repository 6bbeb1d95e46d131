/** Checks that several settings share. Each message says what to do. */
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

export const oneOf = <const T extends string>(...values: [T, ...T[]]) => {
  const names = values.map((value) => `"${value}"`);
  return z.enum(values, `must be ${names.slice(0, -1).join(", ")} or ${names.at(-1)}`);
};

export const region = text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as "eu-west-1"');
