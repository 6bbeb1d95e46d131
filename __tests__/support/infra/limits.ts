/** Tests for the limits of settings: what is just within is taken, what is just beyond stops the synth. */
import { resolveSettings, type SettingsInput } from "../../../infra/settings/settings";

/** `make` puts a value into settings. Of a refused value, `what` is the beginning of the message about it. */
export type Cases = readonly (readonly [
  what: string,
  make: (value: never) => object,
  values: readonly unknown[],
])[];

export const label = (length: number) => "x".repeat(length);

/** So many indexes with this value. */
export const indexes = (count: number, value: object) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`index-${i}`, value]));

export function testLimits(taken: Cases, refused: Cases): void {
  test.each(each(taken))("%s is taken: %j", (_, __, input) => {
    expect(resolveSettings(input)).toMatchObject(input);
  });
  test.each(each(refused))("a wrong %s is named: %j", (path, _, input) => {
    expect(() => resolveSettings(input)).toThrow(`The settings are not valid:\n  ${path}`);
  });
}

const each = (cases: Cases) =>
  cases.flatMap(([what, make, values]) =>
    values.map((value) => [what, value, make(value as never) as SettingsInput] as const),
  );
