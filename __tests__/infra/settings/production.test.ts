/** The defaults of a protected environment. */
import { resolveSettings } from "../../../infra/settings/settings";

describe("production", () => {
  const defaults = {
    protection: true,
    logRetentionDays: 365,
    deletionProtection: true,
    pointInTimeRecovery: true,
    observability: "full",
  };

  test("has protection, long retention and full observability, which settings can change", () => {
    expect(resolveSettings({ environment: "prod" })).toMatchObject(defaults);
    const lifted = { environment: "prod", deletionProtection: false };
    expect(resolveSettings(lifted)).toMatchObject({ ...defaults, deletionProtection: false });
  });

  test("is any environment with protection, and prod without it is not", () => {
    const live = { environment: "live", protection: true };
    expect(resolveSettings(live)).toMatchObject({ ...defaults, ...live });
    const plain = { environment: "prod", protection: false };
    expect(resolveSettings(plain)).toStrictEqual({ ...resolveSettings(), ...plain });
  });
});
