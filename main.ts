/** The service. Change it here; docs/settings.md has every setting with its default. */
import { synthesize } from "./infra/app";

synthesize({
  tables: {
    LambdaTable: { hashKey: { name: "Id", type: "S" } },
  },
});
