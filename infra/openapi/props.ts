/** What the document is computed from. */
import type { Table } from "../../functions/table";
import type { Settings } from "../settings/settings";

export interface DocumentProps {
  readonly settings: Settings;
  /** As the function knows them. */
  readonly tables: readonly Table[];
  /** Of package.json. */
  readonly version: string;
  readonly license: string;
}
